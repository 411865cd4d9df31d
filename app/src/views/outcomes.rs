//! What the money bought: a contract's figures and the evidence behind each, without any name.

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::engagement::Stage;
use domain::relationship::Check;
use domain::relationship::records::{Contact, Evaluation};
use domain::shared::ids::{ContractId, EngagementId, RelationshipId};
use serde::Serialize;

use super::Shown;
use crate::access::Commissioning;
use crate::contracts::Contract;
use crate::error::Failure;

/// One contract at a glance, for a span of days.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    /// The contract.
    pub contract: Contract,
    /// First day counted.
    pub from: NaiveDate,
    /// Last day counted.
    pub to: NaiveDate,
    /// How far it counts.
    pub shown: Shown,
    /// People with an engagement that was under way on any day of the span.
    pub people: i64,
    /// Engagements started in the span.
    pub started: i64,
    /// Engagements ended in the span.
    pub ended: i64,
    /// From an idea to a friendship.
    pub funnel: Funnel,
    /// Of those that stand on their own: how many a team lead signed for although a test had not passed.
    pub signed_for: i64,
    /// Of those that stand on their own: how many have gone quiet since.
    pub gone_quiet: i64,
    /// Roles among others that people have.
    pub roles: Roles,
    /// Hours by calendar month, in order.
    pub months: Vec<MonthHours>,
}

/// How many people had a role among others while they were worked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Roles {
    /// People who had at least one on a day of the span on which their engagement was under way.
    pub people: i64,
    /// Of those, the ones who took one up on such a day.
    pub took_up: i64,
}

/// How far the introductions of a span came. Each step counts those that reached it, whenever they did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Funnel {
    /// Introductions proposed in the span.
    pub proposed: i64,
    /// Of those, both said yes.
    pub agreed: i64,
    /// Of those, met.
    pub met: i64,
    /// Of those, met three times or more.
    pub three_times: i64,
    /// Of those, stand or once stood on their own.
    pub self_sustaining: i64,
}

/// Hours of one calendar month, within the span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MonthHours {
    /// First day of the month.
    pub month: NaiveDate,
    /// Minutes agreed, pauses left out.
    pub agreed_minutes: i64,
    /// Minutes delivered.
    pub delivered_minutes: i64,
}

/// How we know that one relationship stands on its own. No names, no words.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceTrail {
    /// The relationship.
    pub relationship_id: RelationshipId,
    /// Its engagement, whose pseudonym is shown.
    pub engagement_id: EngagementId,
    /// Day they first met.
    pub met_on: Option<NaiveDate>,
    /// Day it was first declared, by which it is counted and listed.
    pub first_declared_on: NaiveDate,
    /// Day of the latest declaration, whose evidence this is.
    pub declared_on: NaiveDate,
    /// What the declaration rested on.
    pub evaluation: Evaluation,
    /// Whether a team lead signed for a test that did not pass.
    pub overridden: bool,
    /// Every contact that counts: date, presence, initiative, source.
    pub contacts: Vec<Contact>,
    /// Contacts that the declaration rested on and that were taken back since, each with the day.
    pub taken_back: Vec<(Contact, NaiveDate)>,
    /// Contacts that the declaration rested on and that were put right since, as they stood then, each with the day.
    pub put_right: Vec<(Contact, NaiveDate)>,
    /// The checks since, by the months after the declaration.
    pub checks: Vec<(u8, Check)>,
    /// Day it went quiet after the declaration, if it has.
    pub lapsed_on: Option<NaiveDate>,
}

impl EvidenceTrail {
    /// Contacts that count and those of the evidence that were taken back, in order of the day.
    pub fn all_contacts(&self) -> Vec<&Contact> {
        let taken_back = self.taken_back.iter().map(|(contact, _)| contact);
        let mut all: Vec<&Contact> = self.contacts.iter().chain(taken_back).collect();
        all.sort_by_key(|contact| contact.on);
        all
    }

    /// The same, with those that the declaration rested on as they stood then.
    pub fn contacts_as_declared(&self) -> Vec<&Contact> {
        let mut all = self.all_contacts();
        for contact in &mut all {
            let was = self.put_right.iter().find(|(was, _)| was.contact_id == contact.contact_id);
            *contact = was.map_or(contact, |(was, _)| was);
        }
        all.sort_by_key(|contact| contact.on);
        all
    }
}

/// One introduction of a contract, and how far it came. No names, no words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PseudonymousIntroduction {
    /// The relationship, whose pseudonym is shown.
    pub relationship_id: RelationshipId,
    /// Its engagement, whose pseudonym is shown.
    pub engagement_id: EngagementId,
    /// Day it was proposed.
    pub proposed_on: NaiveDate,
    /// Day on which both had said yes.
    pub agreed_on: Option<NaiveDate>,
    /// Day they first met.
    pub met_on: Option<NaiveDate>,
    /// How many contacts count.
    pub contacts: i64,
    /// Day it was first declared to stand on its own.
    pub declared_on: Option<NaiveDate>,
}

/// One case of a contract, without a name.
#[derive(Debug, Clone, PartialEq)]
pub struct PseudonymousCase {
    /// The engagement, whose pseudonym is shown.
    pub engagement_id: EngagementId,
    /// Where it stands.
    pub stage: Stage,
    /// First day.
    pub started_on: Option<NaiveDate>,
    /// Last day.
    pub ended_on: Option<NaiveDate>,
    /// Minutes agreed up to the last day counted.
    pub agreed_minutes: i64,
    /// Minutes delivered.
    pub delivered_minutes: i64,
    /// Introductions proposed in the span in which the two have met.
    pub met: i64,
    /// Of those, the relationships that stand or once stood on their own.
    pub self_sustaining: i64,
}

/// The cases of a contract that were under way in a span.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cohort {
    /// With how many people: one may have had more than one case.
    pub people: i64,
    /// Each, in order of their first days.
    pub cases: Vec<PseudonymousCase>,
}

/// Queries for commissioners.
#[async_trait]
pub trait Outcomes: Send + Sync {
    /// The contracts the viewer may look at, by reference.
    async fn contracts(&self, who: &Commissioning<'_>) -> Result<Vec<Contract>, Failure>;

    /// One contract; `None` when it is not the viewer's.
    async fn contract(&self, who: &Commissioning<'_>, id: ContractId) -> Result<Option<Contract>, Failure>;

    /// How far the introductions of a contract came that were proposed in a span.
    async fn funnel(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Funnel>, Failure>;

    /// One contract at a glance; `None` when it is not the viewer's.
    async fn glance(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Glance>, Failure>;

    /// The introductions of a contract proposed in a span, oldest first: those that the funnel counts.
    async fn introductions(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Vec<PseudonymousIntroduction>>, Failure>;

    /// How we know of one relationship of a contract that stands or once stood on its own.
    async fn trail(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        relationship: RelationshipId,
    ) -> Result<Option<EvidenceTrail>, Failure>;

    /// The relationships of a contract's introductions proposed in a span that stand or once stood on
    /// their own, with how we know, in order of the day of their declaration: so many of them after so many.
    async fn evidence(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        (from, to): (NaiveDate, NaiveDate),
        part: (usize, usize),
    ) -> Result<Option<Vec<EvidenceTrail>>, Failure>;

    /// The cases of a contract that were under way in a span.
    async fn cohort(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Cohort>, Failure>;
}
