//! Notes of supervision. Who may read one is part of every query: a team lead of the organisation, or the
//! colleague it is with.

use app::access::Connecting;
use app::error::Failure;
use app::team_book::supervision::{LastHeld, Supervision, SupervisionNotes};
use chrono::{DateTime, NaiveDate, Utc};
use domain::shared::ids::{AccountId, SupervisionId};
use uuid::Uuid;

use super::SqlTeamBook;
use crate::on;

/// Read at once for somebody's day.
pub(super) const LATEST: i64 = 200;

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
    ON CONFLICT (supervision_id) DO UPDATE
      SET notes = excluded.notes, held_on = excluded.held_on, next_on = excluded.next_on
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

/// A page of those that the viewer may read, newest first: how many to leave out, and how many to read at most.
pub(super) async fn page(
    book: &SqlTeamBook,
    who: &Connecting<'_>,
    of: Option<AccountId>,
    (skip, most): (i64, i64),
) -> Result<Vec<Supervision>, Failure> {
    let reader = who.caseload().or(of).map(AccountId::uuid);
    let whose = whose(reader);
    let sql =
        format!("{READ} {whose} ORDER BY held_on DESC, kept_at DESC, supervision_id LIMIT $3 OFFSET $4");
    let rows: Vec<Row> = on!(&book.database, read, pool => sqlx::query_as(&sql)
        .bind(who.organisation().uuid())
        .bind(reader)
        .bind(most)
        .bind(skip)
        .fetch_all(pool)
        .await)
    .map_err(Failure::doing("listing notes of supervision"))?;
    rows.into_iter().map(|row| open(book, row)).collect()
}

/// How many the viewer may read.
pub(super) async fn counted(
    book: &SqlTeamBook,
    who: &Connecting<'_>,
    of: Option<AccountId>,
) -> Result<i64, Failure> {
    let reader = who.caseload().or(of).map(AccountId::uuid);
    let sql = format!("SELECT COUNT(*) FROM supervisions WHERE organisation_id = $1 {}", whose(reader));
    on!(&book.database, read, pool => sqlx::query_scalar(&sql)
        .bind(who.organisation().uuid())
        .bind(reader)
        .fetch_one(pool)
        .await)
    .map_err(Failure::doing("counting notes of supervision"))
}

/// The last one of each colleague, without what was said.
pub(super) async fn last_held(book: &SqlTeamBook, who: &Connecting<'_>) -> Result<Vec<LastHeld>, Failure> {
    let reader = who.caseload().map(AccountId::uuid);
    let sql = format!(
        "SELECT colleague, held_on, next_on FROM supervisions s WHERE organisation_id = $1 {}
         AND NOT EXISTS (SELECT 1 FROM supervisions l WHERE l.organisation_id = s.organisation_id
           AND l.colleague = s.colleague AND l.held_on >= s.held_on
           AND (l.held_on > s.held_on OR l.kept_at > s.kept_at
             OR (l.kept_at = s.kept_at AND l.supervision_id < s.supervision_id)))",
        whose(reader)
    );
    let rows: Vec<(Uuid, NaiveDate, Option<NaiveDate>)> =
        on!(&book.database, read, pool => sqlx::query_as(&sql)
        .bind(who.organisation().uuid())
        .bind(reader)
        .fetch_all(pool)
        .await)
        .map_err(Failure::doing("listing when people last sat together"))?;
    let last = |(colleague, held_on, next_on): (Uuid, NaiveDate, Option<NaiveDate>)| LastHeld {
        colleague: colleague.into(),
        held_on,
        next_on,
    };
    Ok(rows.into_iter().map(last).collect())
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
