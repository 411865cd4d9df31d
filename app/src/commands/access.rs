//! Who may ask what of which record. Whoever may not know of a record gets the answer for one that
//! does not exist.

use domain::engagement::{Engagement, EngagementCommand};
use domain::person::{MergingError, Person, PersonCommand, PersonError};
use domain::relationship::{Relationship, RelationshipCommand};
use domain::shared::ids::{OrganisationId, PersonId};

use super::work::{Here, Work};
use crate::App;
use crate::access::{Connecting, Viewer};
use crate::error::Refusal;

/// A record of another organisation does not exist; one that has not begun belongs to nobody yet.
pub(super) fn same_house(viewer: &Viewer, organisation: Option<OrganisationId>) -> Result<(), Refusal> {
    match organisation {
        Some(organisation) if organisation != viewer.organisation() => Err(Refusal::NotFound),
        _ => Ok(()),
    }
}

/// That a record is there, in the viewer's house.
pub(super) fn there(
    viewer: &Viewer,
    organisation: Option<OrganisationId>,
    version: i64,
) -> Result<(), Refusal> {
    if version == 0 { Err(Refusal::NotFound) } else { same_house(viewer, organisation) }
}

impl App {
    pub(super) async fn may_ask_person(
        &self,
        viewer: &Viewer,
        id: PersonId,
        person: &Here<Person>,
        command: &PersonCommand,
    ) -> Result<(), Refusal> {
        let who = viewer.connecting()?;
        match command {
            PersonCommand::Register { .. } => return same_house(viewer, person.organisation),
            // Forgetting is the team lead's.
            PersonCommand::DecideErasure { .. } if !who.leads() => return Err(Refusal::NotYours),
            // Asked for by taking back what an import brought, which looks at what rests on the record.
            PersonCommand::ConfirmForgotten | PersonCommand::TakeBackRegistration => {
                return Err(Refusal::NotYours);
            }
            PersonCommand::TellApart { .. } if !who.leads() => return Err(Refusal::NotYours),
            // Asked of two records at once, or of neither.
            PersonCommand::TakeInDuplicate { .. }
            | PersonCommand::MergeInto { .. }
            | PersonCommand::GiveBackDuplicate { .. }
            | PersonCommand::Unmerge { .. } => return Err(Refusal::NotYours),
            _ => {}
        }
        self.knows(&who, id).await?;
        there(viewer, person.organisation, person.version)
    }

    /// Whether a person is somebody the viewer may know of. What they did a moment ago counts, so a
    /// first no is asked again once the views have caught up. Where they are too far behind to say, nobody is told
    /// that what they have just made is not there. Asked before anything else of a record, so that the answer is
    /// the same whether there is one or not.
    pub(crate) async fn knows(&self, who: &Connecting<'_>, id: PersonId) -> Result<(), Refusal> {
        if self.views.knows(who, id).await? {
            return Ok(());
        }
        let caught_up = self.views.catch_up(self.log.head().await?).await;
        match self.views.knows(who, id).await? {
            true => Ok(()),
            false if caught_up => Err(Refusal::NotFound),
            false => Err(Refusal::Busy),
        }
    }

    pub(super) async fn may_ask_engagement(
        &self,
        viewer: &Viewer,
        work: &mut Work<'_>,
        engagement: &Here<Engagement>,
        command: &EngagementCommand,
    ) -> Result<(), Refusal> {
        let who = viewer.connecting()?;
        same_house(viewer, engagement.organisation)?;
        if let EngagementCommand::ReceiveReferral { person_id, .. } = command {
            let person = work.load::<Person>(*person_id, None).await?;
            if let Some(into) = person.state.is_merged_into() {
                self.knows(&who, into).await?;
                same_house(viewer, person.organisation)?;
                return Err(PersonError::from(MergingError::MergedAlready { into }).into());
            }
            self.knows(&who, *person_id).await?;
            there(viewer, person.organisation, person.version)?;
            return match person.state.is_supported() {
                true => Ok(()),
                false => Err(Refusal::invalid("person_id", "A referral is for somebody we support")),
            };
        }
        self.works_on(&who, engagement).await
    }

    /// Whether an engagement is the viewer's: a team lead's always, a connector's when it is allocated
    /// to them or to nobody yet and they know the person.
    pub(super) async fn works_on(
        &self,
        who: &Connecting<'_>,
        engagement: &Here<Engagement>,
    ) -> Result<(), Refusal> {
        if engagement.version == 0 {
            return Err(Refusal::NotFound);
        }
        if who.leads() {
            return Ok(());
        }
        match engagement.state.connector() {
            Some(connector) if connector == who.account() => Ok(()),
            Some(_) => Err(Refusal::NotFound),
            None => self.knows(who, engagement.state.person_id).await,
        }
    }

    pub(super) async fn may_ask_relationship(
        &self,
        viewer: &Viewer,
        work: &mut Work<'_>,
        relationship: &Here<Relationship>,
        command: &RelationshipCommand,
    ) -> Result<(), Refusal> {
        let who = viewer.connecting()?;
        same_house(viewer, relationship.organisation)?;
        let engagement_id = match command {
            RelationshipCommand::Propose { engagement_id, .. } => *engagement_id,
            _ if relationship.version == 0 => return Err(Refusal::NotFound),
            _ => relationship.state.engagement_id,
        };
        let engagement = work.load::<Engagement>(engagement_id, None).await?;
        same_house(viewer, engagement.organisation)?;
        self.works_on(&who, &engagement).await?;
        if let RelationshipCommand::Propose { other_id, .. } = command {
            self.knows(&who, *other_id).await?;
            let other = work.load::<Person>(*other_id, None).await?;
            return there(viewer, other.organisation, other.version);
        }
        Ok(())
    }
}
