//! Going quiet for good, and beginning again. A relationship that begins again has its connector beside it
//! again: it must show anew that it stands on its own.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codes::LapseReason;
use super::decide::Decision;
use super::standing::happened;
use super::{Relationship, RelationshipError as No, RelationshipEvent as Event};

/// A time when it went quiet for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quieted {
    /// Why.
    pub reason: LapseReason,
    /// The day.
    pub lapsed_on: NaiveDate,
    /// The day it began again; `None` if it has not.
    pub reopened_on: Option<NaiveDate>,
}

impl Relationship {
    /// The lapse that it is in now.
    pub fn lapse(&self) -> Option<&Quieted> {
        self.lapses.last().filter(|lapse| lapse.reopened_on.is_none())
    }

    /// The day it last began again.
    pub fn last_reopened_on(&self) -> Option<NaiveDate> {
        self.lapses.iter().rev().find_map(|lapse| lapse.reopened_on)
    }

    /// Possible from the proposal on, so that an idea that comes to nothing has an end too.
    pub(super) fn let_lapse(&self, reason: LapseReason, lapsed_on: NaiveDate, today: NaiveDate) -> Decision {
        let (field, on) = ("lapsed_on", lapsed_on);
        let proposed_on = self.not_finished()?;
        if let Some(chosen_on) = self.not_a_fit() {
            return Err(No::NotAFit { chosen_on });
        }
        happened(field, on, today)?;
        if on < proposed_on {
            return Err(No::BeforeProposal { field, on, proposed_on });
        }
        if let Some(met_on) = self.met_on().filter(|met_on| on < *met_on) {
            return Err(No::BeforeMeeting { field, on, met_on });
        }
        if let Some(reopened_on) = self.last_reopened_on().filter(|reopened_on| on < *reopened_on) {
            return Err(No::BeforeReopening { field, on, reopened_on });
        }
        if let Some(declaration) = self.standing_declaration().filter(|standing| on < standing.declared_on) {
            return Err(No::BeforeDeclaration { field, on, declared_on: declaration.declared_on });
        }
        if let Some(last_contact_on) = self.last_contact_on().filter(|last| on < *last) {
            return Err(No::InTouchSince { last_contact_on });
        }
        Ok(vec![Event::RelationshipLapsed { reason, lapsed_on }])
    }

    pub(super) fn reopen(&self, reopened_on: NaiveDate, today: NaiveDate) -> Decision {
        self.proposed()?;
        let lapsed_on = self.lapse().ok_or(No::NotLapsed)?.lapsed_on;
        happened("reopened_on", reopened_on, today)?;
        if reopened_on < lapsed_on {
            return Err(No::BeforeLapse { field: "reopened_on", on: reopened_on, lapsed_on });
        }
        Ok(vec![Event::RelationshipReopened { reopened_on }])
    }

    /// A request for a signature ends with it.
    pub(super) fn lapsed(&mut self, reason: LapseReason, lapsed_on: NaiveDate) {
        self.standing_declaration_lapsed(lapsed_on);
        self.override_asked = None;
        self.lapses.push(Quieted { reason, lapsed_on, reopened_on: None });
    }

    pub(super) fn reopened(&mut self, reopened_on: NaiveDate) {
        if let Some(lapse) = self.lapses.last_mut() {
            lapse.reopened_on = Some(reopened_on);
        }
    }
}
