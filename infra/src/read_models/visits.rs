//! Sessions with whose they are, and which of them are one connector's: what the queries over `sessions` share.

use app::error::Failure;
use app::views::people::PersonSummary;
use app::views::sessions::{SessionRow, Visit};
use chrono::{NaiveDate, NaiveTime};
use domain::shared::ids::SessionId;
use sqlx::types::Json;

use super::parse;

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
