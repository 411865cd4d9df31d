//! What it takes to meet: when somebody is free and how they get about, told early; and their page told
//! anew at half time. Its chance is a copy, so that whatever else happens in a case is not moved by it.

use chrono::{NaiveDate, NaiveTime};
use domain::person::records::Profile;
use domain::person::{
    Availability, DayOfWeek, Described, MeetingWishes, PersonCommand, Slot, Travel, TravelMode,
};

use super::{Course, Work};
use crate::stories::chance::Chance;
use crate::stories::script::{after, words};
use crate::stories::words as stock;

/// Parts of a day, as most people answer: first and last hour.
const PARTS: [(u32, u32); 3] = [(9, 12), (12, 17), (17, 21)];

impl Course {
    /// Their week and their ways, in the third week of the work.
    pub(super) fn tell_together(&mut self, work: &Work) {
        let mut chance = self.script.chance.clone();
        let on = work.worked_on_or_after(after(work.start, 18));
        if on >= work.last_day() {
            return;
        }
        let constraints = chance.percent(60).then(|| words(chance.text(stock::IN_THE_WAY)));
        let availability = week(&mut chance, 45, constraints);
        self.script.person(on, PersonCommand::SetAvailability { availability, set_on: on });
        let travel = travel(&mut chance);
        self.script.person(on, PersonCommand::SetTravel { travel, set_on: on });
        if let Some(wishes) = wishes(&mut chance) {
            self.script.person(on, PersonCommand::TellMeetingWishes { wishes, told_on: on });
        }
    }

    /// Their page told anew at half time, with what they have found out since.
    pub(super) fn tell_page_anew(&mut self, work: &Work) {
        let mut chance = self.script.chance.clone();
        let half = after(work.start, (work.agreed_end - work.start).num_days() / 2);
        let on = work.worked_on_or_after(half);
        if on >= work.last_day() {
            return;
        }
        let important = work.profile.important.as_ref().map_or("", |words| words.as_str());
        let profile = Profile {
            important: Some(words(&format!("{important} {}", chance.text(stock::NEWLY_IMPORTANT)))),
            good_week: Some(words(chance.text(stock::GOOD_WEEK))),
            not_wanted: Some(words(chance.text(stock::NOT_WANTED))),
            ..work.profile.clone()
        };
        let at_best = chance.percent(60).then(|| words(chance.text(stock::AT_BEST)));
        let profile = Profile { at_best: profile.at_best.clone().or(at_best), ..profile };
        self.script.person(on, PersonCommand::PublishProfile { profile, photo: None, published_on: on });
    }
}

/// An ordinary week, each part of a day free so many times in a hundred.
pub(super) fn week(
    chance: &mut Chance,
    free: i64,
    constraints: Option<domain::shared::text::Words>,
) -> Availability {
    let mut slots = Vec::new();
    for day in DayOfWeek::ALL {
        let parts = PARTS.iter().filter(|_| chance.percent(free)).copied().collect::<Vec<_>>();
        slots.extend(parts.into_iter().filter_map(|(from, to)| slot(*day, from, to)));
    }
    if slots.is_empty() {
        slots.extend(slot(DayOfWeek::Thursday, 13, 16));
    }
    Availability { slots, constraints }
}

fn slot(day: DayOfWeek, from: u32, to: u32) -> Option<Slot> {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0);
    Some(Slot { day, from: at(from)?, to: at(to)? })
}

fn travel(chance: &mut Chance) -> Travel {
    let alone = chance.percent(40);
    let bus = if alone { TravelMode::BusAlone } else { TravelMode::BusWithHelp };
    let more = *chance.one_of(&[TravelMode::OnFoot, TravelMode::Taxi, TravelMode::Lift]);
    Travel {
        modes: [bus, more].into(),
        most_minutes: Some(*chance.one_of(&[20, 30, 45, 60])),
        wants_training: !alone && chance.percent(50),
    }
}

/// Whom they would like to meet: for most it does not matter, or nobody has asked.
fn wishes(chance: &mut Chance) -> Option<MeetingWishes> {
    if !chance.percent(40) {
        return None;
    }
    let described = *chance.one_of(&[Described::Woman, Described::Man]);
    let only = if chance.percent(15) { [described].into() } else { Default::default() };
    let words = Some(words(chance.text(stock::WISHES)));
    Some(MeetingWishes { described: Some(described), only, words, ..MeetingWishes::default() })
}

/// When a community member is free, for most of them.
pub(super) fn their_week(chance: &Chance, on: NaiveDate) -> Option<PersonCommand> {
    let mut chance = chance.clone();
    let availability = chance.percent(70).then(|| week(&mut chance, 30, None))?;
    Some(PersonCommand::SetAvailability { availability, set_on: on })
}
