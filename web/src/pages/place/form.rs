//! Writing a place down, and telling the whole of it anew.

use app::commands::Instruction;
use app::error::Refusal;
use app::views::places::PlaceRow;
use askama::Template;
use axum::extract::State;
use domain::place::{OpenTo, PlaceCommand, Setting};
use domain::shared::ids::PlaceId;

use super::told::{self, ActivityRow, Asking};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, SlotRow, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::NEW_PLACE, Audience::Connecting, new),
        post(paths::NEW_PLACE, Audience::Connecting, record),
        get("/places/{id}/details", Audience::Connecting, look),
        post("/places/{id}/details", Audience::Connecting, tell),
    ]
}

#[derive(Template)]
#[template(path = "place/form.html")]
struct PlaceForm {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    /// Where the form is sent, and where cancelling leads.
    action: String,
    back: String,
    /// The field of the day, and what is asked for it.
    day: (&'static str, &'static str),
    activities: Vec<ActivityRow>,
    times: Vec<SlotRow>,
    asking: Vec<Asking>,
    settings: Vec<Choice>,
    open_to: Vec<Choice>,
    /// Community members who may hold the door.
    contacts: Vec<Choice>,
    /// Whether more than the first part is told, or wrong.
    told_more: bool,
    today: String,
}

const RECORDED: (&str, &str) = ("recorded_on", "When did you see or hear it?");
const TOLD: (&str, &str) = ("told_on", "Since when is it so?");

async fn draw(
    site: &Site,
    signed: &Signed,
    row: Option<&PlaceRow>,
    typed: Typed,
    attempt: Attempt,
) -> Answer {
    let who = signed.connecting()?;
    let typed = attempt.keep(typed);
    let keys = signed.keys(&site.app, &typed);
    let members = site.app.views.community(&who).await?;
    let contact = |id: &str| typed.is("contact_id", id);
    let contacts = members.iter().map(|one| {
        let id = one.person_id.to_string();
        Choice::new(&id, &one.name).chosen(contact(&id))
    });
    let setting =
        |one: &Setting| Choice::new(one.code(), one.label()).chosen(typed.is("setting", one.code()));
    let open = |one: &OpenTo| Choice::new(one.code(), one.label()).chosen(typed.is("open_to", one.code()));
    let (title, action, back) = match row {
        Some(row) => {
            let id = row.place.place_id;
            (format!("Tell anew: {}", row.name()), paths::place_part(id, "details"), paths::place(id))
        }
        None => ("Write a place down".to_owned(), paths::NEW_PLACE.to_owned(), paths::PLACES.to_owned()),
    };
    let page = PlaceForm {
        page: signed.page(title, Here::Introduce),
        keys: match row {
            Some(row) => keys.seen(typed.seen().unwrap_or(row.version)),
            None => keys,
        },
        action,
        back,
        day: if row.is_some() { TOLD } else { RECORDED },
        activities: told::activities(&typed),
        times: told::times(&typed),
        asking: told::asking(&typed),
        settings: Setting::ALL.iter().map(setting).collect(),
        open_to: OpenTo::ALL.iter().map(open).collect(),
        contacts: contacts.collect(),
        told_more: row.is_some() || !attempt.errors.is_empty(),
        today: site.app.clock.today().to_string(),
        attempt,
        typed,
    };
    show_as(page.attempt.status, &page)
}

async fn new(State(site): State<Site>, signed: Signed) -> Answer {
    let typed = Typed::default()
        .with("place_id", site.app.ids.next())
        .with("setting", Setting::Adults.code())
        .with("open_to", OpenTo::Everybody.code())
        .with(RECORDED.0, site.app.clock.today());
    draw(&site, &signed, None, typed, Attempt::first()).await
}

async fn record(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let mut form = typed.reader();
    let (id, told) = (form.id::<PlaceId>("place_id"), told::read(&mut form, &typed, RECORDED.0));
    let (Some(id), Some((details, contact, recorded_on))) = (id, told) else {
        return draw(&site, &signed, None, typed.clone(), form.again()).await;
    };
    let command = PlaceCommand::RecordPlace { place_id: id, details, contact, recorded_on };
    let instruction = Instruction::Place { id, command };
    match site.settle(&signed, &typed, instruction, &paths::place(id), Flash::PlaceRecorded).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, None, typed, attempt).await,
    }
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<PlaceId>) -> Answer {
    let row = site.app.views.place(&signed.connecting()?, id).await?.ok_or(Refusal::NotFound)?;
    let typed = told::as_told(&row.place).with(TOLD.0, site.app.clock.today());
    draw(&site, &signed, Some(&row), typed, Attempt::first()).await
}

async fn tell(State(site): State<Site>, signed: Signed, At(id): At<PlaceId>, typed: Typed) -> Answer {
    let row = site.app.views.place(&signed.connecting()?, id).await?.ok_or(Refusal::NotFound)?;
    let mut form = typed.reader();
    let Some((details, contact, told_on)) = told::read(&mut form, &typed, TOLD.0) else {
        return draw(&site, &signed, Some(&row), typed.clone(), form.again()).await;
    };
    let instruction =
        Instruction::Place { id, command: PlaceCommand::TellPlaceAnew { details, contact, told_on } };
    match site.settle(&signed, &typed, instruction, &paths::place(id), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, Some(&row), typed, attempt).await,
    }
}
