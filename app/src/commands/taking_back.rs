//! Taking back who came with a list, as long as nothing was added to their record since: their referral ends and the
//! record says that it was begun by mistake.

use domain::Noun;
use domain::engagement::codes::ReferralOutcome;
use domain::engagement::{Engagement, EngagementCommand};
use domain::person::{MergingError, Person, PersonCommand, PersonError};
use domain::shared::ids::{AccountId, EngagementId, PersonId};

use super::TakenBack;
use super::access::same_house;
use super::work::{Here, Work};
use crate::App;
use crate::access::{Connecting, Viewer};
use crate::error::Refusal;
use crate::log::StreamId;

impl App {
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
        let is_seen = self.views.knows(&who, asked.person_id).await?;
        let is_a_colleagues = !is_seen && self.began(asked.person_id, who.account()).await?;
        if is_a_colleagues {
            self.is_as_it_came(&who, asked).await?;
        } else {
            self.is_theirs_alone(&who, asked, &person).await?;
        }
        unchanged(asked.person_version, person.version)?;
        if let Some((engagement_id, version)) = asked.engagement {
            let engagement = work.load::<Engagement>(engagement_id, None).await?;
            same_house(viewer, engagement.organisation)?;
            if !is_a_colleagues {
                self.works_on(&who, &engagement).await?;
            }
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

    /// Theirs to take back, and nothing rests on the record but what came with it.
    async fn is_theirs_alone(
        &self,
        who: &Connecting<'_>,
        asked: &TakenBack,
        person: &Here<Person>,
    ) -> Result<(), Refusal> {
        self.knows(who, asked.person_id).await?;
        let row = self.views.person(who, asked.person_id).await?.ok_or(Refusal::NotFound)?;
        let cases = self.views.cases_of(who, asked.person_id, self.clock.today()).await?;
        let others = cases.iter().any(|case| Some(case.row.engagement.engagement_id) != came_with(asked));
        let is_theirs = who.leads() || row.registered_by == who.account();
        if is_theirs && person.state.is_supported() && !others { Ok(()) } else { Err(Refusal::NotYours) }
    }

    /// Whoever brought somebody with whom a colleague works may take them back while all that is kept of them came
    /// with that one row. Whatever else there is, they are told only that something was added.
    async fn is_as_it_came(&self, who: &Connecting<'_>, asked: &TakenBack) -> Result<(), Refusal> {
        let person = StreamId::new(Noun::Person, asked.person_id);
        let case = came_with(asked).map(|id| StreamId::new(Noun::Engagement, id));
        let streams: Vec<StreamId> = std::iter::once(person).chain(case).collect();
        let history = self.log.history(&streams, None, i64::MAX).await?;
        let came = history.last().map(|first| first.command_id);
        let is_whole =
            history.iter().all(|event| Some(event.command_id) == came && event.actor == who.account());
        let named = self.views.named_in(who, asked.person_id).await?;
        let is_alone = named.relationships.is_empty()
            && named.engagements.iter().all(|engagement| Some(*engagement) == came_with(asked));
        let seen = asked.person_version;
        if is_whole && is_alone { Ok(()) } else { Err(Refusal::Stale { seen, now: seen + 1 }) }
    }

    /// Whether somebody began a record.
    async fn began(&self, id: PersonId, account: AccountId) -> Result<bool, Refusal> {
        let history = self.log.history(&[StreamId::new(Noun::Person, id)], None, i64::MAX).await?;
        Ok(history.last().is_some_and(|first| first.actor == account))
    }
}

/// The engagement that came with them.
fn came_with(asked: &TakenBack) -> Option<EngagementId> {
    asked.engagement.map(|(id, _)| id)
}

/// Nothing was added since. Asked once it is clear that the asker may know of the record at all.
fn unchanged(seen: i64, now: i64) -> Result<(), Refusal> {
    if seen == now { Ok(()) } else { Err(Refusal::Stale { seen, now }) }
}
