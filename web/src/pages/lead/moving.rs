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
    /// What everybody would have then.
    after: Loads,
    today: NaiveDate,
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
    let page =
        signed.page(format!("Who goes on with {} cases?", format::possessive(&colleague.name)), Here::Team);
    show(&MovingPage {
        page,
        keys: signed.keys(&site.app, &Typed::default()),
        errors: FormErrors::none(),
        after: after(&rooms, &cases, &to, from),
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

/// What everybody would have, those first who would get something.
fn after(rooms: &[Room], cases: &[Case], to: &HashMap<EngagementId, AccountId>, from: AccountId) -> Loads {
    let gets = |id: AccountId| i64::try_from(to.values().filter(|to| **to == id).count()).unwrap_or(0);
    let gives = i64::try_from(to.len().min(cases.len())).unwrap_or(0);
    let mut rooms: Vec<(i64, &Room)> = rooms
        .iter()
        .map(|room| {
            let id = room.colleague.account_id;
            (gets(id) - if id == from { gives } else { 0 }, room)
        })
        .filter(|(change, _)| *change != 0)
        .collect();
    rooms.sort_by_key(|(change, _)| std::cmp::Reverse(*change));
    let held = rooms.into_iter().map(|(change, room)| Held {
        name: room.colleague.name.clone(),
        open: room.load.open + change,
        most: room.capacity.open_cases,
    });
    Loads { title: "What each would have then".to_owned(), held: held.collect() }
}
