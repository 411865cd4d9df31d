//! When nothing is heard: first the colleague who looks out, then the team leads, then everybody, with the on-call number.
//! Each step is taken once, however often somebody looks and however many nodes do.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::decide::Decision;
use super::{Outing, OutingEvent as Event, PassedOn};

/// Minutes after the time said in which nobody is troubled. Source: lone-working guidance, 15 to 30; practice
/// default.
pub const USUAL_GRACE_MINUTES: i64 = 20;

/// Minutes from one step to the next. Source: practice default.
pub const STEP_MINUTES: i64 = 15;

/// A grace within 15 to 30 minutes; the usual when it lies outside.
pub fn fitting_grace(minutes: i64) -> i64 {
    if (15..=30).contains(&minutes) { minutes } else { USUAL_GRACE_MINUTES }
}

impl Outing {
    /// When it is passed on to somebody, if nothing is heard.
    pub fn passed_on_at(&self, step: PassedOn) -> DateTime<Utc> {
        let steps = match step {
            PassedOn::Colleague => 0,
            PassedOn::Leads => 1,
            PassedOn::OnCall => 2,
        };
        // Without a colleague who looks out the leads come first.
        let steps = if self.colleague.is_none() && steps > 0 { steps - 1 } else { steps };
        self.back_by + TimeDelta::minutes(self.grace_minutes + steps * STEP_MINUTES)
    }

    /// When something is to be noticed next; `None` when nothing is.
    pub fn next_step_at(&self) -> Option<DateTime<Utc>> {
        if !self.is_open_to_them() {
            return None;
        }
        self.steps_left().map(|step| self.passed_on_at(step)).min()
    }

    /// To whom it is to be passed on by an instant; `None` when nobody is troubled yet or anew.
    pub fn passed_on_by(&self, now: DateTime<Utc>) -> Option<PassedOn> {
        if !self.is_open_to_them() {
            return None;
        }
        self.steps_left().filter(|step| self.passed_on_at(*step) <= now).last()
    }

    fn steps_left(&self) -> impl Iterator<Item = PassedOn> {
        let nobody = self.colleague.is_none();
        let taken = self.passed_on;
        PassedOn::ALL
            .iter()
            .copied()
            .filter(move |step| !(nobody && *step == PassedOn::Colleague))
            .filter(move |step| taken < Some(*step))
    }

    pub(super) fn notice_overdue(&self, now: DateTime<Utc>, today: NaiveDate) -> Decision {
        self.begun()?;
        if !self.is_open_to_them() {
            return Ok(Vec::new());
        }
        let due = self.steps_left().filter(|step| self.passed_on_at(*step) <= now);
        let noticed = |passed_on| Event::OutingOverdue { passed_on, noticed_at: now, noticed_on: today };
        Ok(due.map(noticed).collect())
    }
}
