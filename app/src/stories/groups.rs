//! A group in each connector's week, which has met for a while and goes on meeting: cooking, singing, walking. Who
//! comes is heard from the cases as they are told, so that only people whose work simply goes on are expected.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use domain::engagement::codes::{AbsentParty, Activity, CancelledBy, Rhythm, SessionKind};
use domain::engagement::records::{GroupDate, InGroup, SessionDetails, SessionTime};
use domain::engagement::{EngagementCommand, days_of_series};
use domain::person::PersonCommand;
use domain::shared::ids::{EngagementId, GroupId, SeriesId};
use domain::shared::text::Line;
use uuid::Uuid;

use super::Plan;
use super::script::{Step, after, line, words};
use super::town::Persona;
use crate::clock::following_from;
use crate::commands::Instruction;
use crate::groups::{group_on, session_besides, session_in};

/// Our people at the table.
const AT_TABLE: usize = 5;
/// Days that a group has met for, and goes on for.
const MET_DAYS: i64 = 42;
const AHEAD_DAYS: i64 = 42;
/// Minutes of one afternoon.
const MINUTES: i64 = 120;

/// What it is and where, its weekday and from which hour.
const GROUPS: [(&str, Weekday, u32, Rhythm); 4] = [
    ("Cooking group, St Mary\u{2019}s hall", Weekday::Wed, 14, Rhythm::Weekly),
    ("Singing together, the library", Weekday::Thu, 11, Rhythm::Weekly),
    ("Walking group, Mill Lane", Weekday::Tue, 10, Rhythm::Fortnightly),
    ("Allotment afternoon, Harbour End", Weekday::Fri, 13, Rhythm::Weekly),
];

const NOTES: [&str; 3] = [
    "Nobody wanted to go home.",
    "Two of them stayed to wash up, and swapped numbers.",
    "A quiet afternoon. Next week the others choose.",
];

/// Who could come to a group, by the connector who works with them.
#[derive(Debug, Default)]
pub struct Regulars {
    known: BTreeMap<Persona, Vec<EngagementId>>,
}

impl Regulars {
    /// Takes in a case, as its steps in order.
    pub fn hear(&mut self, case: &[Step], plan: Plan) {
        let (mut found, mut ends) = (None, None);
        for step in case {
            match &step.instruction {
                Instruction::Engagement { id, command } => match command {
                    EngagementCommand::Start { started_on, .. }
                        if *started_on < after(plan.until, -MET_DAYS - 10) =>
                    {
                        found = Some((*id, step.by));
                    }
                    EngagementCommand::Agree { term_end, .. } => ends = Some(*term_end),
                    // Where a term became longer after the group was planned, the dates beyond it are not in the plan.
                    EngagementCommand::Extend { new_end, .. }
                        if step.at.date_naive() < after(plan.until, -MET_DAYS - 10) =>
                    {
                        ends = Some(*new_end);
                    }
                    EngagementCommand::Pause { .. }
                    | EngagementCommand::End { .. }
                    | EngagementCommand::AskEnding { .. } => return,
                    _ => {}
                },
                Instruction::Person {
                    command:
                        PersonCommand::RecordDeath { .. }
                        | PersonCommand::RefuseConsent { .. }
                        | PersonCommand::WithdrawConsent { .. }
                        | PersonCommand::DecideErasure { .. },
                    ..
                } => return,
                _ => {}
            }
        }
        if let Some((id, by)) = found
            && ends.is_some_and(|end| end >= plan.until)
        {
            self.known.entry(by).or_default().push(id);
        }
    }

    /// What happens in every group: planned, held, and still to come.
    pub fn meet(self, plan: Plan) -> Vec<Step> {
        let groups = self.known.into_iter().enumerate();
        groups
            .filter(|(_, (_, known))| known.len() > 2)
            .flat_map(|(number, (by, known))| one(number, by, &known, plan))
            .collect()
    }
}

