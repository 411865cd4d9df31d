//! Who would get whom, before anything is done: to whom each case could go, and what each colleague would have then,
//! in cases and in hours. Shared by giving a colleague's cases to others and by giving out those that nobody has.

use std::collections::HashMap;

use app::access::Role;
use app::team_book::moving::{Room, spread, weekly};
use app::views::cases::Case;
use chrono::NaiveDate;
use domain::engagement::Stage;
use domain::shared::ids::{AccountId, EngagementId};

use super::caseload::SPREAD;
use crate::charts::loads::{Held, Loads};
use crate::format;
use crate::look::Choice;
use crate::sentences::case::standing;

/// What a case that stays where it is is given to.
const STAYS: &str = "stays";

/// What somebody has and would have, in words.
pub struct Then {
    pub name: String,
    /// "4 open cases now, 6 then, of 30 that they can take"
    pub cases: String,
    /// "6 hours agreed a week now, 9½ hours then, of 20 hours that they can take"
    pub hours: String,
    /// Whether it would be more than they can take, in cases or in hours.
    pub is_over: bool,
}

/// "Connecting, week 14 of 26 · 3 hours a week"
pub(super) fn about(case: &Case, today: NaiveDate) -> String {
    let engagement = &case.row.engagement;
    let agreed = match (weekly(case, today), engagement.stage, &engagement.term) {
        (0, Stage::Agreed, Some(term)) => term.minutes_per_week_on(today),
        (minutes, ..) => minutes,
    };
    let agreed = if agreed == 0 { String::new() } else { format!(" · {} a week", format::hours(agreed)) };
    standing(case, today) + &agreed
}

pub(super) fn field_of(id: EngagementId) -> String {
    format!("to-{id}")
}

/// To whom each case goes as the address asks: to one, shared out by who has room, or to nobody yet.
pub(super) fn proposed(
    asked: &str,
    cases: &[Case],
    others: &[Room],
    today: NaiveDate,
) -> HashMap<EngagementId, AccountId> {
    if asked == SPREAD {
        return spread(cases, &connectors(others), today);
    }
    let one = asked.parse().ok().filter(|id| others.iter().any(|room| room.colleague.account_id == *id));
    let given = |to: AccountId| cases.iter().map(move |case| (case.row.engagement.engagement_id, to));
    one.map(|to| given(to).collect()).unwrap_or_default()
}

/// Everybody to whom a case can go, each with what they have and can take, and beside them that it stays.
pub(super) fn choices(stays: &str, others: &[Room], given: Option<AccountId>) -> Vec<Choice> {
    let stays = Choice::new(STAYS, stays).chosen(given.is_none());
    let other = |room: &Room| {
        let id = room.colleague.account_id;
        Choice::new(id, with_load(room)).chosen(given == Some(id))
    };
    std::iter::once(stays).chain(others.iter().map(other)).collect()
}

/// "Amina (12 of 30)"
pub(super) fn with_load(room: &Room) -> String {
    format!("{} ({} of {})", room.colleague.name, room.load.open, room.capacity.open_cases)
}

/// Those among whom cases are shared out: connectors, or where there is none whoever else there is. A team
/// lead takes a case on when somebody says so.
fn connectors(others: &[Room]) -> Vec<Room> {
    let is_one = |room: &&Room| room.colleague.role == Role::Connector;
    let connectors: Vec<Room> = others.iter().filter(is_one).cloned().collect();
    if connectors.is_empty() { others.to_vec() } else { connectors }
}

/// Who would have something else than now, those first who would get most: themselves as they are, and as they
/// would be.
pub(super) fn changed(
    rooms: &[Room],
    cases: &[Case],
    to: &HashMap<EngagementId, AccountId>,
    (from, today): (Option<AccountId>, NaiveDate),
) -> Vec<(Room, Room)> {
    let goes_to = |case: &Case| to.get(&case.row.engagement.engagement_id).copied();
    let moved = || cases.iter().filter(|case| goes_to(case).is_some());
    let sum = |cases: Vec<&Case>| {
        let minutes: i64 = cases.iter().map(|case| weekly(case, today)).sum();
        (i64::try_from(cases.len()).unwrap_or(0), minutes)
    };
    let mut rooms: Vec<(i64, Room, Room)> = rooms
        .iter()
        .filter_map(|room| {
            let id = room.colleague.account_id;
            let (gets, more) = sum(moved().filter(|case| goes_to(case) == Some(id)).collect());
            let (gives, fewer) = if Some(id) == from { sum(moved().collect()) } else { (0, 0) };
            let change = gets - gives;
            (change != 0).then(|| (change, room.clone(), room.with(change, more - fewer)))
        })
        .collect();
    rooms.sort_by_key(|(change, ..)| std::cmp::Reverse(*change));
    rooms.into_iter().map(|(_, now, then)| (now, then)).collect()
}

/// The cases that each of them would have, as a picture.
pub(super) fn picture(changed: &[(Room, Room)]) -> Loads {
    let held = changed.iter().map(|(_, then)| Held {
        name: then.colleague.name.clone(),
        open: then.load.open,
        most: then.capacity.open_cases,
    });
    Loads { title: "What each would have then".to_owned(), held: held.collect() }
}

/// "3 hours", "no hours"
fn hours(minutes: i64) -> String {
    if minutes == 0 { "no hours".to_owned() } else { format::hours(minutes) }
}

impl Then {
    pub(super) fn of((now, then): &(Room, Room)) -> Self {
        let most = then.capacity.minutes_per_week;
        let most = most.map(|most| format!(", of {} that they can take", format::hours(most)));
        Self {
            name: then.colleague.name.clone(),
            cases: format!(
                "{} now, {} then, of {} that they can take",
                format::plural(now.load.open.unsigned_abs(), "open case", "open cases"),
                then.load.open,
                then.capacity.open_cases
            ),
            hours: format!(
                "{} agreed a week now, {} then{}",
                format::capital(&hours(now.load.minutes_per_week)),
                hours(then.load.minutes_per_week),
                most.unwrap_or_default()
            ),
            is_over: then.capacity.is_over(&then.load),
        }
    }
}
