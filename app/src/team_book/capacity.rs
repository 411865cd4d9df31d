//! How much a colleague can take, and how much room there is.

use chrono::Duration;
use domain::shared::ids::AccountId;

use crate::App;
use crate::access::Connecting;
use crate::error::{Failure, Refusal};
use crate::views::team::Load;

/// Open cases that somebody can take of whom nothing was said. Source: practice default, about thirty open
/// cases a worker.
pub const OPEN_CASES: i64 = 30;
/// The most open cases that can be said; more is a slip. Source: practice default.
pub const MOST_OPEN_CASES: i64 = 200;
/// The most hours a week that can be said; more is a slip.
pub const MOST_WEEKLY_HOURS: i64 = 60;

/// How much somebody can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// Open cases.
    pub open_cases: i64,
    /// Minutes a week with people, as agreed in their terms; `None` when nobody said.
    pub minutes_per_week: Option<i64>,
}

impl Default for Capacity {
    fn default() -> Self {
        Self { open_cases: OPEN_CASES, minutes_per_week: None }
    }
}

impl Capacity {
    /// Cases that could be added; less than nothing when there are too many.
    pub fn room(&self, load: &Load) -> i64 {
        self.open_cases - load.open
    }

    /// Whether there is more than they can take, in cases or in minutes.
    pub fn is_over(&self, load: &Load) -> bool {
        self.room(load) < 0 || self.minutes_per_week.is_some_and(|most| load.minutes_per_week > most)
    }
}

impl App {
    /// Says how much a colleague can take.
    pub async fn set_capacity(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        capacity: Capacity,
    ) -> Result<(), Refusal> {
        Self::leads(who)?;
        self.colleague(who, of).await?;
        if !(0..=MOST_OPEN_CASES).contains(&capacity.open_cases) {
            return Err(Refusal::invalid("open_cases", format!("Give 0 to {MOST_OPEN_CASES} cases")));
        }
        let most = Duration::hours(MOST_WEEKLY_HOURS).num_minutes();
        if capacity.minutes_per_week.is_some_and(|minutes| !(0..=most).contains(&minutes)) {
            return Err(Refusal::invalid("minutes_per_week", format!("Give 0 to {MOST_WEEKLY_HOURS} hours")));
        }
        Ok(self.team_book.set_capacity(who, of, capacity, self.clock.now()).await?)
    }

    /// How much somebody can take.
    pub async fn capacity_of(&self, who: &Connecting<'_>, of: AccountId) -> Result<Capacity, Failure> {
        let known = self.team_book.capacities(who).await?;
        Ok(known.into_iter().find(|(id, _)| *id == of).map(|(_, capacity)| capacity).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_too_much_when_cases_or_hours_are_more_than_can_be_taken() {
        let load = |open, minutes_per_week| Load { open, minutes_per_week, ..Load::default() };
        let capacity = Capacity { open_cases: 3, minutes_per_week: Some(600) };
        assert_eq!((capacity.room(&load(2, 0)), capacity.room(&load(5, 0))), (1, -2));
        assert!(!capacity.is_over(&load(3, 600)));
        assert!(capacity.is_over(&load(4, 0)) && capacity.is_over(&load(1, 601)));
        assert!(!Capacity::default().is_over(&load(30, 9_000)), "nobody said how many hours");
    }
}
