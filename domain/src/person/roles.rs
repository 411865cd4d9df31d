//! The roles that somebody has among others, and that others count on: member, volunteer, employee, on a committee,
//! teacher. Each with the days between which it was theirs, and the hours a week since when.
//!
//! What it is and where is sealed; the kind, the days and the hours stand in clear, because evidence must outlive a name.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Person, PersonError, PersonEvent, RoleError, RoleKind, SupportedOnly, ValuedRole};
use crate::shared::ids::{PersonId, RoleId};
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// Minutes a week that a role takes at most. Source: practice default; more is a slip.
pub const MOST_WEEKLY_MINUTES: i64 = 60 * 60;
/// Minutes a week from which paid work is told as sixteen hours or more. Source: employment status of the client level
/// data set of adult social care.
pub const SIXTEEN_HOURS: i64 = 16 * 60;

/// A role with everything that became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRole {
    /// This role.
    pub role_id: RoleId,
    /// Of which kind.
    pub kind: RoleKind,
    /// What it is and where; gone when the person has been forgotten.
    pub role: Personal<ValuedRole>,
    /// Since when.
    pub began_on: NaiveDate,
    /// Hours a week, from which day on, in the order of the days; empty when nobody said.
    pub hours: Vec<RoleHours>,
    /// When and why it ended; `None` while it is theirs.
    pub ended: Option<EndedRole>,
    /// When and why it was taken back as recorded by mistake: it does not count.
    pub taken_back: Option<EndedRole>,
}

/// How much time a role takes from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleHours {
    /// From when.
    pub from_on: NaiveDate,
    /// Minutes a week.
    pub minutes_per_week: i64,
}

/// When a role ended, or was taken back, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedRole {
    /// The last day of it; the day on which it was taken back.
    pub on: NaiveDate,
    /// Why; gone when the person has been forgotten.
    pub reason: Option<Personal<Words>>,
}

impl KeptRole {
    /// Whether it counts: it was not taken back.
    pub fn counts(&self) -> bool {
        self.taken_back.is_none()
    }

    /// Whether it was theirs on a day.
    pub fn held_on(&self, day: NaiveDate) -> bool {
        self.counts() && self.began_on <= day && self.ended.as_ref().is_none_or(|ended| day <= ended.on)
    }

    /// Minutes a week on a day; `None` when nobody said.
    pub fn minutes_on(&self, day: NaiveDate) -> Option<i64> {
        let told = self.hours.iter().rev().find(|told| told.from_on <= day);
        told.map(|told| told.minutes_per_week)
    }

    /// The last day on which something is known of it.
    fn last_told_on(&self) -> NaiveDate {
        self.hours.last().map_or(self.began_on, |told| told.from_on.max(self.began_on))
    }

    pub(super) fn forget(&mut self, subject: PersonId) {
        self.role.forget(subject);
        for ended in [&mut self.ended, &mut self.taken_back].into_iter().flatten() {
            if let Some(reason) = &mut ended.reason {
                reason.forget(subject);
            }
        }
    }
}

impl Person {
    /// The roles that are theirs on a day, the longest held first.
    pub fn roles_on(&self, day: NaiveDate) -> Vec<&KeptRole> {
        let mut held: Vec<&KeptRole> = self.roles.values().filter(|kept| kept.held_on(day)).collect();
        held.sort_by_key(|kept| (kept.began_on, kept.role_id));
        held
    }

    pub(super) fn take_up_role(
        &self,
        (role_id, kind): (RoleId, RoleKind),
        role: &ValuedRole,
        began_on: NaiveDate,
        minutes_per_week: Option<i64>,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.is_one_we_support(SupportedOnly::Role)?;
        self.in_their_life("began_on", began_on, today)?;
        if self.roles.contains_key(&role_id) {
            return Err(RoleError::AlreadyTakenUp { role_id }.into());
        }
        can_be_hours(minutes_per_week)?;
        let role = self.about(role);
        Ok(vec![PersonEvent::ValuedRoleTakenUp { role_id, kind, role, began_on, minutes_per_week }])
    }

    pub(super) fn agree_role_hours(
        &self,
        role_id: RoleId,
        minutes_per_week: i64,
        from_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        let kept = self.role_of_theirs(role_id)?;
        self.in_their_life("from_on", from_on, today)?;
        can_be_hours(Some(minutes_per_week))?;
        if kept.hours.last() == Some(&RoleHours { from_on, minutes_per_week }) {
            return Ok(Vec::new());
        }
        let last_on = kept.last_told_on();
        if from_on < last_on {
            return Err(RoleError::Before { field: "from_on", on: from_on, last_on }.into());
        }
        Ok(vec![PersonEvent::ValuedRoleHoursAgreed { role_id, minutes_per_week, from_on }])
    }

    pub(super) fn lay_down_role(
        &self,
        role_id: RoleId,
        ended_on: NaiveDate,
        reason: &Option<Words>,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        let reason = self.said(reason);
        if let Some(kept) = self.roles.get(&role_id)
            && kept.ended == Some(EndedRole { on: ended_on, reason: reason.clone() })
        {
            return Ok(Vec::new());
        }
        let kept = self.role_of_theirs(role_id)?;
        self.in_their_life("ended_on", ended_on, today)?;
        let last_on = kept.last_told_on();
        if ended_on < last_on {
            return Err(RoleError::Before { field: "ended_on", on: ended_on, last_on }.into());
        }
        Ok(vec![PersonEvent::ValuedRoleLaidDown { role_id, ended_on, reason }])
    }

    pub(super) fn take_role_back(
        &self,
        role_id: RoleId,
        reason: &Words,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        let kept = self.roles.get(&role_id).ok_or(RoleError::Unknown { role_id })?;
        match &kept.taken_back {
            Some(earlier) if earlier.reason == Some(self.about(reason)) => Ok(Vec::new()),
            Some(earlier) => Err(RoleError::TakenBack { role_id, taken_back_on: earlier.on }.into()),
            None => Ok(vec![PersonEvent::ValuedRoleTakenBack {
                role_id,
                reason: self.about(reason),
                taken_back_on: today,
            }]),
        }
    }

    /// A role that counts and is not over.
    fn role_of_theirs(&self, role_id: RoleId) -> Result<&KeptRole, RoleError> {
        let kept = self.roles.get(&role_id).ok_or(RoleError::Unknown { role_id })?;
        if let Some(EndedRole { on: taken_back_on, .. }) = kept.taken_back {
            return Err(RoleError::TakenBack { role_id, taken_back_on });
        }
        match kept.ended {
            Some(EndedRole { on: ended_on, .. }) => Err(RoleError::Ended { role_id, ended_on }),
            None => Ok(kept),
        }
    }
}

fn can_be_hours(minutes_per_week: Option<i64>) -> Result<(), RoleError> {
    match minutes_per_week {
        Some(minutes) if !(1..=MOST_WEEKLY_MINUTES).contains(&minutes) => {
            Err(RoleError::HoursOutOfRange { minutes })
        }
        _ => Ok(()),
    }
}
