//! What becomes of a place: seen again, somebody welcomed, put away, taken up again; and how fresh it is.

use chrono::{Months, NaiveDate};

use super::decide::Decision;
use super::{Place, PlaceError as No, PlaceEvent as Event, RetiredBecause};
use crate::shared::text::Words;

/// Months after which somebody should make sure again. Source: Open Referral UK practice, an assured date
/// older than six months is amber.
pub const STALE_MONTHS: u32 = 6;

/// Months after which nobody should be sent there unasked. Source: as above, red from twelve months on.
pub const GONE_STALE_MONTHS: u32 = 12;

/// How long ago somebody made sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freshness {
    /// Within [`STALE_MONTHS`].
    Fresh,
    /// Longer ago: ask before you go.
    Stale,
    /// Longer ago than [`GONE_STALE_MONTHS`]: it may not be there any more.
    GoneStale,
}

impl Place {
    /// How fresh what we know is, on a day.
    pub fn freshness(&self, today: NaiveDate) -> Freshness {
        let Some(seen_on) = self.seen_on else { return Freshness::GoneStale };
        let over =
            |months| seen_on.checked_add_months(Months::new(months)).is_some_and(|until| until <= today);
        match (over(STALE_MONTHS), over(GONE_STALE_MONTHS)) {
            (_, true) => Freshness::GoneStale,
            (true, false) => Freshness::Stale,
            (false, false) => Freshness::Fresh,
        }
    }

    pub(super) fn see(&self, seen_on: NaiveDate, today: NaiveDate) -> Decision {
        self.offered()?;
        self.since_recorded("seen_on", seen_on, today)?;
        if self.seen_on.is_some_and(|known| seen_on <= known) {
            return Ok(Vec::new());
        }
        Ok(vec![Event::PlaceSeen { seen_on }])
    }

    /// Also where there was no room left: they began there, whatever was told before.
    pub(super) fn welcome(&self, welcomed_on: NaiveDate, today: NaiveDate) -> Decision {
        self.offered()?;
        self.since_recorded("welcomed_on", welcomed_on, today)?;
        Ok(vec![Event::SomebodyWelcomed { welcomed_on }])
    }

    pub(super) fn retire(
        &self,
        reason: RetiredBecause,
        words: Option<&Words>,
        retired_on: NaiveDate,
        today: NaiveDate,
    ) -> Decision {
        self.offered()?;
        self.since_recorded("retired_on", retired_on, today)?;
        let words = words.map(|words| self.seal(self.place_id, words.clone()));
        Ok(vec![Event::PlaceRetired { reason, words, retired_on }])
    }

    pub(super) fn take_up_again(&self, taken_up_on: NaiveDate, today: NaiveDate) -> Decision {
        self.recorded()?;
        if self.retired.is_none() {
            return Err(No::NotPutAway);
        }
        self.since_recorded("taken_up_on", taken_up_on, today)?;
        Ok(vec![Event::PlaceTakenUpAgain { taken_up_on }])
    }
}
