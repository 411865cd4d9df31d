//! Taking two records apart again: what goes back, what stays, and doing it.

use app::commands::{Instruction, Merging};
use app::error::Failure;
use askama::Template;
use axum::extract::State;
use domain::person::TakenIn;
use domain::relationship::Party;
use domain::shared::ids::PersonId;

use super::super::head::{Head, Record};
use crate::error::{Answer, Error};
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::Page;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, paths};

/// Looking at what it does, and doing it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/unmerging", Audience::Leading, look),
        post("/people/{id}/unmerging", Audience::Leading, undo),
    ]
}

#[derive(Template)]
#[template(path = "person/merging/undoing.html")]
struct Undoing {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    /// The record that is taken out; `None` when none was put together with this one.
    out: Option<Out>,
}

/// A record that was taken in, and what taking it out does.
struct Out {
    id: PersonId,
    name: String,
    /// "3 May 2026 by Rosa Castillo"
    since: String,
    /// What goes back with it, in words.
    back: String,
    /// What becomes of what was recorded or begun since, in words.
    since_then: String,
}

/// A record that was put together with somebody's, as their page says it.
pub struct Together {
    /// "Put together with the record of Gordon J Wells on 3 May 2026 by Rosa Castillo"
    pub words: String,
    /// Where it is taken apart.
    pub href: String,
}

/// The records that were put together with somebody's.
pub async fn together(site: &Site, signed: &Signed, record: &Record) -> Result<Vec<Together>, Failure> {
    let mut all = Vec::new();
    for taken in &record.row.person.taken_in {
        let of = taken.name().map_or("another record".to_owned(), |name| format!("the record of {name}"));
        let words = format!("Put together with {of} on {}", since(site, signed, taken).await?);
        let href = format!("{}?with={}", paths::person_part(record.id(), "unmerging"), taken.from);
        all.push(Together { words, href });
    }
    Ok(all)
}

/// "3 May 2026 by Rosa Castillo"
async fn since(site: &Site, signed: &Signed, taken: &TakenIn) -> Result<String, Failure> {
    let names = site.app.accounts.names(signed.organisation()).await?;
    let by = names.into_iter().find(|(id, _)| *id == taken.by).map(|(_, name)| format!(" by {name}"));
    Ok(format!("{}{}", format::date(taken.on), by.unwrap_or_default()))
}

async fn draw(
    site: &Site,
    signed: &Signed,
    record: &Record,
    (goes, typed): (Option<PersonId>, Typed),
    attempt: Attempt,
) -> Answer {
    let all = &record.row.person.taken_in;
    let wanted = all.iter().find(|taken| Some(taken.from) == goes).or(all.last().filter(|_| goes.is_none()));
    let out = match wanted {
        Some(taken) => Some(out(site, signed, record, taken).await?),
        None => None,
    };
    let title = "Take the two records apart";
    let (page, keys, typed, head) = record.form(site, signed, title, typed, &attempt);
    show_as(attempt.status, &Undoing { page, keys, attempt, typed, head, out })
}

async fn out(site: &Site, signed: &Signed, record: &Record, taken: &TakenIn) -> Result<Out, Error> {
    let who = signed.connecting()?;
    let ties = site.app.views.relationships_of_person(&who, record.id()).await?;
    let cases = &record.cases;
    let theirs = cases.iter().filter(|case| case.row.engagement.subject() == taken.from).count();
    let ties_back = ties.iter().filter(|tie| {
        let tie = &tie.relationship;
        [Party::Person, Party::Other].into_iter().any(|party| tie.subject(party) == taken.from)
    });
    let ties_back = ties_back.count();
    let new = |on: Option<chrono::NaiveDate>| on.is_some_and(|on| on > taken.on);
    let begun = cases.iter().filter(|case| case.row.engagement.subject() == record.id());
    let begun = begun.filter(|case| new(case.row.engagement.received_on)).count();
    let counted = |count: usize, one, many| (count > 0).then(|| format::plural(count, one, many));
    let back =
        [counted(theirs, "engagement", "engagements"), counted(ties_back, "relationship", "relationships")];
    let goes_back = taken.follows().len();
    Ok(Out {
        id: taken.from,
        name: taken.name().unwrap_or("Somebody").to_owned(),
        since: since(site, signed, taken).await?,
        back: goes_back_with_it(theirs + ties_back, &back.into_iter().flatten().collect::<Vec<_>>()),
        since_then: since_then(taken.recorded_since() - goes_back, goes_back, begun),
    })
}

/// "1 engagement and 2 relationships go back to it, with everything that has happened in them since."
fn goes_back_with_it(count: usize, what: &[String]) -> String {
    match count {
        0 => String::new(),
        1 => format!(
            "{} goes back to it, with everything that has happened in it since.",
            format::and_list(what)
        ),
        _ => format!(
            "{} go back to it, with everything that has happened in them since.",
            format::and_list(what)
        ),
    }
}

/// "2 things that were recorded here since stay here. 1 more goes back, …"
fn since_then(stay: usize, go_back: usize, begun: usize) -> String {
    let mut said = match stay {
        0 => "Nothing else was recorded here since.".to_owned(),
        1 => "1 thing that was recorded here since stays here.".to_owned(),
        many => format!("{many} things that were recorded here since stay here."),
    };
    if go_back > 0 {
        let more = format::plural(go_back, "more goes back", "more go back");
        said += &format!(
            " {more}, being about something that the other record had brought, or recorded in its engagements."
        );
    }
    if begun > 0 {
        let began =
            format::plural(begun, "engagement that began since stays", "engagements that began since stay");
        said += &format!(" {began} here.");
    }
    said
}

async fn look(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(asked): Params,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    draw(&site, &signed, &record, (asked.id("with"), Typed::default()), Attempt::first()).await
}

async fn undo(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let goes = form.id::<PersonId>("goes");
    if !form.tick("sure") {
        form.refuse::<()>("sure", "Tick this once you have read what happens");
    }
    let (Some(goes), true) = (goes, form.is_fine()) else {
        return draw(&site, &signed, &record, (goes, typed.clone()), form.again()).await;
    };
    let instruction = Instruction::TakeApart(Merging { stays: id, goes, goes_seen: None });
    match site.settle(&signed, &typed, instruction, &paths::person(id), Flash::TakenApart).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, (Some(goes), typed), attempt).await,
    }
}
