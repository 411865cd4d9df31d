//! Giving several cases of a colleague's to others: who would get whom, as proposed by who has room and open to
//! change. Nothing is done here; what becomes of it is `moved`.

use std::collections::HashMap;

use app::access::Role;
use app::accounts::Colleague;
use app::team_book::moving::{Room, spread, weekly};
use app::views::cases::Case;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::shared::ids::{AccountId, EngagementId};

use super::caseload::SPREAD;
use crate::charts::Picture;
use crate::charts::loads::{Held, Loads};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::form::{Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, FormErrors, Here, Page};
use crate::router::{Route, get};
use crate::sentences::case::standing;
use crate::site::{Site, show};
use crate::{format, paths};

/// Looking at who would get whom.
pub fn routes() -> Vec<Route> {
    vec![get("/team/caseloads/{colleague}/moving", Audience::Leading, look)]
}

/// What a case that stays is given to.
const STAYS: &str = "stays";

#[derive(Template)]
#[template(path = "lead/moving.html")]
struct MovingPage {
    page: Page,
    keys: Keys,
    errors: FormErrors,
    colleague: Colleague,
    /// Each case with to whom it could go.
    cases: Vec<(Case, Vec<Choice>)>,
    /// The cases that each would have then.
    after: Loads,
    /// The same in words, with the hours.
    then: Vec<Then>,
    today: NaiveDate,
}

/// What somebody has and would have, in words.
struct Then {
    name: String,
    /// "4 open cases now, 6 then, of 30 that they can take"
    cases: String,
    /// "6 hours agreed a week now, 9½ hours then, of 20 hours that they can take"
    hours: String,
    /// Whether it would be more than they can take, in cases or in hours.
    is_over: bool,
}

impl MovingPage {
    /// "Connecting, week 14 of 26 · 3 hours a week"
    fn about(&self, case: &Case) -> String {
        let weekly = match weekly(case) {
            0 => String::new(),
            minutes => format!(" · {} a week", format::hours(minutes)),
        };
        standing(case, self.today) + &weekly
    }

    fn field(&self, case: &Case) -> String {
        field_of(case.row.engagement.engagement_id)
    }
}

fn field_of(id: EngagementId) -> String {
    format!("to-{id}")
}

async fn look(
    State(site): State<Site>,
    signed: Signed,
    At(from): At<AccountId>,
    Params(asked): Params,
) -> Answer {
    let who = signed.connecting()?;
    let (colleague, _) = site.app.colleague_here_or_left(&who, from).await?;
    let chosen: Vec<EngagementId> = asked.all("case").filter_map(|id| id.parse().ok()).collect();
    let mut cases = site.app.cases_of_colleague(&who, from).await?;
    cases.retain(|case| chosen.contains(&case.row.engagement.engagement_id));
    let rooms = site.app.rooms(&who).await?;
    let others: Vec<Room> = rooms.iter().filter(|room| room.colleague.account_id != from).cloned().collect();
    let to: HashMap<EngagementId, AccountId> = match asked.one("to") {
        SPREAD => spread(&cases, &connectors(&others)),
        one => {
            let one =
                one.parse().ok().filter(|id| others.iter().any(|room| room.colleague.account_id == *id));
            let given = |to: AccountId| cases.iter().map(move |case| (case.row.engagement.engagement_id, to));
            one.map(|to| given(to).collect()).unwrap_or_default()
        }
    };
    let changed = changed(&rooms, &cases, &to, from);
    let page =
        signed.page(format!("Who goes on with {} cases?", format::possessive(&colleague.name)), Here::Team);
    show(&MovingPage {
        page,
        keys: signed.keys(&site.app, &Typed::default()),
        errors: FormErrors::none(),
        after: picture(&changed),
        then: changed.iter().map(Then::of).collect(),
        cases: cases
            .into_iter()
            .map(|case| {
                let given = to.get(&case.row.engagement.engagement_id).copied();
                let choices = choices(&colleague, &others, given);
                (case, choices)
            })
            .collect(),
        colleague,
        today: site.app.clock.today(),
    })
}

fn choices(from: &Colleague, others: &[Room], given: Option<AccountId>) -> Vec<Choice> {
    let stays = Choice::new(STAYS, format!("Stays with {}", from.name)).chosen(given.is_none());
    let other = |room: &Room| {
        let id = room.colleague.account_id;
        Choice::new(id, &*room.colleague.name).chosen(given == Some(id))
    };
    std::iter::once(stays).chain(others.iter().map(other)).collect()
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
fn changed(
    rooms: &[Room],
    cases: &[Case],
    to: &HashMap<EngagementId, AccountId>,
    from: AccountId,
) -> Vec<(Room, Room)> {
    let goes_to = |case: &Case| to.get(&case.row.engagement.engagement_id).copied();
    let moved = || cases.iter().filter(|case| goes_to(case).is_some());
    let sum = |cases: Vec<&Case>| {
        let minutes: i64 = cases.iter().map(|case| weekly(case)).sum();
        (i64::try_from(cases.len()).unwrap_or(0), minutes)
    };
    let mut rooms: Vec<(i64, Room, Room)> = rooms
        .iter()
        .filter_map(|room| {
            let id = room.colleague.account_id;
            let (gets, more) = sum(moved().filter(|case| goes_to(case) == Some(id)).collect());
            let (gives, fewer) = if id == from { sum(moved().collect()) } else { (0, 0) };
            let change = gets - gives;
            (change != 0).then(|| (change, room.clone(), room.with(change, more - fewer)))
        })
        .collect();
    rooms.sort_by_key(|(change, ..)| std::cmp::Reverse(*change));
    rooms.into_iter().map(|(_, now, then)| (now, then)).collect()
}

/// The cases that each of them would have, as a picture.
fn picture(changed: &[(Room, Room)]) -> Loads {
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
    fn of((now, then): &(Room, Room)) -> Self {
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
