//! Relationships with both names: what the queries over `relationships` share.

use app::access::Connecting;
use app::error::Failure;
use app::views::people::PersonSummary;
use app::views::relationships::{RelationshipRow, Tie};
use chrono::NaiveDate;
use domain::shared::ids::AccountId;
use sqlx::types::Json;
use uuid::Uuid;

use super::case_text::mine;
use super::{ReadModels, failed, parse};
use crate::on;

/// Most relationships that have a day between two and are listed at once.
const MOST_BY_DAY: i64 = 500;

/// With both names.
pub(super) const TIE: &str = "SELECT r.doc, p.summary AS person, o.summary AS other FROM relationships r
    JOIN engagements e ON e.id = r.engagement_id JOIN people p ON p.id = r.person_id JOIN people o ON o.id = r.other_id";

pub(super) type Record = (Json<RelationshipRow>, String, String);

pub(super) fn tie((Json(row), person, other): Record) -> Result<Tie, Failure> {
    let (person, other): (PersonSummary, PersonSummary) = (parse(&person)?, parse(&other)?);
    Ok(Tie {
        version: row.version,
        relationship: row.relationship,
        person_name: person.name,
        person_called: person.called,
        other_name: other.name,
        other_called: other.called,
    })
}

impl ReadModels {
    /// Relationships of the viewer's that also satisfy `clause`, in which `$3` is `id`.
    pub(super) async fn ties(
        &self,
        who: &Connecting<'_>,
        clause: &str,
        id: Option<Uuid>,
    ) -> Result<Vec<Tie>, Failure> {
        let sql = format!("{TIE} WHERE {} {clause}", mine(who));
        let records: Vec<Record> = on!(&self.database, read, pool => {
            let mut query = sqlx::query_as(&sql)
                .bind(who.organisation().uuid())
                .bind(who.caseload().map(AccountId::uuid));
            if let Some(id) = id {
                query = query.bind(id);
            }
            query.fetch_all(pool).await.map_err(failed("reading relationships"))?
        });
        records.into_iter().map(tie).collect()
    }

    /// Relationships of the viewer's own cases.
    pub(super) async fn own_ties(
        &self,
        who: &Connecting<'_>,
        clause: &str,
        limit: i64,
    ) -> Result<Vec<Tie>, Failure> {
        let sql = format!("{TIE} WHERE e.organisation = $1 AND e.connector = $2 {clause} LIMIT $3");
        let records: Vec<Record> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(who.account().uuid())
            .bind(limit)
            .fetch_all(pool)
            .await
            .map_err(failed("reading relationships"))?);
        records.into_iter().map(tie).collect()
    }

    /// Relationships of one connector's cases that have a day between two, which `clause` names as `$3` and `$4`: few of
    /// all there ever were. Of the viewer's own cases, unless a team lead asks.
    pub(super) async fn ties_with_a_day(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        clause: &str,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<Tie>, Failure> {
        let sql = format!(
            "{TIE} WHERE e.organisation = $1 AND e.connector = $2 AND r.organisation = $1 AND {clause} LIMIT $5"
        );
        let records: Vec<Record> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().unwrap_or(of).uuid())
            .bind(from)
            .bind(to)
            .bind(MOST_BY_DAY)
            .fetch_all(pool)
            .await
            .map_err(failed("reading relationships by a day of theirs"))?);
        records.into_iter().map(tie).collect()
    }
}