/// One group of a connector's.
fn one(number: usize, by: Persona, known: &[EngagementId], plan: Plan) -> Vec<Step> {
    let (place, weekday, hour, every) = GROUPS[number % GROUPS.len()];
    let first = on_or_after(after(plan.until, -MET_DAYS), weekday);
    let starts_at = NaiveTime::from_hms_opt(hour, 0, 0);
    let series = following_from([b"a group", known[0].uuid().as_bytes()]);
    let days: Vec<NaiveDate> = days_of_series(first, every, after(plan.until, AHEAD_DAYS)).collect();
    let (regular, besides) = known.split_at(AT_TABLE.min(known.len() - 1));
    let meeting = Meeting { series, first, starts_at, place, places: regular.len() as u32, by };
    let mut steps: Vec<Step> =
        regular.iter().map(|id| meeting.step(after(first, -4), 17, *id, meeting.plan(*id, &days))).collect();
    for (week, day) in days.iter().enumerate().filter(|(_, day)| **day < plan.until) {
        // Of the last one the connector of the named cases has yet to say who came.
        if by == Persona::AMINA && after(*day, every.days() as i64) >= plan.until {
            continue;
        }
        for (place, id) in regular.iter().enumerate() {
            steps.push(meeting.step(*day, 18, *id, meeting.told(*id, *day, week + place)));
        }
        if week == 2 {
            steps.push(meeting.step(*day, 18, besides[0], meeting.came_too(besides[0], *day)));
        }
    }
    steps
}

fn on_or_after(day: NaiveDate, weekday: Weekday) -> NaiveDate {
    let days = (7 + weekday.num_days_from_monday() - day.weekday().num_days_from_monday()) % 7;
    after(day, i64::from(days))
}

/// What all dates of a group have in common.
struct Meeting {
    series: Uuid,
    first: NaiveDate,
    starts_at: Option<NaiveTime>,
    place: &'static str,
    places: u32,
    by: Persona,
}

impl Meeting {
    fn step(&self, on: NaiveDate, hour: i64, id: EngagementId, command: EngagementCommand) -> Step {
        let at = on.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(hour);
        Step { at, by: self.by, instruction: Instruction::Engagement { id, command } }
    }

    fn group(&self, on: NaiveDate) -> GroupId {
        let first = GroupId(self.series);
        if on == self.first { first } else { group_on(first, on) }
    }

    fn details(&self) -> SessionDetails<Line> {
        let activity = Some(Activity::CommunityActivity);
        SessionDetails { activity, travel_minutes: Some(20), ..SessionDetails::default() }
    }

    fn plan(&self, id: EngagementId, days: &[NaiveDate]) -> EngagementCommand {
        let date = |on: &NaiveDate| GroupDate {
            session_id: session_in(self.group(*on), id),
            group_id: self.group(*on),
            on: *on,
            starts_at: self.starts_at,
            minutes: MINUTES,
            places: self.places,
        };
        EngagementCommand::PlanGroup {
            dates: days.iter().map(date).collect(),
            series_id: Some(SeriesId(self.series)),
            place: Some(line(self.place)),
            details: self.details(),
        }
    }

    /// What became of one of them on a day: most came, some left early, one was away.
    fn told(&self, id: EngagementId, on: NaiveDate, turn: usize) -> EngagementCommand {
        let session_id = session_in(self.group(on), id);
        match turn % 9 {
            3 => EngagementCommand::MarkNotAttended {
                session_id,
                absent: AbsentParty::Person,
                reason: Some(words("A cold, and wanted to be asked again next week")),
            },
            6 => EngagementCommand::CancelSession {
                session_id,
                by: CancelledBy::Supporter,
                notice_hours: 3,
                reason: Some(words("The minibus did not come")),
                and_later: false,
            },
            turn => self.delivered(session_id, on, if turn == 1 { 75 } else { MINUTES }),
        }
    }

    fn came_too(&self, id: EngagementId, on: NaiveDate) -> EngagementCommand {
        self.delivered(session_besides(self.group(on), id), on, MINUTES)
    }

    fn delivered(
        &self,
        session_id: domain::shared::ids::SessionId,
        on: NaiveDate,
        minutes: i64,
    ) -> EngagementCommand {
        let group = Some(InGroup { group_id: self.group(on), places: self.places });
        let (starts_at, kind) = (self.starts_at, SessionKind::FaceToFace);
        EngagementCommand::DeliverSession {
            session_id,
            time: SessionTime { on, starts_at, minutes, kind, relationship_id: None },
            place: Some(line(self.place)),
            note: Some(words(NOTES[on.ordinal() as usize % NOTES.len()])),
            details: SessionDetails { group, ..self.details() },
            died_on: None,
        }
    }
}
