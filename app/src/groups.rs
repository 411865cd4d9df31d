//! Sessions of several people at the same time, such as a cooking group. Each person has a session of their
//! own, planned and settled by a command of its own whose id follows from the form's: what is refused for one
//! of them keeps nobody else's back, and a form that is sent twice does everything once.

mod dates;
mod otherwise;

pub use dates::{Meeting, MovedTo, Off};
pub use otherwise::Otherwise;

use chrono::{NaiveDate, NaiveTime};
use domain::engagement::codes::{AbsentParty, CancelledBy, Rhythm};
use domain::engagement::records::{GroupDate, InGroup, SessionDetails, SessionTime};
use domain::engagement::{
    EngagementCommand, EngagementError, MOST_IN_A_GROUP, SessionKind, SessionStatus, days_of_group,
};
use domain::shared::ids::{CommandId, EngagementId, GroupId, SeriesId, SessionId};
use domain::shared::personal::Personal;
use domain::shared::text::{Line, Words};

use crate::App;
use crate::access::Viewer;
use crate::clock::following_from;
use crate::commands::{Done, Instruction, Request};
use crate::error::Refusal;
use crate::views::sessions::{SessionRow, Visit};

/// Who comes together, when, where and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathering {
    /// Which group, given by the form.
    pub group_id: GroupId,
    /// Everybody who is expected, by their engagement.
    pub expected: Vec<EngagementId>,
    /// The day.
    pub on: NaiveDate,
    /// Local time, when it matters.
    pub starts_at: Option<NaiveTime>,
    /// Whole minutes.
    pub minutes: i64,
    /// What and where: "Cooking group, St Mary's hall".
    pub place: Line,
    /// How often it comes again and until when; `None` when it meets once.
    pub again: Option<(Rhythm, NaiveDate)>,
    /// What is done, the way there and who comes along, the same for everybody.
    pub details: SessionDetails<Line>,
}

impl Gathering {
    /// The days on which it meets.
    pub fn days(&self) -> Result<Vec<NaiveDate>, EngagementError> {
        days_of_group(self.on, self.again)
    }

    /// Which group it is on one of its days.
    pub fn group_on(&self, on: NaiveDate) -> GroupId {
        if on == self.on { self.group_id } else { group_on(self.group_id, on) }
    }
}

/// Whether somebody came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// For so many whole minutes.
    For(i64),
    /// Not at all, perhaps for a reason.
    Not(Option<Words>),
    /// Not at all, because somebody had called it off for them: who, how many hours before, perhaps why.
    CalledOff(CancelledBy, u32, Option<Words>),
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

/// Somebody who came though they were not expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Besides {
    /// Whose session.
    pub engagement_id: EngagementId,
    /// For how many whole minutes.
    pub minutes: i64,
    /// What is written into their record.
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

/// The group that meets on a later day of the one that began with `first`.
pub fn group_on(first: GroupId, on: NaiveDate) -> GroupId {
    GroupId(following_from([first.uuid().as_bytes(), on.to_string().as_bytes()]))
}

/// One person's session of a group.
pub fn session_in(group: GroupId, engagement: EngagementId) -> SessionId {
    SessionId(following_from([group.uuid().as_bytes(), engagement.uuid().as_bytes()]))
}

/// The session of somebody who came though they were not expected: another than the one that may have been called
/// off for them before.
pub fn session_besides(group: GroupId, engagement: EngagementId) -> SessionId {
    SessionId(following_from([group.uuid().as_bytes(), engagement.uuid().as_bytes(), b"besides"]))
}

/// What is known of a session besides its time, as somebody would tell it again.
pub(crate) fn told_of(session: &SessionRow) -> SessionDetails<Line> {
    let details = &session.details;
    SessionDetails {
        activity: details.activity,
        travel_minutes: details.travel_minutes,
        companions: details.companions.as_ref().and_then(Personal::get).cloned(),
        group: details.group,
    }
}

/// Where a session is, as somebody would tell it again.
fn place_of(session: &SessionRow) -> Option<Line> {
    session.place.as_ref().and_then(Personal::get).cloned()
}

/// What somebody gets who came besides, as one of so many: the day and hour of the group, and the place, the way and who
/// came along as they were planned for everybody. Once a visit is written up, what it says of them is its own person's.
fn like_the_others(meeting: &Meeting, more: usize) -> (SessionTime, Option<Line>, SessionDetails<Line>) {
    let (on, starts_at) = meeting.when();
    let (minutes, kind) = (0, SessionKind::FaceToFace);
    let time = SessionTime { on, starts_at, minutes, kind, relationship_id: None };
    let planned = meeting.planned();
    let places = u32::try_from(meeting.places() + more).unwrap_or(u32::MAX).min(MOST_IN_A_GROUP);
    let group = Some(InGroup { group_id: meeting.group_id, places });
    let details = planned.map(told_of).unwrap_or_default();
    (time, planned.and_then(place_of), SessionDetails { group, ..details })
}

