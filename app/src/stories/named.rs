//! Cases that people look for by name: Gordon, whose friendship with Pat nearly stands on its own;
//! Shanice, whose choir friend has gone quiet; Terry, whose term ends soon; Joy, just beginning.

use chrono::{Days, NaiveDate, NaiveTime};
use domain::engagement::EngagementCommand;
use domain::engagement::codes::{EngagementKind, FundingRoute, ReferralSource, SessionKind};
use domain::engagement::records::{Funding, SessionDetails, SessionTime};
use domain::person::codes::CommunicationNeed as Need;
use domain::person::records::{Details, Profile};
use domain::shared::ids::SessionId;
use domain::shared::money::{Money, Rate};

use super::Plan;
use super::chance::Chance;
use super::concerns;
use super::course::{Course, Fate, Safeguards, TiePlan, Work};
use super::script::{Script, Step, after, line, words};
use super::town::{Persona, Town};
use crate::commands::Instruction;

/// How many there are.
pub(super) const COUNT: usize = 4;

/// What tells one named case from another.
struct Named {
    name: &'static str,
    known_as: Option<&'static str>,
    born_on: (i32, u32, u32),
    needs: &'static [Need],
    /// Weeks of work so far, and in all.
    weeks: (u64, i64),
    interests: &'static [usize],
    admire: &'static str,
    important: &'static str,
    support: &'static str,
    at_best: &'static str,
    route: FundingRoute,
    contract: usize,
    /// Safety notes, by their place in the stock.
    notes: &'static [usize],
    /// First name, last name, what they share, weeks since the proposal, days between meetings, meetings
    /// beside them, what becomes of it.
    ties: &'static [(&'static str, &'static str, &'static str, i64, i64, i64, Fate)],
}

const NAMED: [Named; COUNT] = [
    Named {
        name: "Gordon Wells",
        known_as: Some("Gord"),
        born_on: (1971, 6, 14),
        needs: &[Need::EasyRead, Need::UsesMakaton, Need::QuietPlaces],
        weeks: (20, 26),
        interests: &[0, 1, 2, 3, 4, 20],
        admire: "I make people laugh. I never forget a birthday. I am generous with my tomatoes.",
        important: "Being outside. My brother Lee. Having somewhere to be on Thursdays.",
        support: "Tell me the plan the day before, with a picture. Give me time to answer. Don't speak for me.",
        at_best: "At the allotment with my hands in the soil, telling you what comes next. Mornings are good.",
        route: FundingRoute::DirectPayment,
        contract: 1,
        notes: &[0, 1],
        ties: &[
            ("Pat", "Amory", "growing vegetables", 16, 7, 6, Fate::Lasting),
            ("Dev", "Chaudhry", "fixing radios", 9, 14, 4, Fate::Some),
            ("Moira", "Lyle", "singing", 3, 14, 2, Fate::Some),
        ],
    },
    Named {
        name: "Shanice Morris",
        known_as: None,
        born_on: (1996, 2, 3),
        needs: &[Need::UsesPhotographs, Need::MoreTime],
        weeks: (18, 52),
        interests: &[5, 9, 8, 22],
        admire: "I am kind and I notice when somebody is sad.",
        important: "My music, my own front door, and knowing what happens next.",
        support: "One thing at a time. If I go quiet, wait with me.",
        at_best: "When I am singing, and when I have slept. With Ruth, I forget to be shy.",
        route: FundingRoute::BlockContract,
        contract: 0,
        notes: &[4],
        ties: &[("Ruth", "Calder", "singing", 13, 7, 6, Fate::Some)],
    },
    Named {
        name: "Terry Bright",
        known_as: None,
        born_on: (1962, 11, 30),
        needs: &[Need::LargePrint, Need::SpokenInformation],
        weeks: (22, 26),
        interests: &[6, 13, 15, 23],
        admire: "I remember the old town. People come to me to ask who lived where.",
        important: "The bowls club. A proper cup of tea. Seeing my sister.",
        support: "Ring me, don't text. Meet me at home the first time.",
        at_best: "After my tea, with the old photographs out, telling people about the town.",
        route: FundingRoute::BlockContract,
        contract: 0,
        notes: &[2],
        ties: &[
            ("Norman", "Haigh", "bowls", 19, 7, 4, Fate::Lasting),
            ("Doreen", "Pike", "local history", 12, 14, 4, Fate::Some),
        ],
    },
    Named {
        name: "Joy Okafor",
        known_as: None,
        born_on: (2001, 8, 19),
        needs: &[Need::EasyRead, Need::SupporterPresent],
        weeks: (5, 26),
        interests: &[21, 3, 18],
        admire: "I keep going. I say what I think.",
        important: "Being asked, not told.",
        support: "Use short words. Let me sit near the door.",
        at_best: "When I have chosen it myself and there is a job for me to do.",
        route: FundingRoute::DirectPayment,
        contract: 1,
        notes: &[],
        ties: &[],
    },
];

