//! Going in, and needing longer.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::decide::Decision;
use super::{Outing, OutingError as No, OutingEvent as Event, PlannedVisit, fitting_grace};
use crate::shared::ids::{AccountId, OutingId, PersonId};
use crate::shared::personal::Personal;
use crate::shared::text::Line;

/// Hours that somebody may say they are out at most. Source: practice default, a long day.
pub const LONGEST_HOURS: i64 = 12;

/// Minutes that can be had more at a tap. Source: practice default.
pub const MORE_MINUTES: [i64; 3] = [15, 30, 60];

/// Who goes, with whom, and who looks out.
pub(super) struct Going<'a> {
    pub(super) outing_id: OutingId,
    pub(super) account_id: AccountId,
    pub(super) person_id: Option<PersonId>,
    pub(super) visit: Option<PlannedVisit>,
    pub(super) place: Option<&'a Line>,
    pub(super) colleague: Option<AccountId>,
    pub(super) already: Option<OutingId>,
}

impl Outing {
    pub(super) fn begin(
        &self,
        going: Going<'_>,
        (now, back_by): (DateTime<Utc>, DateTime<Utc>),
        grace_minutes: i64,
        today: NaiveDate,
    ) -> Decision {
        if self.began_at.is_some() {
            return Err(No::AlreadyBegun);
        }
        if let Some(outing_id) = going.already {
            return Err(No::AlreadyOut { outing_id });
        }
        if back_by <= now {
            return Err(No::BackBeforeNow);
        }
        if back_by > now + TimeDelta::hours(LONGEST_HOURS) {
            return Err(No::TooLong);
        }
        let about = |place: &Line| match going.person_id {
            Some(person) => Personal::about(person, place.clone()),
            None => Personal::apart(going.outing_id, place.clone()),
        };
        Ok(vec![Event::OutingBegun {
            outing_id: going.outing_id,
            account_id: going.account_id,
            person_id: going.person_id,
            visit: going.visit,
            place: going.place.map(about),
            colleague: going.colleague.filter(|colleague| *colleague != going.account_id),
            began_at: now,
            back_by,
            grace_minutes: fitting_grace(grace_minutes),
            began_on: today,
        }])
    }

    /// So much longer than was said, or than now when that has passed.
    pub(super) fn lengthen(&self, minutes: i64, now: DateTime<Utc>, today: NaiveDate) -> Decision {
        self.going_on()?;
        if !MORE_MINUTES.contains(&minutes) {
            return Err(No::NotOffered);
        }
        let back_by = self.back_by.max(now) + TimeDelta::minutes(minutes);
        if back_by > now + TimeDelta::hours(LONGEST_HOURS) {
            return Err(No::TooLong);
        }
        Ok(vec![Event::OutingLengthened { back_by, lengthened_on: today }])
    }
}
