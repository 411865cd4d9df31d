//! What shows that it goes on: what each gives the other, what each says, how they will keep in touch, and
//! that it has grown beyond an introduction. Each is asked again over time, and every answer is kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codes::{Party, Stage};
use super::decide::Decision;
use super::records::{Confirmation, ContinuityPlan, Reciprocity};
use super::standing::since_meeting;
use super::{Relationship, RelationshipError as No, RelationshipEvent as Event};
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// Contacts it takes to grow beyond an introduction. Source: practice default.
const CONTACTS_TO_CONSOLIDATE: usize = 3;

/// What each gave the other, as seen on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiveAndTake {
    /// What each gives.
    pub reciprocity: Reciprocity,
    /// The day.
    pub recorded_on: NaiveDate,
}

/// What one of the two said about going on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Who, when, how and what they would like.
    pub confirmation: Confirmation,
    /// In their words.
    pub words: Option<Personal<Words>>,
}

/// How they go on without a connector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continuity {
    /// As last written down.
    pub plan: Personal<ContinuityPlan>,
    /// The day that was.
    pub planned_on: NaiveDate,
    /// The earliest day on which there was a plan.
    pub first_planned_on: NaiveDate,
}

impl Relationship {
    /// What each gives the other, as last seen.
    pub fn latest_reciprocity(&self) -> Option<&GiveAndTake> {
        self.reciprocity.last()
    }

    /// What `party` last said about going on.
    pub fn latest_confirmation(&self, party: Party) -> Option<&Said> {
        self.confirmations.iter().rfind(|said| said.confirmation.party == party)
    }

    pub(super) fn record_reciprocity(
        &self,
        reciprocity: &Reciprocity,
        recorded_on: NaiveDate,
        today: NaiveDate,
    ) -> Decision {
        let met_on = self.going_on()?;
        since_meeting("recorded_on", recorded_on, met_on, today)?;
        if reciprocity.gives.is_empty() && reciprocity.receives.is_empty() {
            return Err(No::NothingGiven);
        }
        let seen = GiveAndTake { reciprocity: reciprocity.clone(), recorded_on };
        if self.reciprocity.contains(&seen) {
            return Ok(vec![]);
        }
        Ok(vec![Event::ReciprocityRecorded { reciprocity: seen.reciprocity, recorded_on }])
    }

    pub(super) fn confirm(
        &self,
        confirmation: &Confirmation,
        words: Option<&Words>,
        today: NaiveDate,
    ) -> Decision {
        let met_on = self.going_on()?;
        since_meeting("on", confirmation.on, met_on, today)?;
        let words = words.map(|words| Personal::about(self.subject(confirmation.party), words.clone()));
        let said = Said { confirmation: confirmation.clone(), words };
        if self.latest_confirmation(confirmation.party) == Some(&said) {
            return Ok(vec![]);
        }
        Ok(vec![Event::ContinuationConfirmed { confirmation: said.confirmation, words: said.words }])
    }

    pub(super) fn plan_continuity(
        &self,
        plan: &ContinuityPlan,
        planned_on: NaiveDate,
        today: NaiveDate,
    ) -> Decision {
        let met_on = self.going_on()?;
        since_meeting("planned_on", planned_on, met_on, today)?;
        let plan = self.about_person(plan.clone());
        if self.continuity.as_ref().is_some_and(|now| now.plan == plan && now.planned_on == planned_on) {
            return Ok(vec![]);
        }
        Ok(vec![Event::ContinuityPlanned { plan, planned_on }])
    }

    /// Counts contacts up to the day named.
    pub(super) fn consolidate(&self, consolidated_on: NaiveDate, today: NaiveDate) -> Decision {
        let met_on = self.going_on()?;
        self.not_self_sustaining()?;
        if self.stage() == Stage::Consolidating {
            return Err(No::AlreadyConsolidated { consolidated_on: self.consolidated_on });
        }
        since_meeting("consolidated_on", consolidated_on, met_on, today)?;
        let found = self.standing_contacts().filter(|contact| contact.on <= consolidated_on).count();
        if found < CONTACTS_TO_CONSOLIDATE {
            return Err(No::ContactsTooFew { found, wanted: CONTACTS_TO_CONSOLIDATE });
        }
        Ok(vec![Event::RelationshipConsolidated { consolidated_on }])
    }

    pub(super) fn reciprocity_recorded(&mut self, reciprocity: Reciprocity, recorded_on: NaiveDate) {
        let at = self.reciprocity.partition_point(|seen| seen.recorded_on <= recorded_on);
        self.reciprocity.insert(at, GiveAndTake { reciprocity, recorded_on });
    }

    pub(super) fn continuation_confirmed(
        &mut self,
        confirmation: Confirmation,
        words: Option<Personal<Words>>,
    ) {
        let at = self.confirmations.partition_point(|said| said.confirmation.on <= confirmation.on);
        self.confirmations.insert(at, Said { confirmation, words });
    }

    pub(super) fn continuity_planned(&mut self, plan: Personal<ContinuityPlan>, planned_on: NaiveDate) {
        let first = self.continuity.as_ref().map_or(planned_on, |was| was.first_planned_on.min(planned_on));
        self.continuity = Some(Continuity { plan, planned_on, first_planned_on: first });
    }
}
