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
    ties: HashMap<Uuid, Tie>,
    so_far: SoFar,
}

/// What counts of one relationship.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Tie {
    two: [PersonId; 2],
    under_way: bool,
    proposed_on: Option<NaiveDate>,
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
            followed.took(rows.last().map(|row| row.changed_at));
            if whole {
                return Ok(());
            }
        }
    }
}

impl House {
    fn take(&mut self, row: &Row) {
        let two = [PersonId(row.person_id), PersonId(row.other_id)];
        let tie = Tie { two, under_way: row.under_way, proposed_on: row.proposed_on };
        let was = self.ties.insert(row.id, tie);
        for id in was.iter().filter(|was| was.under_way).flat_map(|was| was.two) {
            let left = self.so_far.under_way.get(&id).map_or(0, |many| many.saturating_sub(1));
            match left {
                0 => self.so_far.under_way.remove(&id),
                left => self.so_far.under_way.insert(id, left),
            };
        }
        if tie.under_way {
            two.iter().for_each(|id| *self.so_far.under_way.entry(*id).or_default() += 1);
        }
        tie.proposed(&mut self.so_far.last_proposed_on);
        // Records were put together or taken apart: of whoever was one of the two it counts no longer.
        for id in was.iter().flat_map(|was| was.two).filter(|id| !two.contains(id)) {
            self.so_far.last_proposed_on.remove(&id);
            let theirs = self.ties.values().filter(|tie| tie.two.contains(&id));
            theirs.for_each(|tie| tie.proposed(&mut self.so_far.last_proposed_on));
        }
    }
}

impl Tie {
    /// A proposal stays one, whatever came of it.
    fn proposed(&self, last: &mut HashMap<PersonId, NaiveDate>) {
        for (id, on) in self.two.iter().zip(std::iter::repeat(self.proposed_on)) {
            let Some(on) = on else { continue };
            let known = last.entry(*id).or_insert(on);
            *known = on.max(*known);
        }
    }
}
