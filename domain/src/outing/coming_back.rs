//! Coming out: as usual, with the word of alarm, or because somebody made sure.

use chrono::{DateTime, NaiveDate, Utc};

use super::decide::Decision;
use super::{Outing, OutingEnd, OutingEvent as Event};
use crate::shared::ids::AccountId;
use crate::shared::text::Words;

impl Outing {
    /// Saying it again does nothing, also after the word of alarm: the screen shows the same either way.
    pub(super) fn come_back(&self, now: DateTime<Utc>, today: NaiveDate) -> Decision {
        self.begun()?;
        if !self.is_open_to_them() {
            return Ok(Vec::new());
        }
        let how = if self.began_on < Some(today) { OutingEnd::SaidLater } else { OutingEnd::Back };
        Ok(vec![Event::OutingEnded { how, ended_at: now, ended_on: today }])
    }

    pub(super) fn raise_alarm(&self, now: DateTime<Utc>, today: NaiveDate) -> Decision {
        self.begun()?;
        match self.is_open_to_them() {
            true => Ok(vec![Event::AlarmRaised { raised_at: now, raised_on: today }]),
            false => Ok(Vec::new()),
        }
    }

    pub(super) fn look_into(
        &self,
        words: &Words,
        by: AccountId,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Decision {
        self.going_on()?;
        let words = self.seal(words.clone());
        Ok(vec![Event::OutingLookedInto { words, by, looked_at: now, looked_on: today }])
    }

    pub(super) fn find_safe(
        &self,
        words: &Words,
        by: AccountId,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Decision {
        let mut events = self.look_into(words, by, now, today)?;
        events.push(Event::OutingEnded { how: OutingEnd::FoundSafe, ended_at: now, ended_on: today });
        Ok(events)
    }
}
