//! The real clock and the real source of ids: the only file in which either is taken.

use app::clock::{Clock, Ids};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// The machine's clock, read as Europe/London for civil dates.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where time is taken")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn today(&self) -> NaiveDate {
        self.now().with_timezone(&chrono_tz::Europe::London).date_naive()
    }
}

/// Ids in order of time, so that the newest rows lie together.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomIds;

impl Ids for RandomIds {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where chance is taken")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}
