//! Sessions of several people at the same time, such as a cooking group. Each person has a session of their
//! own, planned and settled by a command of its own whose id follows from the form's: what is refused for one
//! of them keeps nobody else's back, and a form that is sent twice does everything once.

use chrono::NaiveTime;
use domain::engagement::codes::{AbsentParty, Activity, SessionKind};
use domain::engagement::records::{InGroup, SessionDetails, SessionTime};
use domain::engagement::{EngagementCommand, SessionStatus};
use domain::shared::ids::{CommandId, EngagementId, GroupId, SessionId};
use domain::shared::text::{Line, Words};

use crate::App;
use crate::access::Viewer;
use crate::clock::following_from;
use crate::commands::{Done, Instruction, Request};
use crate::error::Refusal;
use crate::views::sessions::Visit;

/// Who comes together, when, where and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathering {
    /// Which group, given by the form.
    pub group_id: GroupId,
    /// Everybody who is expected, by their engagement.
    pub expected: Vec<EngagementId>,
    /// The day.
    pub on: chrono::NaiveDate,
    /// Local time, when it matters.
    pub starts_at: Option<NaiveTime>,
    /// Whole minutes.
    pub minutes: i64,
    /// What and where: "Cooking group, St Mary's hall".
    pub place: Line,
}

/// Whether somebody came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// For so many whole minutes.
    For(i64),
    /// Not at all, perhaps for a reason.
    Not(Option<Words>),
}

/// What is told of one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whose session.
    pub engagement_id: EngagementId,
    /// Whether they came.
    pub came: Came,
    /// What is written into their record: the words for everybody, and theirs.
    pub note: Option<Words>,
}

/// What became of one of them.
#[derive(Debug)]
pub struct Answered {
    /// Whose.
    pub engagement_id: EngagementId,
    /// Done, or why not.
    pub answer: Result<Done, Refusal>,
}

/// One person's session of a group.
pub fn session_in(group: GroupId, engagement: EngagementId) -> SessionId {
    SessionId(following_from([group.uuid().as_bytes(), engagement.uuid().as_bytes()]))
}

fn command_for(command: CommandId, engagement: EngagementId) -> CommandId {
    CommandId(following_from([command.uuid().as_bytes(), engagement.uuid().as_bytes()]))
}

/// The names of people of a group that stand in words which go into everybody's record. A name counts where
/// it begins with a capital, so that "we will" is no Will.
pub fn names_in<'a>(words: &str, visits: &'a [Visit]) -> Vec<&'a str> {
    let letters = |c: char| !(c.is_alphanumeric() || c == '-');
    let written: Vec<&str> =
        words.split(letters).filter(|word| word.starts_with(char::is_uppercase)).collect();
    let named = |visit: &&Visit| {
        let names = visit.name.split_whitespace().chain(visit.called.split_whitespace());
        names
            .filter(|name| name.chars().count() > 2)
            .any(|name| written.iter().any(|word| *word == name || word.strip_suffix('s') == Some(name)))
    };
    visits.iter().filter(named).map(|visit| visit.called.as_str()).collect()
}

impl App {
    /// Plans a session of a group for each who is expected.
    pub async fn plan_group(
        &self,
        viewer: &Viewer,
        command_id: CommandId,
        asked: &Gathering,
    ) -> Result<Vec<Answered>, Refusal> {
        let mut expected = asked.expected.clone();
        expected.sort_unstable();
        expected.dedup();
        let places = u32::try_from(expected.len()).unwrap_or(u32::MAX);
        let group = Some(InGroup { group_id: asked.group_id, places });
        let time = SessionTime {
            on: asked.on,
            starts_at: asked.starts_at,
            minutes: asked.minutes,
            kind: SessionKind::FaceToFace,
            relationship_id: None,
        };
        let mut answered = Vec::with_capacity(expected.len());
        for engagement_id in expected {
            let command = EngagementCommand::PlanSession {
                session_id: session_in(asked.group_id, engagement_id),
                time: time.clone(),
                place: Some(asked.place.clone()),
                details: SessionDetails {
                    activity: Some(Activity::CommunityActivity),
                    group,
                    ..SessionDetails::default()
                },
            };
            answered.push(self.ask_for_one(viewer, command_id, engagement_id, command).await?);
        }
        Ok(answered)
    }

    /// Says of each who was expected whether they came.
    pub async fn call_roll(
        &self,
        viewer: &Viewer,
        command_id: CommandId,
        group_id: GroupId,
        told: Vec<Told>,
    ) -> Result<Vec<Answered>, Refusal> {
        let visits = self.views.group(&viewer.connecting()?, group_id).await?;
        let mut answered = Vec::with_capacity(told.len());
        for Told { engagement_id, came, note } in told {
            let of_them = |visit: &&Visit| visit.session.engagement_id == engagement_id;
            let Some(visit) = visits.iter().find(of_them) else { return Err(Refusal::NotFound) };
            let session_id = visit.session.session_id;
            let command = match came {
                Came::Not(reason) => {
                    EngagementCommand::MarkNotAttended { session_id, absent: AbsentParty::Person, reason }
                }
                Came::For(minutes) => EngagementCommand::DeliverSession {
                    session_id,
                    time: SessionTime { minutes, ..visit.session.time.clone() },
                    place: None,
                    note,
                    details: SessionDetails {
                        activity: visit.session.details.activity,
                        group: visit.session.details.group,
                        ..SessionDetails::default()
                    },
                    died_on: None,
                },
            };
            answered.push(self.ask_for_one(viewer, command_id, engagement_id, command).await?);
        }
        Ok(answered)
    }

    /// A no for one of them is part of the account; a fault of the installation ends it.
    async fn ask_for_one(
        &self,
        viewer: &Viewer,
        command_id: CommandId,
        engagement_id: EngagementId,
        command: EngagementCommand,
    ) -> Result<Answered, Refusal> {
        let command_id = command_for(command_id, engagement_id);
        let instruction = Instruction::Engagement { id: engagement_id, command };
        match self.ask(viewer, Request { command_id, seen: None, instruction }).await {
            Err(failed @ Refusal::Failed(_)) => Err(failed),
            answer => Ok(Answered { engagement_id, answer }),
        }
    }
}

/// Those of a group of whom nobody has said yet whether they came.
pub fn still_open(visits: &[Visit]) -> impl Iterator<Item = &Visit> {
    visits.iter().filter(|visit| visit.session.status == SessionStatus::Planned)
}
