//! What came of somebody's introductions, as figures that are worked out from their relationships and never asked for.
//!
//! Each introduction is counted by how far it has come by now, and stays counted there: one that stood on its own and
//! went quiet later did stand. Source: relationship measures (new relationships, conversion funnel, self-sustaining with
//! the unknown beside it, time to), with practice defaults.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Relationship;
use super::codes::CheckResult;
use super::sustainment::CHECK_MONTHS;

/// Contacts from which two people count as having kept meeting.
const KEPT_MEETING: usize = 3;

/// How far somebody's introductions came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Introductions proposed.
    pub proposed: usize,
    /// Of those, both said yes.
    pub agreed: usize,
    /// Of those, the two have met.
    pub met: usize,
    /// Of those, they met three times or more.
    pub kept_meeting: usize,
    /// Relationships that stand, or once stood, on their own.
    pub ever_standing: usize,
    /// Of those, the ones that stand on their own today.
    pub standing: usize,
    /// Different people met: whoever was introduced twice is one.
    pub new_people: usize,
    /// What was found three, six and twelve months after, in that order.
    pub checks: [Checked; CHECK_MONTHS.len()],
    /// Days from the first meeting to standing on its own, shortest first.
    pub days_to_standing: Vec<i64>,
}

/// What was found so many months after relationships stood on their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checked {
    /// Months after.
    pub month: u8,
    /// Those of which so many months have gone by since.
    pub due: usize,
    /// Of those, the ones that went on.
    pub going_on: usize,
    /// Of those, the ones of which nobody has said, or nobody knew.
    pub unknown: usize,
}

impl Figures {
    /// Of these relationships, as they stand on a day.
    pub fn of<'a>(relationships: impl IntoIterator<Item = &'a Relationship>, today: NaiveDate) -> Self {
        let mut figures = Self::default();
        for (checked, month) in figures.checks.iter_mut().zip(CHECK_MONTHS) {
            checked.month = month;
        }
        let mut people = BTreeSet::new();
        for tie in relationships.into_iter().filter(|tie| tie.proposed_on.is_some()) {
            figures.count(tie, today);
            people.extend(tie.met_on().map(|_| tie.other_id));
        }
        figures.new_people = people.len();
        figures.days_to_standing.sort_unstable();
        figures
    }

    fn count(&mut self, tie: &Relationship, today: NaiveDate) {
        let met = tie.met_on();
        let agreed = tie.introduction.missing().is_empty() || met.is_some();
        self.proposed += 1;
        self.agreed += usize::from(agreed);
        self.met += usize::from(met.is_some());
        self.kept_meeting += usize::from(met.is_some() && tie.met_count() >= KEPT_MEETING);
        self.ever_standing += usize::from(tie.ever_self_sustaining());
        self.standing += usize::from(tie.standing_declaration().is_some());
        let first = tie.declarations.first().map(|declared| declared.declared_on);
        self.days_to_standing.extend(first.zip(met).map(|(stood_on, met_on)| (stood_on - met_on).num_days()));
        for checked in &mut self.checks {
            checked.count(tie, today);
        }
    }

    /// The day in the middle of those from the first meeting to standing on its own, of those that do: half took no
    /// longer. `None` before there is one.
    pub fn middle_days_to_standing(&self) -> Option<i64> {
        self.days_to_standing.get(self.days_to_standing.len().checked_sub(1)? / 2).copied()
    }
}

impl Checked {
    /// By the latest declaration. One that went quiet before the day is due and does not go on.
    fn count(&mut self, tie: &Relationship, today: NaiveDate) {
        let Some(declared) = tie.declaration() else { return };
        let found = declared.checks.get(&self.month).map(|check| check.result);
        let due_on = declared.due_on(self.month);
        if found.is_none() && due_on > today {
            return;
        }
        self.due += 1;
        let had_lapsed = declared.lapsed_on.is_some_and(|lapsed_on| lapsed_on <= due_on);
        match found {
            Some(CheckResult::Continuing) => self.going_on += 1,
            Some(CheckResult::Faded) => {}
            Some(CheckResult::Unknown) => self.unknown += 1,
            None => self.unknown += usize::from(!had_lapsed),
        }
    }
}
