//! Saying that it stands on its own: by the tests, or by a team lead's signature where not all of them
//! pass.
//!
//! A declaration keeps the evaluation it was made on. A contact of that evidence that is taken back later
//! does not undo it; it leaves an audit flag for everyone to see.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::records::{Contact, Evaluation, Override};
use super::self_sustaining::{Policy, evaluate};
use super::standing::since_meeting;
use super::sustainment::Check;
use super::{Relationship, RelationshipError as No, RelationshipEvent as Event};
use crate::shared::ids::{AccountId, ContactId};
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// That it was said to stand on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// The day from which it does.
    pub declared_on: NaiveDate,
    /// What the tests said on that day; never changed afterwards.
    pub evaluation: Evaluation,
    /// Who asked and who signed, where not every test passed.
    pub signed: Option<Override>,
    /// Why it was signed.
    pub reason: Option<Personal<Words>>,
    /// The request that was signed.
    pub asked: Option<OverrideAsked>,
    /// Contacts of the evidence that were taken back afterwards.
    pub audit_flags: Vec<AuditFlag>,
    /// Contacts of the evidence that were put right afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub put_right: Vec<EvidencePutRight>,
    /// What was found when it was looked at again, by months since.
    pub checks: BTreeMap<u8, Check>,
    /// The day it went quiet after all; `None` while it stands.
    pub lapsed_on: Option<NaiveDate>,
}

/// A contact of a declaration's evidence was taken back after the declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFlag {
    /// Which contact.
    pub contact_id: ContactId,
    /// The day it was taken back.
    pub voided_on: NaiveDate,
}

/// A contact of a declaration's evidence was put right after the declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidencePutRight {
    /// The contact as it stood when it was declared.
    pub was: Contact,
    /// The day it was last put right.
    pub on: NaiveDate,
}

/// A connector asked a team lead to sign where not every test passes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideAsked {
    /// Who asked, and so may not sign.
    pub asked_by: AccountId,
    /// Why.
    pub reason: Personal<Words>,
    /// The day.
    pub asked_on: NaiveDate,
}

impl Declaration {
    pub(super) fn evidence_voided(&mut self, contact_id: ContactId, voided_on: NaiveDate) {
        if self.evaluation.evidence().contains(&contact_id) {
            self.audit_flags.push(AuditFlag { contact_id, voided_on });
        }
    }

    /// `was` is the contact before it was put right.
    pub(super) fn evidence_put_right(&mut self, was: &Contact, on: NaiveDate) {
        let same = |put: &&mut EvidencePutRight| put.was.contact_id == was.contact_id;
        match self.put_right.iter_mut().find(same) {
            Some(put) => put.on = on,
            None if self.evaluation.evidence().contains(&was.contact_id) => {
                self.put_right.push(EvidencePutRight { was: was.clone(), on });
            }
            None => {}
        }
    }

    /// A contact as it stood when this was declared.
    fn as_it_was<'a>(&'a self, now: &'a Contact) -> &'a Contact {
        let same = |put: &&EvidencePutRight| put.was.contact_id == now.contact_id;
        self.put_right.iter().find(same).map_or(now, |put| &put.was)
    }
}

impl Relationship {
    /// The latest declaration, whether it still stands or has lapsed since.
    pub fn declaration(&self) -> Option<&Declaration> {
        self.declarations.last()
    }

    /// The declaration that stands now.
    pub fn standing_declaration(&self) -> Option<&Declaration> {
        self.declarations.last().filter(|declaration| declaration.lapsed_on.is_none())
    }

    /// Every contact recorded, those that a declaration rested on as they stood then.
    pub fn contacts_at<'a>(&'a self, declaration: &'a Declaration) -> Vec<&'a Contact> {
        self.contacts.iter().map(|logged| declaration.as_it_was(&logged.contact)).collect()
    }

    /// Whether it ever stood on its own; a later lapse does not change that.
    pub fn ever_self_sustaining(&self) -> bool {
        !self.declarations.is_empty()
    }

