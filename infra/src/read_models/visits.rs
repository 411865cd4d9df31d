//! Sessions with whose they are, and which of them are one connector's: what the queries over `sessions` share.

use app::access::Connecting;
use app::error::Failure;
use app::views::people::PersonSummary;
use app::views::sessions::{SessionRow, Visit};
use chrono::{NaiveDate, NaiveTime};
use domain::shared::ids::{AccountId, SessionId};
use sqlx::types::Json;
use uuid::Uuid;

use super::case_text::mine;
use super::{ReadModels, failed, parse};
use crate::on;

/// By day, then by time; what has no time stands first.
pub(super) fn in_order(session: &SessionRow) -> (NaiveDate, Option<NaiveTime>, SessionId) {
    (session.time.on, session.time.starts_at, session.session_id)
}

pub(super) fn visit((Json(session), summary): (Json<SessionRow>, String)) -> Result<Visit, Failure> {
    let person: PersonSummary = parse(&summary)?;
    Ok(Visit { session, person_id: person.person_id, called: person.called, name: person.name, open: true })
}

/// A visit that somebody made in a case that is no longer theirs: when and how long, and nothing else.
pub(super) fn nameless(mut visit: Visit) -> Visit {
    let session = &mut visit.session;
    (session.place, session.note, session.absent_because) = (None, None, None);
    session.details.companions = None;
    let called = "Somebody whom a colleague goes on with".to_owned();
    Visit { name: called.clone(), called, open: false, ..visit }
}

/// Visits of one connector: those planned in the cases that they have now, and those that are over from the time
/// when the case was theirs, each along an index. `$1` the organisation, `$2` whose, `$3` and `$4` the days, `$5` how many. On the
/// very day on which a case changed hands, what was recorded before was the first one's.
pub(super) const OF_ONE: &str = "SELECT s.doc, p.summary, mine.now FROM (
      SELECT s.id, e.person_id, TRUE AS now FROM engagements e
        JOIN sessions s ON s.engagement_id = e.id AND s.status = 'planned' AND s.held_on BETWEEN $3 AND $4
        WHERE e.organisation = $1 AND e.connector = $2
      UNION ALL
      SELECT s.id, e.person_id, e.connector = $2 AS now FROM stints t
        JOIN engagements e ON e.id = t.engagement_id
        JOIN sessions s ON s.engagement_id = t.engagement_id AND s.held_on BETWEEN $3 AND $4
          AND s.status IN ('delivered', 'cancelled', 'not_attended', 'voided')
        WHERE t.organisation = $1 AND t.connector = $2
          AND (t.from_on IS NULL OR s.held_on > t.from_on OR (s.held_on = t.from_on AND s.settled_at >= t.from_at))
          AND (t.until_on IS NULL OR s.held_on < t.until_on OR (s.held_on = t.until_on AND s.settled_at < t.until_at))
    ) mine JOIN sessions s ON s.id = mine.id JOIN people p ON p.id = mine.person_id
    ORDER BY s.held_on, s.id LIMIT $5";

impl ReadModels {
    /// Planned sessions of the viewer's own cases `e` that satisfy `clause`, between two days, in order.
    pub(super) async fn waiting(
        &self,
        who: &Connecting<'_>,
        clause: &str,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<Visit>, Failure> {
        let sql = format!(
            "SELECT s.doc, p.summary FROM engagements e
             JOIN sessions s ON s.engagement_id = e.id JOIN people p ON p.id = e.person_id
             WHERE e.organisation = $1 AND e.connector = $2 AND {clause}
               AND s.status = 'planned' AND s.held_on BETWEEN $3 AND $4"
        );
        let rows: Vec<(Json<SessionRow>, String)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(who.account().uuid())
            .bind(from)
            .bind(to)
            .fetch_all(pool)
            .await
            .map_err(failed("reading planned sessions"))?);
        let mut visits: Vec<Visit> = rows.into_iter().map(visit).collect::<Result<_, _>>()?;
        visits.sort_by_key(|visit| in_order(&visit.session));
        Ok(visits)
    }

    /// The sessions of the viewer's cases of which something holds, by name. Where there are more than are read, nobody
    /// who is expected is left out, and then nothing that was: what is off or taken back gives way first, and of the rest
    /// what is longest ago.
    pub(super) async fn all_of(
        &self,
        who: &Connecting<'_>,
        holds: &str,
        id: Uuid,
        most: i64,
    ) -> Result<Vec<Visit>, Failure> {
        let mine = mine(who);
        let sql = format!(
            "SELECT s.doc, p.summary FROM sessions s JOIN engagements e ON e.id = s.engagement_id
             JOIN people p ON p.id = e.person_id WHERE {mine} AND {holds}
             ORDER BY CASE s.status WHEN 'planned' THEN 0 WHEN 'cancelled' THEN 2 WHEN 'voided' THEN 2 ELSE 1 END,
               s.held_on DESC, s.id LIMIT $4"
        );
        let rows: Vec<(Json<SessionRow>, String)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().map(AccountId::uuid))
            .bind(id)
            .bind(most)
            .fetch_all(pool)
            .await
            .map_err(failed("reading the sessions of a group"))?);
        let mut visits: Vec<Visit> = rows.into_iter().map(visit).collect::<Result<_, _>>()?;
        visits.sort_by(|one, other| (&one.name, one.person_id).cmp(&(&other.name, other.person_id)));
        Ok(visits)
    }
}
