//! What everybody else sees: that they are to speak to the safeguarding lead before the next visit, and
//! nothing else. It begins at once and ends within a year. Source: warning notes of adult social care.

use chrono::{Months, NaiveDate};

use super::decide::{Decision, happened};
use super::{Banner, Concern, ConcernError as No, ConcernEvent as Event};

impl Concern {
    pub(super) fn show_banner(&self, banner: &Banner, today: NaiveDate) -> Decision {
        self.open()?;
        happened("from_on", banner.from_on, today)?;
        let latest = banner.from_on.checked_add_months(Months::new(12)).unwrap_or(NaiveDate::MAX);
        if banner.until_on < today || banner.until_on > latest {
            return Err(No::BannerOutOfReach { latest });
        }
        if self.banner.as_ref().and_then(|shown| shown.get()) == Some(banner) {
            return Ok(Vec::new());
        }
        Ok(vec![Event::BannerShown { banner: self.seal(banner.clone()), shown_on: today }])
    }

    pub(super) fn end_banner(&self, today: NaiveDate) -> Decision {
        self.reported()?;
        match self.banner {
            Some(_) => Ok(vec![Event::BannerEnded { ended_on: today }]),
            None => Err(No::NoBanner),
        }
    }
}
