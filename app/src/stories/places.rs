//! Places nearby in the stories: what the made-up town has, as the team wrote it down over the last year.
//! Some nobody has made sure of for long, one is full, one has closed, and two have somebody of ours at the door.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::person::codes::PersonKind;
use domain::person::{DayOfWeek, PersonCommand, Slot};
use domain::place::{
    Activity, Attribute, OpenTo, PlaceCommand, PlaceDetails, RetiredBecause, Setting, TakingPart,
};
use domain::shared::ids::{PersonId, PlaceId};
use domain::shared::money::Money;

use super::Plan;
use super::chance::Chance;
use super::script::{Step, after, line, words};
use super::town::Persona;
use crate::commands::Instruction;

use Attribute::{
    BeginnerFriendly, BusRoute, ChangingPlaces, HearingLoop, NeedsBooking, QuietSpace, StepFree,
};
use DayOfWeek::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
use TakingPart::{Help, Learn, TakePart, Teach};

/// A place of the town.
struct Spot {
    name: &'static str,
    area: &'static str,
    whereabouts: &'static str,
    happens: &'static [(&'static str, &'static [TakingPart])],
    /// Day, from which hour, to which.
    when: &'static [(DayOfWeek, u32, u32)],
    is: &'static [Attribute],
    is_not: &'static [Attribute],
    /// Pence each time; below nought when nobody knows.
    pence: i64,
    room: Option<u16>,
    /// Days ago that it was written down, and that somebody last made sure.
    known: (i64, i64),
}

