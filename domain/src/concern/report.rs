//! Telling the safeguarding lead, and telling anew what is known. Nothing but an impossible day is refused.

use chrono::NaiveDate;

use super::decide::{Decision, happened};
use super::{Concern, ConcernError as No, ConcernEvent as Event, Report};
use crate::shared::ids::{AccountId, ConcernId, PersonId, RelationshipId};
use crate::shared::personal::Personal;
use crate::shared::text::Line;

impl Concern {
    pub(super) fn report(
        &self,
        concern_id: ConcernId,
        (person_id, called): (PersonId, Option<&Line>),
        relationship_id: Option<RelationshipId>,
        report: &Report,
        (raised_by, today): (AccountId, NaiveDate),
    ) -> Decision {
        if let Some(raised_on) = self.raised_on {
            return Err(No::AlreadyReported { raised_on });
        }
        can_have_been(report, today)?;
        Ok(vec![Event::ConcernReported {
            concern_id,
            person_id,
            relationship_id,
            called: called.map(|called| Personal::apart(concern_id, called.clone())),
            report: Personal::apart(concern_id, report.clone()),
            raised_by,
            raised_on: today,
        }])
    }

    pub(super) fn complete(&self, report: &Report, today: NaiveDate) -> Decision {
        self.open()?;
        can_have_been(report, today)?;
        if self.known() == Some(report) {
            return Ok(Vec::new());
        }
        Ok(vec![Event::ReportCompleted { report: self.seal(report.clone()), completed_on: today }])
    }

    pub(super) fn take_over(&self, lead: AccountId, today: NaiveDate) -> Decision {
        self.open()?;
        match self.taken_over {
            Some((has_it, _)) if has_it == lead => Ok(Vec::new()),
            _ => Ok(vec![Event::ConcernTakenOver { lead, taken_on: today }]),
        }
    }

    pub(super) fn completed(&mut self, report: Personal<Report>) {
        self.earlier.extend(self.report.replace(report));
    }
}

fn can_have_been(report: &Report, today: NaiveDate) -> Result<(), No> {
    match report.happened_on {
        Some(on) => happened("happened_on", on, today),
        None => Ok(()),
    }
}
