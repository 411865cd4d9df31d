//! Somebody who comes with what another list knew of them: their record, their numbers, needs and
//! interests, and a referral, kept together or not at all. An import brings many, one command each, so that
//! it may stop half-way and be gone on with; each can be taken back as long as nothing was added to it.

use chrono::NaiveDate;
use domain::Noun;
use domain::engagement::codes::{ReferralOutcome, ReferralSource};
use domain::engagement::{Engagement, EngagementCommand};
use domain::person::codes::{CommunicationNeed, IdentifierScheme, PersonKind};
use domain::person::records::{Details, Interest};
use domain::person::{MergingError, Person, PersonCommand, PersonError};
use domain::shared::ids::{AccountId, EngagementId, InterestId, PersonId};
use domain::shared::text::{Line, Words};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::access::same_house;
use super::work::Work;
use crate::App;
use crate::access::Viewer;
use crate::error::Refusal;
use crate::log::StreamId;

/// Who comes, with what is known of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// Their id, given by whoever asks.
    pub person_id: PersonId,
    /// Why we know them.
    pub kind: PersonKind,
    /// Who they are.
    pub details: Details,
    /// People who look alike and were looked at: this is somebody else.
    #[serde(default)]
    pub different_from: Vec<PersonId>,
    /// By which numbers others know them.
    #[serde(default)]
    pub identifiers: Vec<(IdentifierScheme, Line)>,
    /// How to communicate with them.
    #[serde(default)]
    pub needs: Vec<CommunicationNeed>,
    /// What they love or offer.
    #[serde(default)]
    pub interests: Vec<(InterestId, Interest)>,
    /// The referral that they came with.
    #[serde(default)]
    pub referral: Option<Referral>,
}

/// A referral, and who is asked to work with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Referral {
    /// The engagement's id, given by whoever asks.
    pub engagement_id: EngagementId,
    /// Who asked for a connector.
    pub source: ReferralSource,
    /// When.
    pub received_on: NaiveDate,
    /// Why.
    #[serde(default)]
    pub reason: Option<Words>,
    /// Who is asked to work with them.
    #[serde(default)]
    pub connector: Option<AccountId>,
}

/// An arrival that is taken back: the records as they were when it came. If anything has been added since,
/// nothing is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakenBack {
    /// Who.
    pub person_id: PersonId,
    /// Events of their record when they came.
    pub person_version: i64,
    /// The engagement that came with them, and its events then.
    #[serde(default)]
    pub engagement: Option<(EngagementId, i64)>,
    /// Why.
    pub reason: Words,
}

impl App {
    pub(super) async fn plan_arrival(
        &self,
        viewer: &Viewer,
        asked: &Arrival,
        work: &mut Work<'_>,
    ) -> Result<(), Refusal> {
        viewer.connecting()?;
        if asked.referral.is_some() && asked.kind != PersonKind::Supported {
            return Err(Refusal::invalid("referral", "A referral is for somebody we support"));
        }
        let id = asked.person_id;
        let person = work.load::<Person>(id, None).await?;
        same_house(viewer, person.organisation)?;
        let mut commands = vec![asked.register()];
        commands.extend(asked.identifiers.iter().map(|(scheme, value)| PersonCommand::AddIdentifier {
            scheme: *scheme,
            value: value.clone(),
            held_by: None,
        }));
        if !asked.needs.is_empty() {
            commands
                .push(PersonCommand::RecordCommunicationNeeds { needs: asked.needs.clone(), notes: None });
        }
        let recorded_on = self.clock.today();
        commands.extend(asked.interests.iter().map(|(interest_id, interest)| {
            PersonCommand::RecordInterest {
                interest_id: *interest_id,
                interest: interest.clone(),
                recorded_on,
            }
        }));
        for command in commands {
            let command = self.with_person_facts(viewer, work, id, command).await?;
            work.decide::<Person>(id, &self.asked(viewer, command)).await?;
        }
        match &asked.referral {
            Some(referral) => self.plan_referral(viewer, id, referral, work).await,
            None => Ok(()),
        }
    }