const SPOTS: [Spot; 14] = [
    Spot {
        name: "St Luke's choir",
        area: "St Luke's",
        whereabouts: "The hall behind the church: ring twice",
        happens: &[("singing", &[TakePart, Learn]), ("Motown", &[TakePart])],
        when: &[(Tuesday, 19, 21), (Saturday, 10, 12)],
        is: &[StepFree, HearingLoop, BeginnerFriendly, BusRoute],
        is_not: &[QuietSpace, NeedsBooking],
        pence: 0,
        room: Some(4),
        known: (200, 20),
    },
    Spot {
        name: "Mill Lane allotments",
        area: "Mill Lane",
        whereabouts: "Second gate, past the water butts",
        happens: &[("growing vegetables", &[TakePart, Learn, Teach, Help])],
        when: &[(Thursday, 10, 13), (Saturday, 9, 12)],
        is: &[QuietSpace, BeginnerFriendly],
        is_not: &[StepFree, ChangingPlaces],
        pence: 0,
        room: Some(2),
        known: (300, 40),
    },
    Spot {
        name: "Harbour café, the long table",
        area: "Harbour End",
        whereabouts: "By the market; sit at the long table, that is what it is for",
        happens: &[("a chat over coffee", &[TakePart]), ("baking", &[TakePart, Help])],
        when: &[(Monday, 10, 12), (Wednesday, 10, 12), (Friday, 10, 12)],
        is: &[StepFree, QuietSpace, BusRoute],
        is_not: &[NeedsBooking],
        pence: 250,
        room: None,
        known: (150, 30),
    },
    Spot {
        name: "Repair shop",
        area: "Canal Side",
        whereabouts: "The blue door under the bridge",
        happens: &[("fixing radios", &[TakePart, Teach, Help]), ("model boats", &[TakePart])],
        when: &[(Wednesday, 13, 16), (Saturday, 10, 13)],
        is: &[StepFree, BeginnerFriendly],
        is_not: &[QuietSpace],
        pence: 0,
        room: Some(1),
        known: (120, 15),
    },
    Spot {
        name: "Old Northfield, a local history circle",
        area: "Northfield",
        whereabouts: "The library, second floor; there is a lift",
        happens: &[("local history", &[TakePart, Teach]), ("drawing", &[Learn])],
        when: &[(Wednesday, 10, 12)],
        is: &[StepFree, HearingLoop, QuietSpace, BusRoute],
        is_not: &[ChangingPlaces],
        pence: 0,
        room: Some(6),
        known: (90, 60),
    },
    Spot {
        name: "The quiet swim",
        area: "Eastgate",
        whereabouts: "The leisure centre, small pool",
        happens: &[("swimming", &[TakePart, Learn])],
        when: &[(Tuesday, 14, 15), (Sunday, 16, 17)],
        is: &[StepFree, QuietSpace, ChangingPlaces, NeedsBooking, BusRoute],
        is_not: &[HearingLoop],
        pence: 420,
        room: Some(8),
        known: (250, 25),
    },
    Spot {
        name: "The Mount community garden",
        area: "The Mount",
        whereabouts: "Behind the school, by the compost",
        happens: &[("growing vegetables", &[TakePart, Help]), ("birds", &[TakePart, Teach])],
        when: &[(Friday, 10, 13)],
        is: &[QuietSpace],
        is_not: &[],
        pence: 0,
        room: None,
        known: (320, 260),
    },
    Spot {
        name: "Low Fold bowls club",
        area: "Low Fold",
        whereabouts: "The clubhouse; shoes can be borrowed",
        happens: &[("bowls", &[TakePart, Learn])],
        when: &[(Monday, 14, 16), (Thursday, 14, 16)],
        is: &[StepFree, BeginnerFriendly],
        is_not: &[BusRoute],
        pence: 300,
        room: Some(0),
        known: (280, 10),
    },
    Spot {
        name: "Saturday walkers",
        area: "Canal Side",
        whereabouts: "At the lock, whatever the weather",
        happens: &[("walking", &[TakePart]), ("birds", &[TakePart]), ("dogs", &[TakePart, Help])],
        when: &[(Saturday, 10, 12)],
        is: &[BeginnerFriendly],
        is_not: &[StepFree, NeedsBooking],
        pence: 0,
        room: Some(10),
        known: (180, 12),
    },
    Spot {
        name: "Monday drum circle",
        area: "Eastgate",
        whereabouts: "The old fire station",
        happens: &[("drumming", &[TakePart, Learn]), ("Motown", &[TakePart])],
        when: &[(Monday, 18, 20)],
        is: &[StepFree, BeginnerFriendly, BusRoute],
        is_not: &[QuietSpace],
        pence: 200,
        room: Some(5),
        known: (100, 35),
    },
    Spot {
        name: "Chess at the Railway",
        area: "Harbour End",
        whereabouts: "The back room",
        happens: &[("chess", &[TakePart, Learn]), ("trains", &[TakePart])],
        when: &[(Tuesday, 18, 21)],
        is: &[],
        is_not: &[],
        pence: -1,
        room: None,
        known: (420, 420),
    },
    Spot {
        name: "Hospice shop",
        area: "Eastgate",
        whereabouts: "Ask for whoever is at the till",
        happens: &[("volunteering in a shop", &[Learn, Help]), ("knitting", &[Help])],
        when: &[(Tuesday, 10, 13), (Thursday, 10, 13), (Friday, 13, 16)],
        is: &[StepFree, BusRoute, BeginnerFriendly],
        is_not: &[NeedsBooking],
        pence: 0,
        room: Some(3),
        known: (210, 45),
    },
    Spot {
        name: "Stars dance evening",
        area: "Northfield",
        whereabouts: "The day centre's hall",
        happens: &[("learning to dance", &[TakePart, Learn]), ("football", &[TakePart])],
        when: &[(Friday, 19, 21)],
        is: &[StepFree, ChangingPlaces],
        is_not: &[QuietSpace],
        pence: 500,
        room: Some(12),
        known: (160, 50),
    },
    Spot {
        name: "Knit and natter",
        area: "The Mount",
        whereabouts: "Above the bakery",
        happens: &[("knitting", &[TakePart, Teach])],
        when: &[(Wednesday, 14, 16)],
        is: &[],
        is_not: &[StepFree],
        pence: 0,
        room: Some(3),
        known: (330, 330),
    },
];

