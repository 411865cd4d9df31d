//! Places of the organisation. Whoever works with people may write one down, put it right and put it away,
//! whoever wrote it down before: what is nearby belongs to the whole team. Whoever holds the door there is a
//! community member of theirs.

use domain::person::Person;
use domain::person::codes::PersonKind;
use domain::place::{Place, PlaceCommand};
use domain::shared::ids::{PersonId, PlaceId};

use super::access::same_house;
use super::work::Work;
use crate::App;
use crate::access::Viewer;
use crate::error::Refusal;

impl App {
    pub(super) async fn plan_place(
        &self,
        viewer: &Viewer,
        id: PlaceId,
        command: &PlaceCommand,
        work: &mut Work<'_>,
    ) -> Result<(), Refusal> {
        viewer.connecting()?;
        let place = work.load::<Place>(id, None).await?;
        same_house(viewer, place.organisation)?;
        let known = place.state.contact;
        match command {
            PlaceCommand::RecordPlace { contact, .. } => self.holds_the_door(viewer, work, *contact).await?,
            _ if place.version == 0 => return Err(Refusal::NotFound),
            PlaceCommand::TellPlaceAnew { contact, .. } if *contact != known => {
                self.holds_the_door(viewer, work, *contact).await?;
            }
            PlaceCommand::TellPlaceAnew { .. }
            | PlaceCommand::SeePlace { .. }
            | PlaceCommand::WelcomeSomebody { .. }
            | PlaceCommand::RetirePlace { .. }
            | PlaceCommand::TakeUpPlaceAgain { .. } => {}
        }
        work.decide::<Place>(id, &self.asked(viewer, command.clone())).await
    }

    /// Refuses a contact who is not a community member of the viewer's own house.
    async fn holds_the_door(
        &self,
        viewer: &Viewer,
        work: &mut Work<'_>,
        contact: Option<PersonId>,
    ) -> Result<(), Refusal> {
        let Some(id) = contact else { return Ok(()) };
        let person = work.load::<Person>(id, None).await?;
        same_house(viewer, person.organisation)?;
        match person.state.kind {
            Some(PersonKind::CommunityMember) if !person.state.is_gone() => Ok(()),
            Some(_) => Err(Refusal::invalid("contact_id", "Choose a community member")),
            None => Err(Refusal::NotFound),
        }
    }
}
