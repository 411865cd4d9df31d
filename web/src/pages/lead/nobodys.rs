//! Referrals that nobody has been asked to take yet, those that came first, first: how long each waits, what they need,
//! and whom to ask. Several are ticked and given out in one go, after a look at who would get whom; the page of that
//! look is `moving`, and what becomes of it is `moved`.

use app::team_book::moving::Room;
use app::views::cases::{Case, Which};
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::engagement::Stage;
use domain::shared::ids::AccountId;

use super::caseload::SPREAD;
use super::moved::{From, give};
use super::moving::{Words, chosen, show_who};
use super::preview::with_load;
use crate::charts::Picture;
use crate::charts::loads::{Held, Loads};
use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::form::Typed;
use crate::guard::Audience;
use crate::look::{Choice, FormErrors, Here, Page};
use crate::pages::paging::Paging;
use crate::router::{Route, get, post};
use crate::sentences::case::standing;
use crate::site::{Site, show};
use crate::{format, paths};

/// The list, the look at who would get whom, and doing it.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::REFERRALS, Audience::Leading, list),
        get(paths::GIVING_OUT, Audience::Leading, look),
        post(paths::GIVING_OUT, Audience::Leading, send),
    ]
}

#[derive(Template)]
#[template(path = "lead/nobodys.html")]
struct Nobodys {
    page: Page,
    /// Whether these are the ones on the waiting list.
    listed: bool,
    /// How many there are of each kind.
    counts: (i64, i64),
    cases: Vec<Case>,
    paging: Paging,
    /// Whom to ask.
    to: Vec<Choice>,
    errors: FormErrors,
    /// What each colleague has beside what they can take.
    room: Loads,
    today: NaiveDate,
}

impl Nobodys {
    /// "Waits since 2 March, 3 weeks"
    fn waits(&self, case: &Case) -> String {
        waits(case, self.today)
    }

    /// "2 hours a week agreed · Riverside"
    fn needs(&self, case: &Case) -> String {
        needs(case)
    }

    /// How far it has come; nothing for one that has only been referred, whose wait says so.
    fn standing(&self, case: &Case) -> String {
        match case.row.engagement.stage {
            Stage::Referred => String::new(),
            _ => standing(case, self.today),
        }
    }

    fn at(&self) -> String {
        format!("{}?{}", paths::REFERRALS, if self.listed { "show=waiting" } else { "" })
    }
}

/// Since when somebody waits for a connector, and for how long that is.
fn waits(case: &Case, today: NaiveDate) -> String {
    let Some(since) = case.row.engagement.received_on else { return String::new() };
    let days = (today - since).num_days().max(0);
    match days {
        0 => "Referred today".to_owned(),
        1..14 => format!(
            "Waits since {}: {}",
            format::day(since),
            format::plural(days.unsigned_abs(), "day", "days")
        ),
        _ => format!("Waits since {}: {} weeks", format::day(since), days / 7),
    }
}

/// Hours a week and where, as far as they are known.
fn needs(case: &Case) -> String {
    let hours = match case.row.engagement.term.as_ref().map_or(0, |term| term.minutes_per_week()) {
        0 => "Hours not agreed yet".to_owned(),
        minutes => format!("{} a week agreed", format::hours(minutes)),
    };
    let area = case.person.area.as_deref().unwrap_or("part of town not known");
    format!("{hours} · {area}")
}

async fn list(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let who = signed.connecting()?;
    let today = site.app.clock.today();
    let listed = asked.is("show", "waiting");
    let which = if listed { Which::WaitingForSomebody } else { Which::ToAllocate };
    let views = &site.app.views;
    let counts = (
        views.cases_counted(&who, Which::ToAllocate, None, today).await?,
        views.cases_counted(&who, Which::WaitingForSomebody, None, today).await?,
    );
    let all = if listed { counts.1 } else { counts.0 };
    let paging = Paging::read(&asked, usize::try_from(all).unwrap_or_default());
    let rooms = site.app.rooms(&who).await?;
    show(&Nobodys {
        page: signed.page("Waiting for a connector", Here::Team),
        cases: views.caseload_from(&who, which, None, today, paging.part()).await?,
        listed,
        counts,
        paging,
        to: to_whom(&rooms, who.account()),
        errors: FormErrors::none(),
        room: held(&rooms),
        today,
    })
}

/// Whom to ask, those with most room first; sharing out and oneself before them.
fn to_whom(rooms: &[Room], me: AccountId) -> Vec<Choice> {
    let (own, mut others): (Vec<&Room>, Vec<&Room>) =
        rooms.iter().partition(|room| room.colleague.account_id == me);
    others.sort_by_key(|room| std::cmp::Reverse(room.room()));
    let share = (others.len() > 1).then(|| Choice::new(SPREAD, "Share them out, by who has room"));
    let own = own.into_iter().map(|room| {
        let load = format!("I take them on myself ({} of {})", room.load.open, room.capacity.open_cases);
        Choice::new(room.colleague.account_id, load)
    });
    let others = others.into_iter().map(|room| Choice::new(room.colleague.account_id, with_load(room)));
    share.into_iter().chain(others).chain(own).collect()
}

fn held(rooms: &[Room]) -> Loads {
    let takes = |room: &&Room| room.colleague.role == app::access::Role::Connector || room.load.open > 0;
    let held = rooms.iter().filter(takes).map(|room| Held {
        name: room.colleague.name.clone(),
        open: room.load.open,
        most: room.capacity.open_cases,
    });
    Loads { title: "Open cases, and how many each can take".to_owned(), held: held.collect() }
}

async fn look(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let who = signed.connecting()?;
    let cases = site.app.nobodys_cases(&who, &chosen(&asked)).await?;
    let words = Words {
        title: "Who takes them on?".to_owned(),
        back: back(),
        action: paths::GIVING_OUT.to_owned(),
        stays: "Nobody yet".to_owned(),
        below: "Whoever is asked sees them on their day at once, and the first contact is theirs to make.",
        button: "Give them out",
    };
    show_who(&site, &signed, words, (cases, None), asked.one("to")).await
}

async fn send(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let from = From {
        account: None,
        back: back(),
        given: String::new(),
        takes: "takes them on",
        stays: "waits on; nobody has been asked".to_owned(),
    };
    give(&site, &signed, &typed, from).await
}

fn back() -> (String, String) {
    (paths::REFERRALS.to_owned(), "Waiting for a connector".to_owned())
}
