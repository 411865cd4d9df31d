//! Finding people by what they are called, where they live and what they love, misspelt too.
//!
//! Neither database looks for misspelt words in the way that the other does, so the words are kept in
//! memory, per organisation, and follow the `people` table: each search first takes in the rows that
//! changed since the last one. What is found is read from the table again under the viewer's own scope,
//! so that memory decides the order and never who may be seen.

mod index;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use app::access::Connecting;
use app::error::Failure;
use app::views::people::{Found, PersonSummary};
use domain::shared::ids::OrganisationId;
use sqlx::FromRow;
use tokio::sync::Mutex;
use uuid::Uuid;

use self::index::{Index, Scope};
use super::among::Among;
use super::follow::{Changed, Followed};
use super::people::{KNOWN, caseload};
use super::{failed, parse};
use crate::database::Database;
use crate::on;

/// Everybody's words, and how far they follow.
#[derive(Clone, Default)]
pub(super) struct Finder {
    /// One follows at a time.
    followed: Arc<Mutex<Followed>>,
    words: Arc<RwLock<HashMap<OrganisationId, Index>>>,
}

const CHANGED: &str = "SELECT organisation, gone, summary, changed_at FROM people
     WHERE changed_at > $1 ORDER BY changed_at LIMIT $2";

/// A row of the table, as far as it is looked for.
#[derive(FromRow)]
struct Row {
    organisation: Uuid,
    gone: bool,
    summary: String,
    changed_at: i64,
}

impl Changed for Row {
    fn changed_at(&self) -> i64 {
        self.changed_at
    }
}

impl Finder {
    /// People the viewer may know of who answer to the words typed, best first.
    pub(super) async fn find(
        &self,
        database: &Database,
        who: &Connecting<'_>,
        typed: &str,
        limit: usize,
    ) -> Result<Vec<Found>, Failure> {
        self.follow(database).await?;
        let scope = match caseload(who) {
            None => Scope::Everybody,
            Some(connector) => Scope::Own(own(database, who, connector).await?),
        };
        let hits = {
            let words = self.words.read().unwrap_or_else(PoisonError::into_inner);
            words.get(&who.organisation()).map(|index| index.find(typed, &scope, limit)).unwrap_or_default()
        };
        let ids: Vec<Uuid> = hits.iter().map(|hit| hit.id).collect();
        let mut people = summaries(database, who, &ids).await?;
        let found = hits
            .into_iter()
            .filter_map(|hit| people.remove(&hit.id).map(|person| Found { person, near: hit.near }));
        Ok(found.collect())
    }

    /// Takes in what changed since the last search.
    async fn follow(&self, database: &Database) -> Result<(), Failure> {
        let mut followed = self.followed.lock().await;
        if followed.begins_anew(database, "people").await? {
            self.words.write().unwrap_or_else(PoisonError::into_inner).clear();
        }
        loop {
            let (rows, whole) = followed.next::<Row>(database, CHANGED).await?;
            let mut words = self.words.write().unwrap_or_else(PoisonError::into_inner);
            for row in &rows {
                let summary = parse::<PersonSummary>(&row.summary)?;
                words.entry(row.organisation.into()).or_default().take(&summary, row.gone);
            }
            followed.took(rows.last().map(|row| row.changed_at));
            if whole {
                return Ok(());
            }
        }
    }
}

/// Whom a connector works with or registered; community members, who are everybody's, are left out.
pub(super) async fn own(
    database: &Database,
    who: &Connecting<'_>,
    connector: Uuid,
) -> Result<std::collections::HashSet<Uuid>, Failure> {
    let sql = "SELECT e.person_id FROM engagements e WHERE e.connector = $2 AND e.organisation = $1
         UNION SELECT p.id FROM people p WHERE p.organisation = $1 AND p.registered_by = $2
           AND p.kind = 'supported' AND NOT EXISTS
             (SELECT 1 FROM engagements e WHERE e.person_id = p.id AND e.connector IS NOT NULL)";
    let rows: Vec<(Uuid,)> = on!(database, read, pool => sqlx::query_as(sql)
        .bind(who.organisation().uuid())
        .bind(connector)
        .fetch_all(pool)
        .await
        .map_err(failed("reading whose people these are"))?);
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Those of these people whom the viewer may know of and who are not gone. Of a record that was put together with
/// another one, that one is told, under the id that was asked for: others may have named them by it.
pub(super) async fn summaries(
    database: &Database,
    who: &Connecting<'_>,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, PersonSummary>, Failure> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let among = Among::new(3, ids.iter().copied());
    // Picked first and in this order, because SQLite would rather look at everybody of the organisation.
    let sql = format!(
        "WITH picked AS MATERIALIZED (SELECT id AS asked, COALESCE(same_as, id) AS counts FROM people WHERE id IN ({}))
         SELECT picked.asked, p.summary FROM picked CROSS JOIN people p
         WHERE p.id = picked.counts AND {KNOWN} AND NOT p.gone",
        among.places()
    );
    let rows: Vec<(Uuid, String)> = on!(database, read, pool => {
        let mut query = sqlx::query_as(&sql).bind(who.organisation().uuid()).bind(caseload(who));
        for id in among.ids() {
            query = query.bind(id);
        }
        query.fetch_all(pool).await.map_err(failed("reading the people found"))?
    });
    let told = |(id, summary): (Uuid, String)| {
        let summary: PersonSummary = parse(&summary)?;
        Ok((id, PersonSummary { person_id: id.into(), ..summary }))
    };
    rows.into_iter().map(told).collect()
}
