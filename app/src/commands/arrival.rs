//! Somebody who comes with what another list knew of them: their record, their numbers, needs and
//! interests, and a referral, kept together or not at all. An import brings many, one command each, so that
//! it may stop half-way and be gone on with; each can be taken back as long as nothing was added to it.

use chrono::NaiveDate;
use domain::engagement::codes::ReferralSource;
use domain::engagement::{Engagement, EngagementCommand};
use domain::person::codes::{CommunicationNeed, IdentifierScheme, PersonKind};
use domain::person::records::{Details, Interest};
use domain::person::{Person, PersonCommand};
use domain::shared::ids::{AccountId, EngagementId, InterestId, PersonId};
use domain::shared::text::{Line, Words};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::access::same_house;
use super::work::Work;
use crate::App;
use crate::access::Viewer;
use crate::error::Refusal;

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
    /// Since when the work goes on already, when it had begun before it comes into Kith.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under_way_since: Option<NaiveDate>,
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
        let Referral { engagement_id, source, received_on, reason, connector, under_way_since } =
            referral.clone();
        let engagement = work.load::<Engagement>(engagement_id, None).await?;
        same_house(viewer, engagement.organisation)?;
        let receive = EngagementCommand::ReceiveReferral {
            engagement_id,
            person_id,
            source,
            received_on,
            reason,
            referrer: None,
            under_way_since,
        };
        let mut commands = vec![receive];
        commands.extend(connector.map(|connector| EngagementCommand::AllocateConnector { connector }));
        for command in commands {
            let command = self.with_engagement_facts(viewer, work, &engagement, command).await?;
            work.decide::<Engagement>(engagement_id, &self.asked(viewer, command)).await?;
        }
        Ok(())
    }
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
