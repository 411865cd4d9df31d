//! The read models: `people`, `cases`, `sessions`, `stints`, `relationships`, `safety`, `measures`, `roles`, `messages`, `concerns`,
//! `outings` and `places` are a table each, folded from the log, with the queries over it beside the fold; `budgets`, `late`, `outcomes` and `team` are
//! queries over those tables, `finder` keeps in memory the words that people are found by, and `matching` what may
//! count between them. [`ReadModels`] answers every query of `app::views` from them.

mod among;
mod budgets;
mod case_text;
mod cases;
mod concerns;
mod duplicates;
mod faces;
mod finder;
mod follow;
mod late;
mod late_text;
mod matching;
mod measures;
mod messages;
mod outcomes;
mod outings;
mod parts;
mod people;
mod places;
mod relationships;
mod roles;
mod safety;
mod sessions;
mod stints;
mod team;
mod ties;
mod visits;

use std::sync::Arc;
use std::time::Duration;

use app::error::Failure;
use app::views::{Freshness, Shown};
use async_trait::async_trait;

pub use cases::Engagements;
pub use concerns::Concerns;
pub use measures::Measures;
pub use messages::MessagesBack;
pub use outings::Outings;
pub use people::People;
pub use places::Places;
pub use relationships::Relationships;
pub use roles::ValuedRoles;
pub use safety::SafetyNotes;
pub use sessions::Sessions;
pub use stints::Stints;

use self::finder::Finder;
use crate::database::Database;
use crate::projector::Projector;

/// How long a page waits for what was just done to show.
const PATIENCE: Duration = Duration::from_secs(2);

/// Every query, over one database.
#[derive(Clone)]
pub struct ReadModels {
    database: Database,
    projector: Arc<Projector>,
    finder: Finder,
    known: matching::Known,
    introductions: matching::Introductions,
    places: places::Known,
}

impl ReadModels {
    /// Queries over the tables that `projector` keeps.
    pub fn new(database: Database, projector: Arc<Projector>) -> Self {
        Self {
            database,
            projector,
            finder: Finder::default(),
            known: matching::Known::default(),
            introductions: matching::Introductions::default(),
            places: places::Known::default(),
        }
    }
}

#[async_trait]
impl Freshness for ReadModels {
    async fn catch_up(&self, position: i64) -> bool {
        self.projector.wait_for(position, PATIENCE).await
    }

    async fn shown(&self) -> Result<Shown, Failure> {
        self.projector.how_far().await
    }
}

/// For `map_err`: a query that failed.
fn failed(doing: &'static str) -> impl Fn(sqlx::Error) -> Failure {
    Failure::doing(doing)
}

/// A document that was kept as text.
fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(Failure::doing("reading a kept document"))
}
