//! A group as it stands: the date that is looked at and the others that it meets on. What is changed for everybody
//! at once is, like the planning of it, a command of its own for each: nobody waits for somebody who is refused.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime};
use domain::engagement::codes::CancelledBy;
use domain::engagement::records::GroupDate;
use domain::engagement::{EngagementCommand, SessionStatus};
use domain::shared::ids::{CommandId, EngagementId, GroupId, SessionId};
use domain::shared::text::Words;

use super::{Answered, place_of, still_open, told_of};
use crate::App;
use crate::access::{Connecting, Viewer};
use crate::clock::following_from;
use crate::error::Refusal;
use crate::views::sessions::{SessionRow, Visit};

/// One date on which a group meets, with those of its people whom the viewer may know of.
#[derive(Debug, Clone, PartialEq)]
pub struct Meeting {
    /// Which group it is on that day.
    pub group_id: GroupId,
    /// Everybody's session, by name; never empty.
    pub visits: Vec<Visit>,
}

impl Meeting {
    /// When it is: as most of those still expected have it, or most of all when nobody is.
    pub fn when(&self) -> (NaiveDate, Option<NaiveTime>) {
        let mut times: BTreeMap<(NaiveDate, Option<NaiveTime>), usize> = BTreeMap::new();
        let any_open = self.is_to_come();
        let counted = self.visits.iter().filter(|visit| !any_open || is_open(visit));
        for time in counted.map(|visit| &visit.session.time) {
            *times.entry((time.on, time.starts_at)).or_default() += 1;
        }
        let most = times.into_iter().max_by_key(|(when, count)| (*count, std::cmp::Reverse(*when)));
        most.map(|(when, _)| when).unwrap_or_default()
    }

    /// Whether somebody is still expected.
    pub fn is_to_come(&self) -> bool {
        self.visits.iter().any(is_open)
    }

    /// Whether it was called off for everybody.
    pub fn is_off(&self) -> bool {
        self.visits.iter().all(|visit| visit.session.status == SessionStatus::Cancelled)
    }

    /// Everybody who is part of it: expected, there, or away.
    pub fn people(&self) -> impl Iterator<Item = &Visit> {
        self.visits
            .iter()
            .filter(|visit| !matches!(visit.session.status, SessionStatus::Cancelled | SessionStatus::Voided))
    }

    /// Whether somebody is part of it.
    pub fn has(&self, who: EngagementId) -> bool {
        self.people().any(|visit| visit.session.engagement_id == who)
    }

    /// A visit that is still planned on its day: it says what was planned for everybody.
    pub(super) fn planned(&self) -> Option<&SessionRow> {
        let on = self.when().0;
        self.visits
            .iter()
            .filter(|visit| is_open(visit))
            .map(|visit| &visit.session)
            .find(|one| one.time.on == on)
    }

    /// A visit that is still planned, on its day if one is: what is planned for everybody is read from it.
    pub fn like(&self) -> Option<&SessionRow> {
        self.planned().or_else(|| self.visits.iter().find(|visit| is_open(visit)).map(|visit| &visit.session))
    }

    /// How many of it are people whom the viewer may not know of: the places that nobody had of whom they do. Whoever
    /// was taken out had one.
    pub fn others(&self) -> usize {
        let planned = self.visits.iter().filter_map(|visit| visit.session.details.group);
        let places = planned.map(|group| group.places as usize).max().unwrap_or_default();
        let had: BTreeSet<EngagementId> =
            self.visits.iter().map(|visit| visit.session.engagement_id).collect();
        places.saturating_sub(had.len())
    }

    /// Of how many of our people it is, also of those whom the viewer may not know of.
    pub fn places(&self) -> usize {
        self.people().count() + self.others()
    }
}

fn is_open(visit: &Visit) -> bool {
    visit.session.status == SessionStatus::Planned
}

/// To when a date is moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedTo {
    /// The day.
    pub on: NaiveDate,
    /// Local time, when it matters.
    pub starts_at: Option<NaiveTime>,
    /// Whole minutes.
    pub minutes: i64,
    /// Why, for each record.
    pub reason: Option<Words>,
}

/// That a date will not be, for everybody or for some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Off {
    /// For whom alone; `None` for everybody.
    pub of: Option<Vec<EngagementId>>,
    /// Who called it off.
    pub by: CancelledBy,
    /// Whole hours before it was to begin; for later dates it is what there still is.
    pub notice_hours: u32,
    /// Why, for each record.
    pub reason: Option<Words>,
    /// Whether every later date is off, too.
    pub and_later: bool,
}

impl App {
    /// Every date of a group that meets again, in order; of one that meets once, the one. Not found when the viewer
    /// may know of nobody in it.
    pub async fn group_dates(&self, who: &Connecting<'_>, id: GroupId) -> Result<Vec<Meeting>, Refusal> {
        let visits = self.views.group(who, id).await?;
        let first = visits.first().ok_or(Refusal::NotFound)?;
        let Some(series) = first.session.series_id else {
            return Ok(vec![Meeting { group_id: id, visits }]);
        };
        let mut dates: BTreeMap<GroupId, Vec<Visit>> = BTreeMap::new();
        for visit in self.views.group_series(who, series).await? {
            if let Some(group) = visit.session.details.group {
                dates.entry(group.group_id).or_default().push(visit);
            }
        }
        // What was asked for is there, however many dates were too many to be read.
        dates.insert(id, visits);
        let mut dates: Vec<Meeting> =
            dates.into_iter().map(|(group_id, visits)| Meeting { group_id, visits }).collect();
        dates.sort_by_key(|meeting| (meeting.when(), meeting.group_id));
        Ok(dates)
    }

