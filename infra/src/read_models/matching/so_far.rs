//! Introductions of everybody in memory, per organisation: how many each has under way, and when they had their
//! last. It follows the table of relationships, because counting them all for every list is what would cost.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use app::error::Failure;
use app::views::matching::SoFar;
use chrono::NaiveDate;
use domain::shared::ids::PersonId;
use sqlx::FromRow;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::super::follow::{Changed, Followed};
use crate::database::Database;

const CHANGED: &str = "SELECT organisation, id, person_id, other_id, live AND met_on IS NULL AS under_way,
       proposed_on, changed_at FROM relationships
     WHERE changed_at > $1 ORDER BY changed_at LIMIT $2";

/// Introductions as they were at a position of the log.
#[derive(Clone, Default)]
pub(in super::super) struct Introductions {
    /// One follows at a time.
    followed: Arc<Mutex<Followed>>,
    houses: Arc<RwLock<HashMap<Uuid, House>>>,
}

#[derive(Default)]
struct House {
    /// The two of each relationship, while it is under way.
    under_way: HashMap<Uuid, [PersonId; 2]>,
    so_far: SoFar,
}

#[derive(FromRow)]
struct Row {
    organisation: Uuid,
    id: Uuid,
    person_id: Uuid,
    other_id: Uuid,
    under_way: bool,
    proposed_on: Option<NaiveDate>,
    changed_at: i64,
}

impl Changed for Row {
    fn changed_at(&self) -> i64 {
        self.changed_at
    }
}

impl Introductions {
    /// Takes in what changed, and answers what is so of some people of an organisation.
    pub(super) async fn of(
        &self,
        database: &Database,
        organisation: Uuid,
        ids: &[PersonId],
    ) -> Result<SoFar, Failure> {
        self.follow(database).await?;
        let houses = self.houses.read().unwrap_or_else(PoisonError::into_inner);
        let Some(all) = houses.get(&organisation).map(|house| &house.so_far) else {
            return Ok(SoFar::default());
        };
        let under_way = ids.iter().filter_map(|id| Some((*id, *all.under_way.get(id)?)));
        let last = ids.iter().filter_map(|id| Some((*id, *all.last_proposed_on.get(id)?)));
        Ok(SoFar { under_way: under_way.collect(), last_proposed_on: last.collect() })
    }

    async fn follow(&self, database: &Database) -> Result<(), Failure> {
        let mut followed = self.followed.lock().await;
        if followed.begins_anew(database, "relationships").await? {
            self.houses.write().unwrap_or_else(PoisonError::into_inner).clear();
        }
        loop {
            let (rows, whole) = followed.next::<Row>(database, CHANGED).await?;
            let mut houses = self.houses.write().unwrap_or_else(PoisonError::into_inner);
            for row in &rows {
                houses.entry(row.organisation).or_default().take(row);
            }
            if whole {
                return Ok(());
            }
        }
    }
}

impl House {
    fn take(&mut self, row: &Row) {
        for id in self.under_way.remove(&row.id).into_iter().flatten() {
            let left = self.so_far.under_way.get(&id).map_or(0, |many| many.saturating_sub(1));
            match left {
                0 => self.so_far.under_way.remove(&id),
                left => self.so_far.under_way.insert(id, left),
            };
        }
        let two = [PersonId(row.person_id), PersonId(row.other_id)];
        if row.under_way {
            self.under_way.insert(row.id, two);
            for id in two {
                *self.so_far.under_way.entry(id).or_default() += 1;
            }
        }
        // A proposal stays one, whatever came of it.
        if let Some(on) = row.proposed_on {
            for id in two {
                let last = self.so_far.last_proposed_on.entry(id).or_insert(on);
                *last = on.max(*last);
            }
        }
    }
}
