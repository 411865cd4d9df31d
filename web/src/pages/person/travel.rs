//! How somebody gets about, how long a journey they would make, and whether they would like to learn to
//! travel by themselves.

use app::commands::Instruction;
use askama::Template;
use axum::extract::State;
use domain::person::{JOURNEY_LIMIT, PersonCommand, Travel, TravelMode};
use domain::shared::ids::PersonId;

use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, paths};

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/travel", Audience::Connecting, look),
        post("/people/{id}/travel", Audience::Connecting, set),
    ]
}

/// Journeys that are offered, in minutes.
const OFFERED: [u16; 7] = [10, 20, 30, 45, 60, 90, 120];

#[derive(Template)]
#[template(path = "person/travel.html")]
struct TravelPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    modes: Vec<Choice>,
    journeys: Vec<Choice>,
    today: String,
}

/// The drawing of a way to travel.
pub(super) fn icon(mode: TravelMode) -> &'static str {
    match mode {
        TravelMode::OnFoot => "footprints",
        TravelMode::BusAlone => "bus",
        TravelMode::BusWithHelp => "users",
        TravelMode::Taxi => "car-taxi-front",
        TravelMode::Lift => "car",
    }
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let title = format!("How does {} get about?", record.called());
    let (page, keys, typed, head) = record.form(site, signed, &title, typed, &attempt);
    let mode = |mode: &TravelMode| {
        Choice::new(mode.code(), mode.label()).icon(icon(*mode)).chosen(typed.is("modes", mode.code()))
    };
    let modes = TravelMode::ALL.iter().map(mode).collect();
    let most = typed.one("most_minutes").to_owned();
    let journey = |minutes: u16| {
        let label = format::plural(minutes, "minute", "minutes");
        Choice::new(minutes, label).chosen(most == minutes.to_string())
    };
    let mut known: Vec<u16> = OFFERED.to_vec();
    known.extend(most.parse::<u16>().ok().filter(|minutes| *minutes <= JOURNEY_LIMIT));
    known.sort_unstable();
    known.dedup();
    let mut journeys = vec![Choice::new("", "Not known yet").chosen(most.is_empty())];
    journeys.extend(known.into_iter().map(journey));
    let today = record.today.to_string();
    show_as(attempt.status, &TravelPage { page, keys, attempt, typed, head, modes, journeys, today })
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut typed = Typed::default().with("set_on", record.today);
    if let Some(travel) = record.row.person.travel() {
        typed = travel.modes.iter().fold(typed, |typed, mode| typed.with("modes", mode.code()));
        if let Some(minutes) = travel.most_minutes {
            typed = typed.with("most_minutes", minutes);
        }
        if travel.wants_training {
            typed = typed.with("wants_training", "yes");
        }
    }
    draw(&site, &signed, &record, typed, Attempt::first()).await
}

fn read(form: &mut Reader<'_>) -> Option<PersonCommand> {
    let modes = form.codes::<TravelMode>("modes");
    let (most_minutes, set_on) = (form.code_or_none::<u16>("most_minutes"), form.date("set_on"));
    let travel = Travel {
        modes: modes?.into_iter().collect(),
        most_minutes: most_minutes?,
        wants_training: form.tick("wants_training"),
    };
    Some(PersonCommand::SetTravel { travel, set_on: set_on? })
}

async fn set(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let Some(command) = read(&mut form) else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    let instruction = Instruction::Person { id, command };
    match site.settle(&signed, &typed, instruction, &paths::person(id), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, typed, attempt).await,
    }
}
