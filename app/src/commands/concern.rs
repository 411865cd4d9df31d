//! Safeguarding concerns. Whoever may know a person can tell the safeguarding lead; what follows is the
//! leads' alone. A worry about a relationship is pointed at from there, without a word, by the same request.

use domain::concern::{Concern, ConcernCommand};
use domain::engagement::Engagement;
use domain::person::Person;
use domain::relationship::{Relationship, RelationshipCommand};
use domain::shared::ids::{AccountId, ConcernId, PersonId, RelationshipId};
use domain::shared::text::Line;

use super::access::{same_house, there};
use super::work::{Here, Work};
use crate::App;
use crate::access::{Role, Viewer};
use crate::error::Refusal;

impl App {
    pub(super) async fn plan_concern(
        &self,
        viewer: &Viewer,
        id: ConcernId,
        command: &ConcernCommand,
        work: &mut Work<'_>,
    ) -> Result<(), Refusal> {
        let concern = work.load::<Concern>(id, None).await?;
        same_house(viewer, concern.organisation)?;
        let mut command = command.clone();
        match &mut command {
            ConcernCommand::Report { person_id, relationship_id, called, .. } => {
                // Told before; by whom and when is not for everybody who has its id.
                if concern.version > 0 {
                    may_read(viewer, &concern)?;
                }
                // A page that was opened before two records were put together keeps nobody from telling.
                *person_id = self.counts(work, *person_id).await?;
                *called = self.may_report(viewer, work, *person_id, *relationship_id).await?;
            }
            ConcernCommand::Read => may_read(viewer, &concern)?,
            // Asked once the key is gone.
            ConcernCommand::ConfirmDestroyed => return Err(Refusal::NotYours),
            ConcernCommand::DecideDestruction { another_is_open, .. } => {
                may_handle(viewer, &concern)?;
                // What is decided is decided; what became of it is asked again before the key is destroyed.
                if concern.state.destruction.is_none() {
                    *another_is_open = self.another_is_open(viewer.organisation(), &concern.state).await?;
                }
            }
            ConcernCommand::AgreeAction { owner, owner_is_lead, .. } => {
                may_handle(viewer, &concern)?;
                *owner_is_lead = self.is_safeguarding_lead(viewer, *owner).await?;
            }
            _ => may_handle(viewer, &concern)?,
        }
        work.decide::<Concern>(id, &self.asked(viewer, command.clone())).await?;
        self.point_from_the_relationship(viewer, work, id, &command).await
    }

    /// Whoever may know a person may tell of a worry about them, also when they have died; answers what the
    /// person is called.
    async fn may_report(
        &self,
        viewer: &Viewer,
        work: &mut Work<'_>,
        person_id: PersonId,
        relationship_id: Option<RelationshipId>,
    ) -> Result<Option<Line>, Refusal> {
        let who = viewer.connecting()?;
        self.knows(&who, person_id).await?;
        let person = work.load::<Person>(person_id, None).await?;
        there(viewer, person.organisation, person.version)?;
        if let Some(id) = relationship_id {
            let tie = work.load::<Relationship>(id, None).await?;
            same_house(viewer, tie.organisation)?;
            if tie.version == 0 || ![tie.state.person_id, tie.state.other_id].contains(&person_id) {
                return Err(Refusal::NotFound);
            }
            let engagement = work.load::<Engagement>(tie.state.engagement_id, None).await?;
            self.works_on(&who, &engagement).await?;
        }
        Ok(person.state.details().map(|details| details.name.clone()))
    }

    /// That there is a worry, and that it is dealt with, stands at the relationship too: it keeps anybody from
    /// declaring that it stands on its own.
    async fn point_from_the_relationship(
        &self,
        viewer: &Viewer,
        work: &mut Work<'_>,
        id: ConcernId,
        command: &ConcernCommand,
    ) -> Result<(), Refusal> {
        let concern = work.load::<Concern>(id, None).await?.state;
        let Some(tie) = concern.relationship_id.filter(|_| concern.is_pointed_at()) else { return Ok(()) };
        let open = work.load::<Relationship>(tie, None).await?.state.open_concerns() > 0;
        let pointer = match command {
            ConcernCommand::Report { .. } | ConcernCommand::TakeUpAgain { .. } => {
                RelationshipCommand::RaiseConcern { raised_on: self.clock.today() }
            }
            ConcernCommand::Settle { .. } if open => {
                RelationshipCommand::CloseConcern { closed_on: self.clock.today() }
            }
            _ => return Ok(()),
        };
        work.decide::<Relationship>(tie, &self.asked(viewer, pointer)).await
    }

    async fn is_safeguarding_lead(&self, viewer: &Viewer, account: AccountId) -> Result<bool, Refusal> {
        let colleagues = self.accounts.colleagues(&viewer.connecting()?).await?;
        Ok(colleagues
            .iter()
            .any(|colleague| colleague.account_id == account && colleague.role == Role::SafeguardingLead))
    }
}

/// Everything after telling is the safeguarding leads', of whom none is named as the source.
pub(super) fn may_handle(viewer: &Viewer, concern: &Here<Concern>) -> Result<(), Refusal> {
    let who = viewer.safeguarding()?;
    match concern.version == 0 || concern.state.is_kept_from(who.account()) {
        true => Err(Refusal::NotFound),
        false => Ok(()),
    }
}

/// Opening it is theirs, and whoever's raised it.
fn may_read(viewer: &Viewer, concern: &Here<Concern>) -> Result<(), Refusal> {
    use domain::concern::Reading;
    match concern.state.reading(viewer.account(), viewer.safeguarding().is_ok()) {
        Reading::Nothing => Err(Refusal::NotFound),
        Reading::Everything | Reading::OwnWords | Reading::Receipt => Ok(()),
    }
}