/// Hour, minute and place of each named case's visit on the last day.
const TODAY: [Option<(u32, u32, &str)>; COUNT] = [
    Some((10, 30, "Allotment, Mill Lane")),
    Some((14, 0, "Choir rehearsal, St Luke's")),
    Some((16, 15, "Terry's flat: planning how we say goodbye")),
    None,
];

/// The named cases as steps; all are Amina's.
pub(super) fn cases(town: &Town, plan: Plan) -> Vec<Vec<Step>> {
    NAMED
        .iter()
        .enumerate()
        .map(|(number, named)| {
            let mut steps = course(named, number, town, plan).told(town);
            steps.extend(today(number, &steps, plan));
            steps.extend(concerns::about(number, &steps, town, plan));
            steps
        })
        .collect()
}

/// A visit of the last day, so that there is something to do on it.
fn today(number: usize, told: &[Step], plan: Plan) -> Option<Step> {
    let (hour, minute, place) = TODAY[number]?;
    let engagement = told.iter().find_map(|step| match step.instruction {
        Instruction::Engagement { id, .. } => Some(id),
        _ => None,
    })?;
    let mut chance = Chance::new(plan.seed, 1_000_000 + number as u64);
    let time = SessionTime {
        on: plan.until,
        starts_at: NaiveTime::from_hms_opt(hour, minute, 0),
        minutes: 90,
        kind: SessionKind::FaceToFace,
        relationship_id: None,
    };
    let (session_id, place) = (SessionId(chance.id()), Some(line(place)));
    let details = SessionDetails { travel_minutes: Some(20), ..SessionDetails::default() };
    let command = EngagementCommand::PlanSession { session_id, time, place, details };
    let yesterday = plan.until - Days::new(1);
    let at = yesterday.and_time(NaiveTime::from_hms_opt(17, 0, number as u32)?).and_utc();
    Some(Step { at, by: Persona::AMINA, instruction: Instruction::Engagement { id: engagement, command } })
}

fn course(named: &Named, number: usize, town: &Town, plan: Plan) -> Course {
    let chance = Chance::new(plan.seed, number as u64 + 1);
    let start = monday(plan.until - Days::new(named.weeks.0 * 7));
    let end = after(start, named.weeks.1 * 7 - 1);
    let (year, month, day) = named.born_on;
    let details = Details {
        name: line(named.name),
        known_as: named.known_as.map(line),
        born_on: NaiveDate::from_ymd_opt(year, month, day),
        phone: Some(line(&format!("07700 9001{number:02}"))),
        email: None,
        address: Some(words("Flat 2, Mill Lane")),
        area: Some(line("Mill Lane")),
    };
    let rate = Rate::pence_per_hour(2_850);
    let minutes_per_week = 120;
    let funding = Funding {
        contract_id: town.contracts[named.contract].contract_id,
        route: named.route,
        rate,
        budget: Money(rate.charge(minutes_per_week * named.weeks.1).pence()),
        covers_from: start,
        covers_to: end,
    };
    let ties = named.ties.iter().map(|(first, last, shared, weeks, gap, beside, fate)| TiePlan {
        proposed: plan.until - Days::new(*weeks as u64 * 7),
        fate: *fate,
        gap: *gap,
        beside: *beside,
        first,
        last,
        shared,
    });
    let work = Work {
        start,
        agreed_end: end,
        end,
        early: None,
        pause: None,
        kind: if named.weeks.1 > 26 { EngagementKind::TwelveMonths } else { EngagementKind::SixMonths },
        minutes_per_week,
        funding,
        interests: named.interests.to_vec(),
        profile: Profile {
            admire: Some(words(named.admire)),
            important: Some(words(named.important)),
            support: Some(words(named.support)),
            good_week: None,
            at_best: Some(words(named.at_best)),
            not_wanted: None,
        },
        ties: ties.collect(),
    };
    Course {
        script: Script::new(chance, Persona::AMINA, plan.until),
        details,
        needs: named.needs.to_vec(),
        nhs_number: None,
        received: start - Days::new(28),
        source: ReferralSource::SocialWorker,
        work: Some(work),
        safeguards: Safeguards {
            notes: named.notes.to_vec(),
            shares: (number == 0).then_some(0),
            // Shanice's choir takes pictures.
            decided_for: number == 1,
            chance: Safeguards::chance(plan.seed, number),
        },
    }
}

/// The Monday of a day's week.
fn monday(on: NaiveDate) -> NaiveDate {
    on - Days::new(u64::from(chrono::Datelike::weekday(&on).num_days_from_monday()))
}
