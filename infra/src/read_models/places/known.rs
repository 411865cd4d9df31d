//! Every place in memory, per organisation and in order of name, with what may count of it: each list of who could be
//! met puts all of them in order, and reading and folding them anew is what that would cost.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use app::error::Failure;
use app::folded::folded;
use app::terms::term_id;
use app::views::places::{KnownPlace, PlaceRow};
use domain::matching::place_facts;
use sqlx::FromRow;
use sqlx::types::Json;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::super::follow::{Changed, Followed};
use crate::database::Database;

const CHANGED: &str = "SELECT doc, changed_at FROM places WHERE changed_at > $1 ORDER BY changed_at LIMIT $2";

/// Places as they were at a position of the log.
#[derive(Clone, Default)]
pub(in super::super) struct Known {
    /// One follows at a time.
    followed: Arc<Mutex<Followed>>,
    houses: Arc<RwLock<HashMap<Uuid, House>>>,
}

/// The places of one organisation.
#[derive(Default)]
struct House {
    /// By name, and by id among those of one name.
    places: BTreeMap<(String, Uuid), KnownPlace>,
    /// Under which name each stands there.
    names: HashMap<Uuid, String>,
}

#[derive(FromRow)]
struct Row {
    doc: Json<PlaceRow>,
    changed_at: i64,
}

impl Changed for Row {
    fn changed_at(&self) -> i64 {
        self.changed_at
    }
}

impl Known {
    /// Every place of an organisation by name, what changed taken in first.
    pub(super) async fn all(
        &self,
        database: &Database,
        organisation: Uuid,
    ) -> Result<Vec<KnownPlace>, Failure> {
        self.follow(database).await?;
        let houses = self.houses.read().unwrap_or_else(PoisonError::into_inner);
        Ok(houses
            .get(&organisation)
            .map(|house| house.places.values().cloned().collect())
            .unwrap_or_default())
    }

    async fn follow(&self, database: &Database) -> Result<(), Failure> {
        let mut followed = self.followed.lock().await;
        if followed.begins_anew(database, "places").await? {
            self.houses.write().unwrap_or_else(PoisonError::into_inner).clear();
        }
        loop {
            let (rows, whole) = followed.next::<Row>(database, CHANGED).await?;
            let last = rows.last().map(|row| row.changed_at);
            let mut houses = self.houses.write().unwrap_or_else(PoisonError::into_inner);
            for Row { doc: Json(row), .. } in rows {
                houses.entry(row.organisation.uuid()).or_default().take(row);
            }
            followed.took(last);
            if whole {
                return Ok(());
            }
        }
    }
}

impl House {
    /// Puts a place in the stead of what was known of it.
    fn take(&mut self, row: PlaceRow) {
        let (id, name) = (row.place.place_id.uuid(), folded(row.name()));
        if let Some(was) = self.names.insert(id, name.clone()) {
            self.places.remove(&(was, id));
        }
        let term = |name: &str| term_id(row.organisation, name);
        let facts = place_facts(&row.place, term, folded).map(Arc::new);
        self.places.insert((name, id), KnownPlace { row: Arc::new(row), facts });
    }
}
