//! Notes of supervision. Who may read one is part of every query: a team lead of the organisation, or the
//! colleague it is with.

use app::access::Connecting;
use app::error::Failure;
use app::team_book::supervision::{Supervision, SupervisionNotes};
use chrono::{DateTime, NaiveDate, Utc};
use domain::shared::ids::{AccountId, SupervisionId};
use uuid::Uuid;

use super::SqlTeamBook;
use crate::on;

/// `$1` the organisation, `$2` the connector who reads, or NULL for a team lead: two texts, because SQLite uses no index
/// where a parameter may also be NULL.
const READ: &str =
    "SELECT supervision_id, colleague, lead, held_on, next_on, kept_at, notes FROM supervisions
    WHERE organisation_id = $1";

/// Which of them `$2` reads.
fn whose(reader: Option<Uuid>) -> &'static str {
    if reader.is_some() { "AND colleague = $2" } else { "AND $2 IS NULL" }
}

const KEEP: &str = "INSERT INTO supervisions
    (supervision_id, organisation_id, colleague, lead, held_on, next_on, kept_at, notes)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (supervision_id) DO UPDATE SET notes = excluded.notes
    WHERE supervisions.organisation_id = excluded.organisation_id AND supervisions.colleague = excluded.colleague
      AND supervisions.lead = excluded.lead";

#[derive(sqlx::FromRow)]
struct Row {
    supervision_id: Uuid,
    colleague: Uuid,
    lead: Uuid,
    held_on: NaiveDate,
    next_on: Option<NaiveDate>,
    kept_at: DateTime<Utc>,
    notes: Vec<u8>,
}

fn open(book: &SqlTeamBook, row: Row) -> Result<Supervision, Failure> {
    let clear = book.safe.open(row.supervision_id, &row.notes)?;
    let notes: SupervisionNotes =
        serde_json::from_slice(&clear).map_err(Failure::doing("reading a note of supervision"))?;
    Ok(Supervision {
        supervision_id: row.supervision_id.into(),
        colleague: row.colleague.into(),
        lead: row.lead.into(),
        held_on: row.held_on,
        next_on: row.next_on,
        kept_at: row.kept_at,
        notes,
    })
}

pub(super) async fn latest(
    book: &SqlTeamBook,
    who: &Connecting<'_>,
    of: Option<AccountId>,
) -> Result<Vec<Supervision>, Failure> {
    let reader = who.caseload().or(of).map(AccountId::uuid);
    let whose = whose(reader);
    let sql = format!("{READ} {whose} ORDER BY held_on DESC, kept_at DESC, supervision_id LIMIT 200");
    let rows: Vec<Row> = on!(&book.database, read, pool => sqlx::query_as(&sql)
        .bind(who.organisation().uuid())
        .bind(reader)
        .fetch_all(pool)
        .await)
    .map_err(Failure::doing("listing notes of supervision"))?;
    rows.into_iter().map(|row| open(book, row)).collect()
}

pub(super) async fn one(
    book: &SqlTeamBook,
    who: &Connecting<'_>,
    id: SupervisionId,
) -> Result<Option<Supervision>, Failure> {
    let reader = who.caseload().map(AccountId::uuid);
    let sql = format!("{READ} {} AND supervision_id = $3", whose(reader));
    let row: Option<Row> = on!(&book.database, read, pool => sqlx::query_as(&sql)
        .bind(who.organisation().uuid())
        .bind(reader)
        .bind(id.uuid())
        .fetch_optional(pool)
        .await)
    .map_err(Failure::doing("reading a note of supervision"))?;
    row.map(|row| open(book, row)).transpose()
}

pub(super) async fn keep(
    book: &SqlTeamBook,
    who: &Connecting<'_>,
    note: &Supervision,
) -> Result<(), Failure> {
    let id = note.supervision_id.uuid();
    let text = serde_json::to_vec(&note.notes).map_err(Failure::doing("writing a note of supervision"))?;
    let sealed = book.safe.seal(id, &text)?;
    on!(&book.database, write, pool => sqlx::query(KEEP)
        .bind(id)
        .bind(who.organisation().uuid())
        .bind(note.colleague.uuid())
        .bind(note.lead.uuid())
        .bind(note.held_on)
        .bind(note.next_on)
        .bind(note.kept_at)
        .bind(sealed)
        .execute(pool)
        .await
        .map(drop))
    .map_err(Failure::doing("keeping a note of supervision"))
}