fn command_for(command: CommandId, engagement: EngagementId) -> CommandId {
    CommandId(following_from([command.uuid().as_bytes(), engagement.uuid().as_bytes()]))
}

/// What people are called, of whom a name stands in words which go into everybody's record: of each their name and
/// what they are called is given. A name counts where it begins with a capital, so that "we will" is no Will.
pub fn names_in<'a>(words: &str, people: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<&'a str> {
    let letters = |c: char| !(c.is_alphanumeric() || c == '-');
    let written: Vec<&str> =
        words.split(letters).filter(|word| word.starts_with(char::is_uppercase)).collect();
    let named = |(name, called): &(&str, &str)| {
        let names = name.split_whitespace().chain(called.split_whitespace());
        names
            .filter(|name| name.chars().count() > 2)
            .any(|name| written.iter().any(|word| *word == name || word.strip_suffix('s') == Some(name)))
    };
    people.into_iter().filter(named).map(|(_, called)| called).collect()
}

impl App {
    /// Plans every date of a group for each who is expected.
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
        let days = asked.days()?;
        let series_id = asked.again.map(|_| SeriesId(asked.group_id.uuid()));
        let mut answered = Vec::with_capacity(expected.len());
        for engagement_id in expected {
            let dates = days.iter().map(|on| {
                let (on, group_id) = (*on, asked.group_on(*on));
                let session_id = session_in(group_id, engagement_id);
                let (starts_at, minutes) = (asked.starts_at, asked.minutes);
                GroupDate { session_id, group_id, on, starts_at, minutes, places }
            });
            let command = EngagementCommand::PlanGroup {
                dates: dates.collect(),
                series_id,
                place: Some(asked.place.clone()),
                details: asked.details.clone(),
            };
            answered.push(self.ask_for_one(viewer, command_id, engagement_id, command).await?);
        }
        Ok(answered)
    }

    /// Says of each who was expected whether they came. Whoever is in the group on that date already does not come
    /// besides: they have their visit, which is charged once.
    pub async fn call_roll(
        &self,
        viewer: &Viewer,
        command_id: CommandId,
        group_id: GroupId,
        told: Vec<Told>,
        besides: Vec<Besides>,
    ) -> Result<Vec<Answered>, Refusal> {
        let visits = self.views.group(&viewer.connecting()?, group_id).await?;
        if visits.is_empty() {
            return Err(Refusal::NotFound);
        }
        let meeting = Meeting { group_id, visits };
        let visits = &meeting.visits;
        let mut answered = Vec::with_capacity(told.len() + besides.len());
        for Told { engagement_id, came, note } in told {
            let of_them = |visit: &&Visit| visit.session.engagement_id == engagement_id;
            // Whoever was taken out and expected again has two.
            let visit = still_open(visits).find(of_them).or_else(|| visits.iter().find(of_them));
            let Some(visit) = visit else { return Err(Refusal::NotFound) };
            let session_id = visit.session.session_id;
            let command = match came {
                Came::Not(reason) => {
                    EngagementCommand::MarkNotAttended { session_id, absent: AbsentParty::Person, reason }
                }
                Came::CalledOff(by, notice_hours, reason) => {
                    let and_later = false;
                    EngagementCommand::CancelSession { session_id, by, notice_hours, reason, and_later }
                }
                Came::For(minutes) => EngagementCommand::DeliverSession {
                    session_id,
                    time: SessionTime { minutes, ..visit.session.time.clone() },
                    place: None,
                    note,
                    details: told_of(&visit.session),
                    died_on: None,
                },
            };
            answered.push(self.ask_for_one(viewer, command_id, engagement_id, command).await?);
        }
        let more = besides.iter().filter(|one| !meeting.has(one.engagement_id)).count();
        for Besides { engagement_id, minutes, note } in besides {
            let session_id = session_besides(group_id, engagement_id);
            let kept =
                visits.iter().map(|visit| &visit.session).find(|session| session.session_id == session_id);
            if kept.is_none() && meeting.has(engagement_id) {
                let why = "They are in the group on this date already, so there is no second visit; what became of theirs is told on its own page";
                let answer = Err(Refusal::invalid("besides", why));
                answered.push(Answered { engagement_id, answer });
                continue;
            }
            let (time, place, details) = match kept {
                // Sent again: as it was told.
                Some(kept) => (kept.time.clone(), place_of(kept), told_of(kept)),
                None => like_the_others(&meeting, more),
            };
            let time = SessionTime { minutes, ..time };
            let command =
                EngagementCommand::DeliverSession { session_id, time, place, note, details, died_on: None };
            answered.push(self.ask_for_one(viewer, command_id, engagement_id, command).await?);
        }
        Ok(answered)
    }

    /// A no for one of them is part of the account; a fault of the installation ends it.
    pub(crate) async fn ask_for_one(
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
