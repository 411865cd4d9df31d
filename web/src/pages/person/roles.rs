//! The roles that somebody has among others: those that are theirs now, those that were, and the form for a new one.

use app::commands::Instruction;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::person::codes::RoleKind;
use domain::person::records::ValuedRole;
use domain::person::{KeptRole, Person, PersonCommand};
use domain::shared::ids::PersonId;

use super::head::{Head, Record, Tab};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::pages::connector::engagement::sheet::{Field, Shape, Sheet, SheetPage};
use crate::router::{Route, get, post};
use crate::sentences::roles::said;
use crate::site::{Site, show};
use crate::{format, offered, paths};

/// Every entry but those of one role.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/roles", Audience::Connecting, page),
        get("/people/{id}/roles/new", Audience::Connecting, new),
        post("/people/{id}/roles", Audience::Connecting, take_up),
    ]
}

#[derive(Template)]
#[template(path = "person/roles.html")]
struct RolesPage {
    page: Page,
    head: Head,
    now: Vec<Line>,
    before: Vec<Line>,
    /// Whether anything can still be added.
    open: bool,
}

/// One role in a list.
pub(super) struct Line {
    pub href: String,
    /// "Waters the beds, the allotment society"
    pub what: String,
    /// "Volunteer, since 3 March 2026 · 4 hours a week"
    pub under: String,
}

/// A role as a list shows it.
pub(super) fn line(person: PersonId, kept: &KeptRole, today: NaiveDate) -> Line {
    Line {
        href: paths::role(person, kept.role_id),
        what: kept.role.get().map_or("What it was is gone".to_owned(), |role| format::capital(&said(role))),
        under: under(kept, today),
    }
}

/// Its kind, its days, and the hours that it takes, or took at last.
pub(super) fn under(kept: &KeptRole, today: NaiveDate) -> String {
    let days = match &kept.ended {
        Some(ended) => format!("{} to {}", format::date(kept.began_on), format::date(ended.on)),
        None => format!("since {}", format::date(kept.began_on)),
    };
    let hours = match kept.minutes_on(today) {
        Some(minutes) => format!("{} a week", format::hours(minutes)),
        None => "hours not told".to_owned(),
    };
    let back = if kept.counts() { "" } else { " · taken back" };
    format!("{}, {days} · {hours}{back}", kept.kind.label())
}

/// The roles that are theirs on a day, for other pages.
pub(super) fn now(person: &Person, today: NaiveDate) -> Vec<Line> {
    person.roles_on(today).into_iter().map(|kept| line(person.person_id, kept, today)).collect()
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let (person, today) = (&record.row.person, record.today);
    let mut before: Vec<&KeptRole> = person.roles.values().filter(|kept| !kept.held_on(today)).collect();
    before.sort_by_key(|kept| (std::cmp::Reverse(kept.began_on), kept.role_id));
    show(&RolesPage {
        page: signed
            .page(format!("{} roles among others", format::possessive(&record.called())), Here::People),
        head: record.head(Tab::None),
        now: now(person, today),
        before: before.into_iter().map(|kept| line(id, kept, today)).collect(),
        open: record.takes_more() && person.is_supported(),
    })
}

fn sheet(called: &str) -> Sheet {
    Sheet::new(format!("A role that {called} has among others"), "Save", "check")
        .lead("Something that others count on: a member who is missed when away, a volunteer, somebody who is paid. Not a place on a course for disabled people alone.")
        .field(Field::hidden("role_id"))
        .field(Field::one("kind", "What sort of role is it?", offered!(RoleKind)).shaped(Shape::One("cols-2")))
        .field(
            Field::new(Shape::Line(""), "role_what", "What do they do?").hint("Waters the beds; treasurer"),
        )
        .field(
            Field::new(Shape::Line(""), "role_at", "Where, or with whom?").hint("The allotment society").optional(),
        )
        .pair(
            Field::date("began_on", "Since when?"),
            Field::new(Shape::Line("short"), "minutes_per_week", "Hours a week").hint("Like 2 or 7:30").optional(),
        )
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let sheet = sheet(&record.called());
    let (page, keys, typed, head) = record.form(site, signed, &sheet.title, typed, &attempt);
    let list = paths::person_part(record.id(), "roles");
    SheetPage::show(page, head, (list.clone(), list), keys, sheet, typed, attempt)
}

async fn new(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let typed = Typed::default()
        .with("role_id", site.app.ids.next())
        .with("kind", RoleKind::Member.code())
        .with("began_on", record.today);
    draw(&site, &signed, &record, typed, Attempt::first()).await
}

async fn take_up(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let (role_id, kind, what) = (form.id("role_id"), form.code("kind"), form.line("role_what"));
    let (at, began_on) = (form.line_or_none("role_at"), form.date("began_on"));
    let minutes = form.minutes_or_none("minutes_per_week");
    let read = (role_id, kind, what, at, began_on, minutes);
    let (Some(role_id), Some(kind), Some(what), Some(at), Some(began_on), Some(minutes_per_week)) = read
    else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    let role = ValuedRole { what, at };
    let command = PersonCommand::TakeUpRole { role_id, kind, role, began_on, minutes_per_week };
    let to = paths::person_part(id, "roles");
    match site.settle(&signed, &typed, Instruction::Person { id, command }, &to, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, typed, attempt).await,
    }
}
