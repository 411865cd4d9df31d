//! Registering somebody, once. First who they are; then, if anybody on record looks alike, whether it is
//! one of those; then the record. What was typed goes along until there is one.

use app::access::Connecting;
use app::commands::Instruction;
use app::error::Refusal;
use app::views::people::PersonSummary;
use askama::Template;
use axum::extract::State;
use domain::person::codes::PersonKind;
use domain::person::records::Details;
use domain::person::{PersonCommand, PersonError};
use domain::shared::ids::PersonId;

use crate::error::Answer;
use crate::extract::Signed;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, paths};

/// The form, the look at who is alike, the record.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/new", Audience::Connecting, new),
        post("/people/check", Audience::Connecting, check),
        post(paths::PEOPLE, Audience::Connecting, register),
    ]
}

#[derive(Template)]
#[template(path = "person/register.html")]
struct Register {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    kinds: Vec<Choice>,
    today: String,
    /// Who looks alike; empty on the first step.
    alike: Vec<Alike>,
    /// What was typed, as a sentence for the second step.
    said: String,
}

/// Somebody who looks alike.
struct Alike {
    person: PersonSummary,
    /// "Born 2 May 1979 · Harbour Side"
    about: String,
    /// Whether the viewer may open their record.
    known: bool,
}

/// What is asked of somebody new.
struct Asked {
    person_id: PersonId,
    kind: PersonKind,
    details: Details,
}

async fn draw(site: &Site, signed: &Signed, typed: Typed, attempt: Attempt, alike: Vec<Alike>) -> Answer {
    let typed = attempt.keep(typed);
    let kind = |kind: PersonKind, hint: &str, icon: &str| {
        Choice::new(kind.code(), kind.label()).hint(hint).icon(icon).chosen(typed.is("kind", kind.code()))
    };
    let kinds = vec![
        kind(PersonKind::Supported, "A connector works with them", "user-round"),
        kind(PersonKind::CommunityMember, "Somebody who may be introduced. A name is enough", "users"),
    ];
    let title = if alike.is_empty() { "Register somebody" } else { "Is it one of these?" };
    let (page, keys) = (signed.page(title, Here::People), signed.keys(&site.app, &typed));
    let (today, said) = (site.app.clock.today().to_string(), said(&typed));
    show_as(attempt.status, &Register { page, keys, attempt, typed, kinds, today, alike, said })
}

async fn new(State(site): State<Site>, signed: Signed) -> Answer {
    let typed = Typed::default().with("person_id", site.app.ids.next());
    draw(&site, &signed, typed.with("kind", PersonKind::Supported.code()), Attempt::first(), Vec::new()).await
}

/// Looks who is alike. When nobody is, there is nothing to decide, and they are registered at once.
async fn check(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    if typed.has("change") {
        let typed = typed.without("change").without("different_from");
        return draw(&site, &signed, typed, Attempt::first(), Vec::new()).await;
    }
    let typed = typed.without("different_from");
    let mut form = typed.reader();
    let Some(asked) = read(&mut form, &typed) else {
        return draw(&site, &signed, typed.clone(), form.again(), Vec::new()).await;
    };
    let alike = alike(&site, &who, &asked).await?;
    if alike.is_empty() {
        return begin(&site, &signed, &who, typed.clone(), asked).await;
    }
    draw(&site, &signed, typed.clone(), Attempt::first(), alike).await
}

async fn register(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let mut form = typed.reader();
    let Some(asked) = read(&mut form, &typed) else {
        return draw(&site, &signed, typed.clone(), form.again(), Vec::new()).await;
    };
    begin(&site, &signed, &who, typed.clone(), asked).await
}

fn read(form: &mut Reader<'_>, typed: &Typed) -> Option<Asked> {
    let (name, known_as) = (form.line("name"), form.line_or_none("known_as"));
    let (born_on, area) = (form.date_or_none("born_on"), form.line_or_none("area"));
    let (kind, person_id) = (form.code("kind"), typed.id("person_id"));
    if person_id.is_none() {
        form.refuse::<()>("", "This page was not complete. Please open it again; copy what you typed first");
    }
    let (phone, email, address) = (None, None, None);
    let details =
        Details { name: name?, known_as: known_as?, born_on: born_on?, phone, email, address, area: area? };
    Some(Asked { person_id: person_id?, kind: kind?, details })
}

async fn alike(site: &Site, who: &Connecting<'_>, asked: &Asked) -> Result<Vec<Alike>, Refusal> {
    let mut alike = Vec::new();
    for person in site.app.views.alike(who, &asked.details).await? {
        // A second sending of the same form finds the record that the first one began.
        if person.person_id == asked.person_id {
            continue;
        }
        let known = site.app.views.knows(who, person.person_id).await?;
        let born = person.born_on.map(|day| format!("Born {}", format::date(day)));
        let kind = (person.kind == PersonKind::CommunityMember).then(|| "community member".to_owned());
        let about: Vec<String> = [born, person.area.clone(), kind].into_iter().flatten().collect();
        alike.push(Alike { about: format::capital(&about.join(" · ")), known, person });
    }
    Ok(alike)
}

async fn begin(site: &Site, signed: &Signed, who: &Connecting<'_>, typed: Typed, asked: Asked) -> Answer {
    let (id, details) = (asked.person_id, asked.details.clone());
    let different_from = typed.all("different_from").filter_map(|id| id.parse().ok()).collect();
    let command = PersonCommand::Register {
        person_id: id,
        kind: asked.kind,
        details,
        different_from,
        alike: Vec::new(),
    };
    match site.ask(signed, &typed, Instruction::Person { id, command }).await {
        Ok(done) => site.done(done, &paths::person(id), Flash::Registered).await,
        Err(Refusal::Person(PersonError::PossibleDuplicates { .. })) => {
            let alike = alike(site, who, &asked).await?;
            draw(site, signed, typed, Attempt::first(), alike).await
        }
        Err(refusal) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            draw(site, signed, typed, attempt, Vec::new()).await
        }
    }
}

/// "Joy Okafor, born 2 May 1979, supported by us"
fn said(typed: &Typed) -> String {
    let born = crate::form::parse_day(typed.one("born_on")).ok();
    let kind: Option<PersonKind> = typed.id("kind");
    let parts = [
        Some(typed.one("name").trim().to_owned()),
        born.map(|day| format!("born {}", format::date(day))),
        kind.map(|kind| kind.label().to_lowercase()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