    async fn plan_referral(
        &self,
        viewer: &Viewer,
        person_id: PersonId,
        referral: &Referral,
        work: &mut Work<'_>,
    ) -> Result<(), Refusal> {
        let Referral { engagement_id, source, received_on, reason, connector } = referral.clone();
        let engagement = work.load::<Engagement>(engagement_id, None).await?;
        same_house(viewer, engagement.organisation)?;
        let receive = EngagementCommand::ReceiveReferral {
            engagement_id,
            person_id,
            source,
            received_on,
            reason,
            referrer: None,
        };
        let mut commands = vec![receive];
        commands.extend(connector.map(|connector| EngagementCommand::AllocateConnector { connector }));
        for command in commands {
            let command = self.with_engagement_facts(viewer, work, &engagement, command).await?;
            work.decide::<Engagement>(engagement_id, &self.asked(viewer, command)).await?;
        }
        Ok(())
    }

    pub(super) async fn plan_taking_back(
        &self,
        viewer: &Viewer,
        asked: &TakenBack,
        work: &mut Work<'_>,
    ) -> Result<(), Refusal> {
        let who = viewer.connecting()?;
        let person = work.load::<Person>(asked.person_id, None).await?;
        same_house(viewer, person.organisation)?;
        if let Some(into) = person.state.is_merged_into() {
            // Whoever brought it may know that it went, if not always where.
            if !self.began(asked.person_id, who.account()).await? {
                self.knows(&who, into).await?;
            }
            return Err(PersonError::from(MergingError::MergedAlready { into }).into());
        }
        self.knows(&who, asked.person_id).await?;
        // Theirs to take back, and nothing rests on the record but what came with it.
        let row = self.views.person(&who, asked.person_id).await?.ok_or(Refusal::NotFound)?;
        let came_with = asked.engagement.map(|(id, _)| id);
        let cases = self.views.cases_of(&who, asked.person_id, self.clock.today()).await?;
        let others = cases.iter().any(|case| Some(case.row.engagement.engagement_id) != came_with);
        if !(who.leads() || row.registered_by == who.account()) || !row.person.is_supported() || others {
            return Err(Refusal::NotYours);
        }
        unchanged(asked.person_version, person.version)?;
        if let Some((engagement_id, version)) = asked.engagement {
            let engagement = work.load::<Engagement>(engagement_id, None).await?;
            same_house(viewer, engagement.organisation)?;
            self.works_on(&who, &engagement).await?;
            if engagement.state.person_id != asked.person_id {
                return Err(Refusal::NotFound);
            }
            unchanged(version, engagement.version)?;
            let (outcome, reason) = (ReferralOutcome::Withdrawn, asked.reason.clone());
            let close = EngagementCommand::CloseReferral { outcome, reason };
            work.decide::<Engagement>(engagement_id, &self.asked(viewer, close)).await?;
        }
        let command = PersonCommand::TakeBackRegistration;
        work.decide::<Person>(asked.person_id, &self.asked(viewer, command)).await
    }
}

impl App {
    /// Whether somebody began a record.
    async fn began(&self, id: PersonId, account: AccountId) -> Result<bool, Refusal> {
        let history = self.log.history(&[StreamId::new(Noun::Person, id)], None, i64::MAX).await?;
        Ok(history.last().is_some_and(|first| first.actor == account))
    }
}

/// Nothing was added since. Asked once it is clear that the asker may know of the record at all.
fn unchanged(seen: i64, now: i64) -> Result<(), Refusal> {
    if seen == now { Ok(()) } else { Err(Refusal::Stale { seen, now }) }
}

impl Arrival {
    fn register(&self) -> PersonCommand {
        PersonCommand::Register {
            person_id: self.person_id,
            kind: self.kind,
            details: self.details.clone(),
            different_from: self.different_from.clone(),
            alike: Vec::new(),
        }
    }
}
