//! How much each colleague can take, and whether a team lead has to agree: rows that are changed in place.

use app::access::Connecting;
use app::error::Failure;
use app::team_book::capacity::Capacity;
use chrono::{DateTime, Utc};
use domain::shared::ids::{AccountId, OrganisationId};
use uuid::Uuid;

use super::SqlTeamBook;
use crate::on;

const SET: &str =
    "INSERT INTO capacities (account_id, organisation_id, open_cases, minutes_per_week, set_by, set_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (account_id) DO UPDATE SET open_cases = excluded.open_cases,
      minutes_per_week = excluded.minutes_per_week, set_by = excluded.set_by, set_at = excluded.set_at
    WHERE capacities.organisation_id = excluded.organisation_id";
const SAY: &str =
    "INSERT INTO agreement_rules (organisation_id, needed, set_by, set_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (organisation_id) DO UPDATE SET needed = excluded.needed, set_by = excluded.set_by,
      set_at = excluded.set_at";

pub(super) async fn capacities(
    book: &SqlTeamBook,
    who: &Connecting<'_>,
) -> Result<Vec<(AccountId, Capacity)>, Failure> {
    let sql = "SELECT account_id, open_cases, minutes_per_week FROM capacities WHERE organisation_id = $1";
    let rows: Vec<(Uuid, i64, Option<i64>)> = on!(&book.database, read, pool => sqlx::query_as(sql)
        .bind(who.organisation().uuid())
        .fetch_all(pool)
        .await)
    .map_err(Failure::doing("reading how much colleagues can take"))?;
    let capacity = |(id, open_cases, minutes_per_week): (Uuid, i64, Option<i64>)| {
        (AccountId(id), Capacity { open_cases, minutes_per_week })
    };
    Ok(rows.into_iter().map(capacity).collect())
}

pub(super) async fn set_capacity(
    book: &SqlTeamBook,
    who: &Connecting<'_>,
    of: AccountId,
    capacity: Capacity,
    at: DateTime<Utc>,
) -> Result<(), Failure> {
    on!(&book.database, write, pool => sqlx::query(SET)
        .bind(of.uuid())
        .bind(who.organisation().uuid())
        .bind(capacity.open_cases)
        .bind(capacity.minutes_per_week)
        .bind(who.account().uuid())
        .bind(at)
        .execute(pool)
        .await
        .map(drop))
    .map_err(Failure::doing("keeping how much a colleague can take"))
}

pub(super) async fn needs_agreement(
    book: &SqlTeamBook,
    organisation: OrganisationId,
) -> Result<bool, Failure> {
    let sql = "SELECT needed FROM agreement_rules WHERE organisation_id = $1";
    let row: Option<(bool,)> = on!(&book.database, read, pool => sqlx::query_as(sql)
        .bind(organisation.uuid())
        .fetch_optional(pool)
        .await)
    .map_err(Failure::doing("asking whether a team lead has to agree"))?;
    Ok(row.is_some_and(|(needed,)| needed))
}

pub(super) async fn set_needs_agreement(
    book: &SqlTeamBook,
    who: &Connecting<'_>,
    needed: bool,
    at: DateTime<Utc>,
) -> Result<(), Failure> {
    on!(&book.database, write, pool => sqlx::query(SAY)
        .bind(who.organisation().uuid())
        .bind(needed)
        .bind(who.account().uuid())
        .bind(at)
        .execute(pool)
        .await
        .map(drop))
    .map_err(Failure::doing("keeping whether a team lead has to agree"))
}
