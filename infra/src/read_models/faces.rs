//! The photographs that stand for people in lists: one question for all of a page's people, over two columns
//! of the `people` table.

use app::access::Connecting;
use app::error::Failure;
use chrono::NaiveDate;
use domain::shared::ids::{DocumentId, PersonId};
use uuid::Uuid;

use super::among::Among;
use super::failed;
use super::people::{KNOWN, caseload};
use crate::database::Database;
use crate::on;

/// Those of these people who have one and agree to it on a day.
pub(super) async fn of(
    database: &Database,
    who: &Connecting<'_>,
    ids: &[Uuid],
    today: NaiveDate,
) -> Result<Vec<(PersonId, DocumentId)>, Failure> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let among = Among::new(4, ids.iter().copied());
    // Picked first, because SQLite would rather look at everybody of the organisation.
    let sql = format!(
        "WITH picked AS MATERIALIZED (SELECT id, organisation, kind, registered_by, face, face_until FROM people
           WHERE id IN ({}) AND face IS NOT NULL AND NOT gone)
         SELECT p.id, p.face FROM picked p
         WHERE {KNOWN} AND (p.face_until IS NULL OR p.face_until >= $3)",
        among.places()
    );
    let rows: Vec<(Uuid, Uuid)> = on!(database, read, pool => {
        let mut query =
            sqlx::query_as(&sql).bind(who.organisation().uuid()).bind(caseload(who)).bind(today);
        for id in among.ids() {
            query = query.bind(id);
        }
        query.fetch_all(pool).await.map_err(failed("looking for faces"))?
    });
    Ok(rows.into_iter().map(|(of, photo)| (of.into(), photo.into())).collect())
}