    /// Whether it stood on its own at the end of a day.
    pub fn stood_on(&self, day: NaiveDate) -> bool {
        let stood = |declared: &Declaration| {
            declared.declared_on <= day && declared.lapsed_on.is_none_or(|lapsed_on| lapsed_on > day)
        };
        self.declarations.iter().any(stood)
    }

    pub(super) fn not_self_sustaining(&self) -> Result<(), No> {
        match self.standing_declaration() {
            Some(standing) => Err(No::AlreadySelfSustaining { declared_on: standing.declared_on }),
            None => Ok(()),
        }
    }

    /// Refuses unless it is introduced or consolidating; answers what the tests say on that day.
    fn evaluated(&self, declared_on: NaiveDate, today: NaiveDate) -> Result<Evaluation, No> {
        let met_on = self.going_on()?;
        self.not_self_sustaining()?;
        since_meeting("declared_on", declared_on, met_on, today)?;
        if let Some(reopened_on) = self.last_reopened_on().filter(|reopened_on| declared_on < *reopened_on) {
            return Err(No::BeforeReopening { field: "declared_on", on: declared_on, reopened_on });
        }
        Ok(evaluate(self, declared_on, &Policy::in_force(declared_on)))
    }

    pub(super) fn declare(&self, declared_on: NaiveDate, today: NaiveDate) -> Decision {
        let evaluation = self.evaluated(declared_on, today)?;
        let failing: Vec<u8> =
            evaluation.tests.iter().filter(|test| !test.passed).map(|test| test.number).collect();
        if !failing.is_empty() {
            return Err(No::NotYet { failing, evaluation });
        }
        let (signed, reason) = (None, None);
        Ok(vec![Event::RelationshipBecameSelfSustaining { declared_on, evaluation, signed, reason }])
    }

    /// Refused where every test passes today: then it is simply declared.
    pub(super) fn ask_override(&self, reason: &Words, by: AccountId, today: NaiveDate) -> Decision {
        if self.evaluated(today, today)?.passes() {
            return Err(No::EveryTestPasses);
        }
        if let Some(asked) = &self.override_asked {
            return Err(No::OverrideAlreadyAsked { asked_by: asked.asked_by, asked_on: asked.asked_on });
        }
        let reason = self.about_person(reason.clone());
        Ok(vec![Event::OverrideAsked { reason, asked_on: today, asked_by: by }])
    }

    /// Source: decided with the practice defaults; a team lead who did not ask signs it, with a reason, and
    /// every override is reported to the commissioner.
    pub(super) fn sign_override(
        &self,
        declared_on: NaiveDate,
        reason: &Words,
        is_team_lead: bool,
        by: AccountId,
        today: NaiveDate,
    ) -> Decision {
        self.proposed()?;
        if !is_team_lead {
            return Err(No::NotATeamLead);
        }
        let evaluation = self.evaluated(declared_on, today)?;
        let asked_by = self.override_asked.as_ref().ok_or(No::NobodyAsked)?.asked_by;
        if asked_by == by {
            return Err(No::SignerAsked { asked_by });
        }
        if evaluation.passes() {
            return Err(No::EveryTestPasses);
        }
        let signed = Some(Override { asked_by, signed_by: by });
        let reason = Some(self.about_person(reason.clone()));
        Ok(vec![Event::RelationshipBecameSelfSustaining { declared_on, evaluation, signed, reason }])
    }

    pub(super) fn became_self_sustaining(
        &mut self,
        declared_on: NaiveDate,
        evaluation: Evaluation,
        signed: Option<Override>,
        reason: Option<Personal<Words>>,
    ) {
        let request = self.override_asked.take();
        self.declarations.push(Declaration {
            declared_on,
            evaluation,
            asked: request.filter(|_| signed.is_some()),
            signed,
            reason,
            audit_flags: vec![],
            put_right: vec![],
            checks: BTreeMap::new(),
            lapsed_on: None,
        });
    }

    pub(super) fn standing_declaration_lapsed(&mut self, on: NaiveDate) {
        if let Some(declaration) = self.declarations.last_mut().filter(|last| last.lapsed_on.is_none()) {
            declaration.lapsed_on = Some(on);
        }
    }
}
