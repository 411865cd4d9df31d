//! Somebody who helps a person: linked, and at some time no longer helping. Who comes back is linked anew.

use app::commands::Instruction;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::codes::SupporterRole;
use domain::person::records::Supporter;
use domain::person::{LinkedSupporter, PersonCommand};
use domain::shared::ids::{PersonId, SupporterId};

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

/// Every entry about a supporter.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/supporters/new", Audience::Connecting, new),
        post("/people/{id}/supporters", Audience::Connecting, link),
        get("/people/{id}/supporters/{supporter}", Audience::Connecting, look),
        post("/people/{id}/supporters/{supporter}/ending", Audience::Connecting, unlink),
    ]
}

#[derive(Template)]
#[template(path = "person/supporter.html")]
struct SupporterPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    /// Who is shown; `None` when one is linked.
    linked: Option<LinkedSupporter>,
    roles: Vec<Choice>,
    today: String,
}

impl SupporterPage {
    /// "Family, since 12 January 2026"
    fn since(&self) -> String {
        let Some(linked) = &self.linked else { return String::new() };
        let role = linked.supporter.get().map_or("Supporter", |supporter| supporter.role.label());
        let until = linked.unlinked_on.map(|day| format!(" until {}", format::date(day)));
        format!("{role}, since {}{}", format::date(linked.linked_on), until.unwrap_or_default())
    }

    fn contact(&self) -> Option<String> {
        let supporter = self.linked.as_ref()?.supporter.get()?;
        supporter.contact.as_ref().map(ToString::to_string)
    }

    fn ending(&self) -> Option<String> {
        let linked = self.linked.as_ref().filter(|linked| linked.is_current())?;
        Some(format!("{}/ending", paths::supporter(self.head.id, linked.supporter_id)))
    }
}

async fn draw(
    site: &Site,
    signed: &Signed,
    record: &Record,
    linked: Option<LinkedSupporter>,
    typed: Typed,
    attempt: Attempt,
) -> Answer {
    let title = match &linked {
        Some(linked) => linked.supporter.get().map_or("Somebody".to_owned(), |one| one.name.to_string()),
        None => format!("Who supports {}?", record.called()),
    };
    let (page, keys, typed, head) = record.form(site, signed, &title, typed, &attempt);
    let role =
        |role: &SupporterRole| Choice::new(role.code(), role.label()).chosen(typed.is("role", role.code()));
    let roles = SupporterRole::ALL.iter().map(role).collect();
    let today = record.today.to_string();
    show_as(attempt.status, &SupporterPage { page, keys, attempt, typed, head, linked, roles, today })
}

async fn new(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let typed = Typed::default()
        .with("supporter_id", site.app.ids.next())
        .with("role", SupporterRole::Family.code())
        .with("linked_on", record.today);
    draw(&site, &signed, &record, None, typed, Attempt::first()).await
}

async fn look(
    State(site): State<Site>,
    signed: Signed,
    At((id, supporter)): At<(PersonId, SupporterId)>,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let linked = linked(&record, supporter)?;
    let typed = Typed::default().with("unlinked_on", record.today);
    draw(&site, &signed, &record, Some(linked), typed, Attempt::first()).await
}

fn linked(record: &Record, supporter: SupporterId) -> Result<LinkedSupporter, Refusal> {
    record.row.person.supporters.get(&supporter).cloned().ok_or(Refusal::NotFound)
}

fn read(form: &mut Reader<'_>) -> Option<PersonCommand> {
    let (supporter_id, name, role) = (form.id("supporter_id"), form.line("name"), form.code("role"));
    let (contact, linked_on) = (form.line_or_none("contact"), form.date("linked_on"));
    let supporter = Supporter { supporter_id: supporter_id?, name: name?, role: role?, contact: contact? };
    Some(PersonCommand::LinkSupporter { supporter, linked_on: linked_on? })
}

async fn link(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let Some(command) = read(&mut form) else {
        return draw(&site, &signed, &record, None, typed.clone(), form.again()).await;
    };
    let instruction = Instruction::Person { id, command };
    match site.settle(&signed, &typed, instruction, &paths::person(id), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, None, typed, attempt).await,
    }
}

async fn unlink(
    State(site): State<Site>,
    signed: Signed,
    At((id, supporter_id)): At<(PersonId, SupporterId)>,
    typed: Typed,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let linked = linked(&record, supporter_id)?;
    let mut form = typed.reader();
    let Some(unlinked_on) = form.date("unlinked_on") else {
        return draw(&site, &signed, &record, Some(linked), typed.clone(), form.again()).await;
    };
    let command = PersonCommand::UnlinkSupporter { supporter_id, unlinked_on };
    let instruction = Instruction::Person { id, command };
    match site.settle(&signed, &typed, instruction, &paths::person(id), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, Some(linked), typed, attempt).await,
    }
}
