//! What one colleague has: how much against what they can take, what is late, and their open cases, of which
//! several can be chosen to be given to others. How much they can take is said here too.

use app::access::Connecting;
use app::accounts::Colleague;
use app::error::Refusal;
use app::team_book::capacity::{Capacity, MOST_OPEN_CASES};
use app::team_book::moving::Room;
use app::views::cases::Case;
use app::views::team::Load;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::shared::ids::AccountId;

use crate::charts::Picture;
use crate::charts::loads::{Held, Loads};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page};
use crate::pages::connector::due::Need;
use crate::pages::connector::late;
use crate::router::{Route, get, post};
use crate::sentences::case::standing;
use crate::site::{Site, go_on, show_as};
use crate::{format, paths};

/// Late things shown; the rest are in the file.
const LATE: i64 = 20;
/// The value of the choice by which cases are shared out among everybody.
pub(super) const SPREAD: &str = "spread";

/// Looking, and saying how much they can take.
pub fn routes() -> Vec<Route> {
    vec![
        get("/team/caseloads/{colleague}", Audience::Leading, look),
        post("/team/caseloads/{colleague}/capacity", Audience::Leading, set),
    ]
}

#[derive(Template)]
#[template(path = "lead/caseload.html")]
struct CaseloadPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    colleague: Colleague,
    left: bool,
    load: Load,
    capacity: Capacity,
    picture: Loads,
    late: Vec<Need>,
    late_in_all: i64,
    cases: Vec<Case>,
    /// To whom they can be given.
    to: Vec<Choice>,
    today: NaiveDate,
}

impl CaseloadPage {
    fn standing(&self, case: &Case) -> String {
        standing(case, self.today)
    }

    /// "12 hours a week agreed, of 20 that they can take"
    fn hours(&self) -> String {
        let agreed = format!("{} agreed a week", format::hours(self.load.minutes_per_week));
        match self.capacity.minutes_per_week {
            Some(most) => format!("{agreed}, of {} that they can take", format::hours(most)),
            None => agreed,
        }
    }

    /// What the address of a list of theirs asks.
    fn of(&self) -> String {
        format!("of={}", self.colleague.account_id)
    }

    fn week(&self) -> String {
        paths::week_of_colleague(self.today, self.colleague.account_id)
    }
}

/// Hours as they are typed: "20", "7:30".
fn typed_hours(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60).trim_end_matches(":00").to_owned()
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<AccountId>) -> Answer {
    let capacity = site.app.capacity_of(&signed.connecting()?, id).await?;
    let typed = Typed::default()
        .with("open_cases", capacity.open_cases)
        .with("minutes_per_week", capacity.minutes_per_week.map(typed_hours).unwrap_or_default());
    draw(&site, &signed, id, typed, Attempt::first()).await
}

async fn draw(site: &Site, signed: &Signed, id: AccountId, typed: Typed, attempt: Attempt) -> Answer {
    let who = signed.connecting()?;
    let today = site.app.clock.today();
    let (colleague, left) = site.app.colleague_here_or_left(&who, id).await?;
    let cases = site.app.cases_of_colleague(&who, id).await?;
    let late = site.app.late(&who, Some(id), LATE).await?.remove(&id).unwrap_or_default();
    let rooms = site.app.rooms(&who).await?;
    let load = site.app.views.loads(&who, today).await?.into_iter().find(|(of, _)| *of == Some(id));
    let load = load.map(|(_, load)| load).unwrap_or_default();
    let capacity = site.app.capacity_of(&who, id).await?;
    let held = Held { name: colleague.name.clone(), open: load.open, most: capacity.open_cases };
    let page = CaseloadPage {
        page: signed.page(colleague.name.clone(), Here::Team),
        keys: signed.keys(&site.app, &typed),
        typed,
        left,
        load,
        capacity,
        picture: Loads { title: "Open cases".to_owned(), held: vec![held] },
        late_in_all: late.in_all,
        late: late.items.iter().map(|item| late::need(item, today)).collect(),
        cases,
        to: to_whom(&rooms, id),
        today,
        colleague,
        attempt,
    };
    show_as(page.attempt.status, &page)
}

/// To whom the cases of somebody can be given, those with most room first.
pub(super) fn to_whom(rooms: &[Room], from: AccountId) -> Vec<Choice> {
    let mut others: Vec<&Room> = rooms.iter().filter(|room| room.colleague.account_id != from).collect();
    others.sort_by_key(|room| std::cmp::Reverse(room.room()));
    let choice = |room: &&Room| {
        let held = Held { name: String::new(), open: room.load.open, most: room.capacity.open_cases };
        Choice::new(room.colleague.account_id, format!("{} ({})", room.colleague.name, held.room()))
    };
    let mut choices: Vec<Choice> = others.iter().map(choice).collect();
    if others.len() > 1 {
        choices.insert(0, Choice::new(SPREAD, "Share them out, by who has room"));
    }
    choices
}

async fn set(State(site): State<Site>, signed: Signed, At(id): At<AccountId>, typed: Typed) -> Answer {
    let who: Connecting<'_> = signed.connecting()?;
    let mut form = typed.reader();
    let open_cases = form.whole("open_cases", 0..=MOST_OPEN_CASES);
    let minutes_per_week = form.minutes_or_none("minutes_per_week");
    let (Some(open_cases), Some(minutes_per_week)) = (open_cases, minutes_per_week) else {
        return draw(&site, &signed, id, typed.clone(), form.again()).await;
    };
    match site.app.set_capacity(&who, id, Capacity { open_cases, minutes_per_week }).await {
        Ok(()) => go_on(&paths::caseload_of(id), Flash::CapacitySet),
        Err(refusal @ Refusal::Invalid { .. }) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            draw(&site, &signed, id, typed, attempt).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}
