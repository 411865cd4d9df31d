//! Somebody who helps a person: linked, and at some time no longer helping. Who comes back is linked anew.

use app::commands::Instruction;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::codes::{AuthorityScope, HeldAs, SupporterRole};
use domain::person::records::{Authority, Supporter};
use domain::person::{LinkedSupporter, PersonCommand};
use domain::shared::ids::{PersonId, SupporterId};

use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page, choose};
use crate::router::{Route, get, post};
use crate::sentences::inside;
use crate::site::{Site, show_as};
use crate::{format, offered, paths};

/// Every entry about a supporter.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/supporters/new", Audience::Connecting, new),
        post("/people/{id}/supporters", Audience::Connecting, link),
        get("/people/{id}/supporters/{supporter}", Audience::Connecting, look),
        post("/people/{id}/supporters/{supporter}/ending", Audience::Connecting, unlink),
        post("/people/{id}/supporters/{supporter}/authority", Audience::Connecting, authorise),
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
    /// By what an attorney or deputy may decide, and over what.
    held_as: Vec<Choice>,
    scopes: Vec<Choice>,
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

    /// What an attorney or deputy may decide, as facts: of any other supporter nothing is asked.
    fn authority(&self) -> Vec<(&'static str, String)> {
        let Some(authority) = self.linked.as_ref().and_then(LinkedSupporter::authority) else {
            return Vec::new();
        };
        let over: Vec<String> = authority.scopes.iter().map(|scope| inside(scope.label())).collect();
        let mut facts = vec![
            ("By what", authority.held_as.label().to_owned()),
            ("Over what", format::capital(&format::and_list(&over))),
        ];
        facts.extend(authority.reference.as_ref().map(|line| ("Reference", line.to_string())));
        let seen = authority.seen_on.map_or("Nobody of us yet".to_owned(), format::date);
        facts.push(("Document seen", seen));
        facts.extend(authority.limits.as_ref().map(|words| ("Limits", words.to_string())));
        facts
    }

    /// What was written down before, each with its day.
    fn before(&self) -> Vec<String> {
        let kept = self.linked.iter().flat_map(|linked| linked.authorities.iter().rev().skip(1));
        kept.map(|kept| {
            let day = format::date(kept.recorded_on);
            match kept.authority.get() {
                Some(authority) => {
                    let over: Vec<String> =
                        authority.scopes.iter().map(|scope| inside(scope.label())).collect();
                    let reference =
                        authority.reference.as_ref().map(|line| format!(", {line}")).unwrap_or_default();
                    format!("{day}: {}{reference}", format::and_list(&over))
                }
                None => day,
            }
        })
        .collect()
    }

    /// Where it is written down what they may decide; of an attorney or deputy who helps.
    fn authorising(&self) -> Option<String> {
        let linked =
            self.linked.as_ref().filter(|linked| linked.is_current() && linked.decides_for_them())?;
        Some(format!("{}/authority", paths::supporter(self.head.id, linked.supporter_id)))
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
    let (mut held_as, mut scopes) = (offered!(HeldAs), offered!(AuthorityScope));
    choose(&mut held_as, &[typed.one("held_as")]);
    let over: Vec<&str> = typed.all("scopes").collect();
    choose(&mut scopes, &over);
    let page = SupporterPage { page, keys, attempt, typed, head, linked, roles, held_as, scopes, today };
    show_as(page.attempt.status, &page)
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
    let typed = as_it_stands(&record, &linked);
    draw(&site, &signed, &record, Some(linked), typed, Attempt::first()).await
}

/// Both forms of the page as they begin.
fn as_it_stands(record: &Record, linked: &LinkedSupporter) -> Typed {
    let typed = Typed::default().with("unlinked_on", record.today).with("recorded_on", record.today);
    let Some(authority) = linked.authority() else {
        return typed.with("held_as", HeldAs::LastingPower.code());
    };
    let typed = authority.scopes.iter().fold(typed, |typed, scope| typed.with("scopes", scope.code()));
    typed
        .with("held_as", authority.held_as.code())
        .with("reference", authority.reference.as_ref().map(ToString::to_string).unwrap_or_default())
        .with("seen_on", authority.seen_on.map(|on| on.to_string()).unwrap_or_default())
        .with("limits", authority.limits.as_ref().map(ToString::to_string).unwrap_or_default())
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
    // Of an attorney or deputy it is asked next what they may decide.
    let next = match &command {
        PersonCommand::LinkSupporter { supporter, .. } if supporter.role == SupporterRole::Attorney => {
            paths::supporter(id, supporter.supporter_id)
        }
        _ => paths::person(id),
    };
    let instruction = Instruction::Person { id, command };
    match site.settle(&signed, &typed, instruction, &next, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, None, typed, attempt).await,
    }
}

async fn authorise(
    State(site): State<Site>,
    signed: Signed,
    At((id, supporter_id)): At<(PersonId, SupporterId)>,
    typed: Typed,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let linked = linked(&record, supporter_id)?;
    // Two forms stand on the page; the other one begins as it does on a first look.
    let both = typed.clone().with("unlinked_on", record.today);
    let mut form = typed.reader();
    let (held_as, scopes) = (form.code("held_as"), form.codes::<AuthorityScope>("scopes"));
    let (reference, limits) = (form.line_or_none("reference"), form.words_or_none("limits"));
    let (seen_on, recorded_on) = (form.date_or_none("seen_on"), form.date("recorded_on"));
    let read = (held_as, scopes, reference, limits, seen_on, recorded_on);
    let (Some(held_as), Some(scopes), Some(reference), Some(limits), Some(seen_on), Some(recorded_on)) = read
    else {
        return draw(&site, &signed, &record, Some(linked), both, form.again()).await;
    };
    let scopes = scopes.into_iter().collect();
    let authority = Authority { held_as, scopes, reference, seen_on, limits };
    let command = PersonCommand::RecordAuthority { supporter_id, authority, recorded_on };
    let instruction = Instruction::Person { id, command };
    let to = paths::supporter(id, supporter_id);
    match site.settle(&signed, &typed, instruction, &to, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, Some(linked), both, attempt).await,
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