/// Which of them are for disabled people only, have somebody of ours at the door, have closed, and where
/// somebody began.
const FOR_DISABLED_PEOPLE: usize = 12;
const WITH_CONTACT: [usize; 2] = [0, 4];
const CLOSED: usize = 13;
const WELCOMED: [usize; 3] = [0, 8, 11];

/// Everything about places, as steps; `told` is what happened to people, some of whom hold a door.
pub(super) fn nearby(told: &[Step], plan: Plan) -> Vec<Step> {
    let mut chance = Chance::new(plan.seed, 5_000_000);
    let mut doors = door_holders(told, after(plan.until, -40)).into_iter();
    let mut steps = Vec::new();
    for (number, spot) in SPOTS.iter().enumerate() {
        let id = PlaceId(chance.id());
        let by = [Persona::AMINA, Persona::BEN, Persona::ROSA][number % 3];
        let mut says = |ago: i64, command: PlaceCommand| {
            let noon = after(plan.until, -ago).and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
            let at = noon + TimeDelta::minutes(number as i64);
            steps.push(Step { at, by, instruction: Instruction::Place { id, command } });
        };
        let on = |ago: i64| after(plan.until, -ago);
        let (recorded, seen) = spot.known;
        let details = spot.details(number);
        let record = PlaceCommand::RecordPlace {
            place_id: id,
            details: Box::new(details.clone()),
            contact: None,
            recorded_on: on(recorded),
        };
        says(recorded, record);
        if seen < recorded {
            says(seen, PlaceCommand::SeePlace { seen_on: on(seen) });
        }
        if WITH_CONTACT.contains(&number)
            && let contact @ Some(_) = doors.next()
        {
            let (details, told_on) = (Box::new(details), on(9));
            says(9, PlaceCommand::TellPlaceAnew { details, contact, told_on });
        }
        if WELCOMED.contains(&number) {
            says(7, PlaceCommand::WelcomeSomebody { welcomed_on: on(7) });
        }
        if number == CLOSED {
            let (reason, said) = (RetiredBecause::ClosedDown, "The bakery was sold. They look for a room.");
            says(6, PlaceCommand::RetirePlace { reason, words: Some(words(said)), retired_on: on(6) });
        }
    }
    steps
}

/// Community members who were known by a day, in the order in which we came to know of them.
fn door_holders(told: &[Step], by: NaiveDate) -> Vec<PersonId> {
    let mut known: Vec<_> = told
        .iter()
        .filter(|step| step.at.date_naive() <= by)
        .filter_map(|step| match &step.instruction {
            Instruction::Person { command: PersonCommand::Register { person_id, kind, .. }, .. }
                if *kind == PersonKind::CommunityMember =>
            {
                Some((step.at, *person_id))
            }
            _ => None,
        })
        .collect();
    known.sort_unstable();
    known.into_iter().map(|(_, id)| id).collect()
}

impl Spot {
    fn details(&self, number: usize) -> PlaceDetails {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        let happens = self.happens.iter().map(|(name, ways)| Activity {
            name: line(name),
            ways: ways.iter().copied().collect::<BTreeSet<_>>(),
        });
        let is = self.is.iter().map(|one| (*one, true));
        PlaceDetails {
            name: line(self.name),
            activities: happens.collect(),
            area: Some(line(self.area)),
            whereabouts: Some(line(self.whereabouts)),
            when: self
                .when
                .iter()
                .map(|(day, from, to)| Slot { day: *day, from: at(*from), to: at(*to) })
                .collect(),
            attributes: is.chain(self.is_not.iter().map(|one| (*one, false))).collect(),
            setting: Setting::Adults,
            checks_settled: false,
            open_to: match number {
                FOR_DISABLED_PEOPLE => OpenTo::DisabledPeopleOnly,
                _ => OpenTo::Everybody,
            },
            cost: (self.pence >= 0).then_some(Money(self.pence)),
            room: self.room,
            notes: None,
        }
    }
}