    /// Moves a date for everybody who is still expected.
    pub async fn move_group(
        &self,
        viewer: &Viewer,
        command_id: CommandId,
        id: GroupId,
        to: &MovedTo,
    ) -> Result<Vec<Answered>, Refusal> {
        let visits = self.views.group(&viewer.connecting()?, id).await?;
        let mut answered = Vec::with_capacity(visits.len());
        for session in still_open(&visits).map(|visit| &visit.session) {
            let command = EngagementCommand::MoveSession {
                session_id: session.session_id,
                on: to.on,
                starts_at: to.starts_at,
                minutes: to.minutes,
                reason: to.reason.clone(),
                and_later: false,
            };
            answered.push(self.ask_for_one(viewer, command_id, session.engagement_id, command).await?);
        }
        Ok(answered)
    }

    /// Calls a date off, or takes some of its people out; if asked with every later one.
    pub async fn call_group_off(
        &self,
        viewer: &Viewer,
        command_id: CommandId,
        id: GroupId,
        off: &Off,
    ) -> Result<Vec<Answered>, Refusal> {
        let today = self.clock.today();
        let mut answered = Vec::new();
        for (session, and_later) in away(&self.group_dates(&viewer.connecting()?, id).await?, id, off) {
            let here = session.details.group.is_some_and(|group| group.group_id == id);
            let still = u32::try_from((session.time.on - today).num_hours()).unwrap_or(0);
            let command = EngagementCommand::CancelSession {
                session_id: session.session_id,
                by: off.by,
                notice_hours: if here { off.notice_hours } else { still },
                reason: off.reason.clone(),
                and_later,
            };
            // Somebody may be asked for several of theirs.
            let ids = [command_id.uuid(), session.session_id.uuid()];
            let each = CommandId(following_from(ids.each_ref().map(|id| &id.as_bytes()[..])));
            answered.push(self.ask_for_one(viewer, each, session.engagement_id, command).await?);
        }
        Ok(answered)
    }

    /// Expects somebody more at a date, or at it and every later one that is still to come.
    pub async fn join_group(
        &self,
        viewer: &Viewer,
        command_id: CommandId,
        id: GroupId,
        (joining, and_later): (&[EngagementId], bool),
    ) -> Result<Vec<Answered>, Refusal> {
        let dates = self.group_dates(&viewer.connecting()?, id).await?;
        let at = dates.iter().position(|meeting| meeting.group_id == id).ok_or(Refusal::NotFound)?;
        let later = dates.iter().skip(at + 1).filter(|meeting| and_later && meeting.is_to_come());
        let dates: Vec<&Meeting> = dates.iter().skip(at).take(1).chain(later).collect();
        let date = dates.first().ok_or(Refusal::NotFound)?;
        let like = date.planned();
        let series_id = date.visits.iter().find_map(|visit| visit.session.series_id);
        let mut answered = Vec::with_capacity(joining.len());
        for engagement_id in joining {
            let command = EngagementCommand::PlanGroup {
                dates: dates
                    .iter()
                    .map(|meeting| joined(meeting, *engagement_id, command_id, joining.len()))
                    .collect(),
                series_id,
                place: like.and_then(place_of),
                details: like.map(told_of).unwrap_or_default(),
            };
            answered.push(self.ask_for_one(viewer, command_id, *engagement_id, command).await?);
        }
        Ok(answered)
    }
}

/// A date as the session of somebody who joins. Its id is new with every request, because they may have been taken out
/// before.
fn joined(meeting: &Meeting, who: EngagementId, command: CommandId, more: usize) -> GroupDate {
    let (on, starts_at) = meeting.when();
    let ids = [meeting.group_id.uuid(), who.uuid(), command.uuid()];
    GroupDate {
        session_id: SessionId(following_from(ids.each_ref().map(|id| &id.as_bytes()[..]))),
        group_id: meeting.group_id,
        on,
        starts_at,
        minutes: meeting.visits.iter().map(|visit| visit.session.time.minutes).max().unwrap_or_default(),
        places: u32::try_from(meeting.places() + more).unwrap_or(u32::MAX),
    }
}

/// The planned visits that are called off, each with whether every later one of theirs is, too: of each person the first by
/// its own day, because one that was moved alone may come after others that are meant, and one by one those that were
/// moved to before the date, because what else they have from then on until it stands.
fn away<'a>(dates: &'a [Meeting], id: GroupId, off: &Off) -> Vec<(&'a SessionRow, bool)> {
    let from = dates.iter().position(|meeting| meeting.group_id == id).unwrap_or(dates.len());
    let last = if off.and_later { dates.len() } else { (from + 1).min(dates.len()) };
    let Some(day) = dates.get(from).map(|meeting| meeting.when().0) else { return Vec::new() };
    let mut away = Vec::new();
    let mut first: BTreeMap<EngagementId, &SessionRow> = BTreeMap::new();
    for visit in dates[from..last].iter().flat_map(|meeting| &meeting.visits).filter(|visit| is_open(visit)) {
        let session = &visit.session;
        if off.of.as_ref().is_some_and(|some| !some.contains(&session.engagement_id)) {
            continue;
        }
        if session.time.on < day {
            away.push((session, false));
            continue;
        }
        let known = first.entry(session.engagement_id).or_insert(session);
        if session.time.on < known.time.on {
            *known = session;
        }
    }
    away.extend(first.into_values().map(|session| (session, off.and_later)));
    away
}
