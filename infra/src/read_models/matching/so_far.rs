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
    /// Shared with whoever asked: it is copied only when something changes while they read.
    so_far: Arc<HashMap<PersonId, SoFar>>,
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
    /// Takes in what changed, and answers what is so of everybody of an organisation.
    pub(super) async fn of(
        &self,
        database: &Database,
        organisation: Uuid,
    ) -> Result<Arc<HashMap<PersonId, SoFar>>, Failure> {
        self.follow(database).await?;
        let houses = self.houses.read().unwrap_or_else(PoisonError::into_inner);
        Ok(houses.get(&organisation).map(|house| Arc::clone(&house.so_far)).unwrap_or_default())
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
        let so_far = Arc::make_mut(&mut self.so_far);
        for id in was.iter().filter(|was| was.under_way).flat_map(|was| was.two) {
            let theirs = so_far.entry(id).or_default();
            theirs.under_way = theirs.under_way.saturating_sub(1);
        }
        if tie.under_way {
            two.iter().for_each(|id| so_far.entry(*id).or_default().under_way += 1);
        }
        tie.proposed(so_far);
        // Records were put together or taken apart: of whoever was one of the two it counts no longer.
        for id in was.iter().flat_map(|was| was.two).filter(|id| !two.contains(id)) {
            so_far.entry(id).or_default().last_proposed_on = None;
            self.ties.values().filter(|tie| tie.two.contains(&id)).for_each(|tie| tie.proposed(so_far));
        }
    }
}

impl Tie {
    /// A proposal stays one, whatever came of it.
    fn proposed(&self, so_far: &mut HashMap<PersonId, SoFar>) {
        let Some(on) = self.proposed_on else { return };
        for id in self.two {
            let last = &mut so_far.entry(id).or_default().last_proposed_on;
            *last = (*last).max(Some(on));
        }
    }
}
