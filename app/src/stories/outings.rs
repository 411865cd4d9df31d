//! Going out alone in the stories: every day of the last weeks two of the team go in and come out again, one
//! now and then a little later than was said, and one of them is out on the last day.

use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, Utc};
use domain::outing::OutingCommand;
use domain::shared::ids::{AccountId, OutingId};

use super::Plan;
use super::chance::Chance;
use super::script::{Step, after, line, words};
use super::town::{Persona, Town};
use crate::commands::Instruction;

/// Days that are told.
const DAYS: i64 = 12;

const PLACES: [&str; 5] = [
    "Allotment, Mill Lane",
    "St Luke's, the choir room",
    "Flat 2, Mill Lane",
    "Café by the market",
    "The library, second floor",
];

/// The outings of the last days.
pub(super) fn lately(town: &Town, plan: Plan) -> Vec<Step> {
    let mut chance = Chance::new(plan.seed, 4_000_000);
    let mut steps = Vec::new();
    let pair = [Persona::AMINA, Persona::BEN];
    for (number, ago) in (1..=DAYS).rev().enumerate() {
        let on = after(plan.until, -ago);
        if on.weekday().num_days_from_monday() > 4 {
            continue;
        }
        let by = pair[number % 2];
        let looks_out = town.account(pair[(number + 1) % 2]).account_id;
        let begins = on.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(14);
        let going = Going { id: OutingId(chance.id()), by, begins, minutes: 90 };
        steps.push(going.goes(PLACES[number % PLACES.len()], Some(looks_out)));
        let late = number % 5 == 4;
        if late {
            let now = DateTime::default();
            steps.push(going.says(100, by, OutingCommand::Lengthen { minutes: 30, now }));
        }
        let at = if late { 125 } else { 80 };
        steps.push(going.says(at, by, OutingCommand::ComeBack { now: DateTime::default() }));
    }
    steps.extend(made_sure(town, plan, &mut chance));
    let begins = plan.until.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(8);
    let today = Going { id: OutingId(chance.id()), by: Persona::BEN, begins, minutes: 540 };
    steps.push(today.goes("The workshop by the canal, then the market", None));
    steps
}

/// One of whom nothing was heard, because the battery was flat.
fn made_sure(town: &Town, plan: Plan, chance: &mut Chance) -> Vec<Step> {
    let begins = after(plan.until, -2).and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(17);
    let going = Going { id: OutingId(chance.id()), by: Persona::BEN, begins, minutes: 60 };
    let said = words("Rang twice, then the club: he had just left, and his battery was flat.");
    let find = OutingCommand::FindSafe { words: said, now: DateTime::default() };
    let looks_out = town.account(Persona::AMINA).account_id;
    vec![going.goes("The bowls club", Some(looks_out)), going.says(95, Persona::ROSA, find)]
}

/// One outing being told.
struct Going {
    id: OutingId,
    by: Persona,
    begins: DateTime<Utc>,
    minutes: i64,
}

impl Going {
    fn goes(&self, place: &str, colleague: Option<AccountId>) -> Step {
        let command = OutingCommand::Begin {
            outing_id: self.id,
            person_id: None,
            visit: None,
            place: Some(line(place)),
            colleague,
            back_by: self.begins + TimeDelta::minutes(self.minutes),
            now: DateTime::default(),
            grace_minutes: 0,
            already: None,
        };
        self.says(0, self.by, command)
    }

    fn says(&self, minutes: i64, by: Persona, command: OutingCommand) -> Step {
        let at = self.begins + TimeDelta::minutes(minutes);
        Step { at, by, instruction: Instruction::Outing { id: self.id, command } }
    }
}
