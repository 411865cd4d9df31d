//! What a group is to be on a date, or on it and every later one: changed for everybody who is still expected. What
//! somebody has for themselves, such as their own way there, stays.

use domain::engagement::codes::Activity;
use domain::engagement::records::SessionDetails;
use domain::engagement::{EngagementCommand, SessionStatus};
use domain::shared::ids::{CommandId, GroupId};
use domain::shared::text::Line;

use super::{Answered, place_of, told_of};
use crate::App;
use crate::access::Viewer;
use crate::clock::following_from;
use crate::error::Refusal;
use crate::views::sessions::SessionRow;

/// How a group is planned otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Otherwise {
    /// What and where: "Cooking group, St Mary's hall".
    pub place: Line,
    /// What is done.
    pub activity: Option<Activity>,
    /// Who else comes along.
    pub companions: Option<Line>,
    /// Whether every later date is so, too.
    pub and_later: bool,
}

impl Otherwise {
    /// A session as it is planned from now on: in what is otherwise than it was for everybody.
    fn of(&self, session: &SessionRow, was: &SessionRow) -> EngagementCommand {
        let (own, before) = (told_of(session), told_of(was));
        let (place, place_before) = (Some(self.place.clone()), place_of(was));
        let place = if place == place_before { place_of(session) } else { place };
        let activity = if self.activity == before.activity { own.activity } else { self.activity };
        let companions = match self.companions == before.companions {
            true => own.companions.clone(),
            false => self.companions.clone(),
        };
        EngagementCommand::ReplanSession {
            session_id: session.session_id,
            kind: session.time.kind,
            relationship_id: session.time.relationship_id,
            place,
            details: SessionDetails { activity, companions, ..own },
            and_later: false,
        }
    }
}

impl App {
    /// Plans a date of a group otherwise for everybody who is still expected, and if asked every later one.
    pub async fn plan_group_otherwise(
        &self,
        viewer: &Viewer,
        command_id: CommandId,
        id: GroupId,
        otherwise: &Otherwise,
    ) -> Result<Vec<Answered>, Refusal> {
        let dates = self.group_dates(&viewer.connecting()?, id).await?;
        let at = dates.iter().position(|meeting| meeting.group_id == id).ok_or(Refusal::NotFound)?;
        let meant = if otherwise.and_later { dates.len() } else { at + 1 };
        let open = |session: &&SessionRow| session.status == SessionStatus::Planned;
        let mut answered = Vec::new();
        let Some(was) = dates[at].like() else { return Ok(answered) };
        let sessions =
            dates[at..meant].iter().flat_map(|meeting| &meeting.visits).map(|visit| &visit.session);
        for session in sessions.filter(open) {
            // Somebody may be asked for several of theirs.
            let ids = [command_id.uuid(), session.session_id.uuid()];
            let each = CommandId(following_from(ids.each_ref().map(|id| &id.as_bytes()[..])));
            let command = otherwise.of(session, was);
            answered.push(self.ask_for_one(viewer, each, session.engagement_id, command).await?);
        }
        Ok(answered)
    }
}
