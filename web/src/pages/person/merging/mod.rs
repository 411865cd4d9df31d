//! Two records of one person: choosing the other, both side by side with what they would be together, putting them
//! together, or saying that they are two people. A team lead's, because the two may be of different caseloads.

mod compared;
mod preview;
pub mod undoing;

use app::commands::{Instruction, Merging};
use app::error::Refusal;
use app::views::merging::LikePair;
use app::views::people::PersonSummary;
use askama::Template;
use axum::extract::State;
use domain::person::PersonCommand;
use domain::person::codes::PersonKind;
use domain::shared::ids::PersonId;

use self::preview::beside;
use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Typed};
use crate::guard::Audience;
use crate::look::{Faces, FormErrors, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, paths};

/// Choosing, looking, putting together, telling apart.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/merging", Audience::Leading, look),
        post("/people/{id}/merging", Audience::Leading, merge),
        post("/people/{id}/merging/search", Audience::Leading, search),
        post("/people/{id}/merging/two-people", Audience::Leading, two_people),
    ]
}

/// Pairs among which those with somebody are looked for.
const MOST_PAIRS: usize = 200;
/// People found for some words.
const MOST_FOUND: usize = 10;
/// Longest search that means anything.
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "person/merging.html")]
struct Choosing {
    page: Page,
    attempt: Attempt,
    errors: FormErrors,
    head: Head,
    /// People who look like this one.
    alike: Vec<PersonSummary>,
    /// What was looked for, and who was found.
    words: String,
    found: Vec<PersonSummary>,
    faces: Faces,
}

impl Choosing {
    fn beside(&self, one: &PersonSummary) -> String {
        format!("{}?with={}", paths::person_part(self.head.id, "merging"), one.person_id)
    }

    fn about(&self, one: &PersonSummary) -> String {
        about(one)
    }
}

/// "Born 2 May 1979 · Harbour Side · community member"
pub fn about(one: &PersonSummary) -> String {
    let kind = match one.kind {
        PersonKind::Supported => "supported by us",
        PersonKind::CommunityMember => "community member",
    };
    let born = one.born_on.map(|day| format!("Born {}", format::date(day)));
    let parts = [born, one.area.clone(), Some(kind.to_owned())];
    format::capital(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

async fn look(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(asked): Params,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    match asked.id::<PersonId>("with").filter(|goes| *goes != id) {
        Some(goes) => beside(&site, &signed, &record, (goes, Typed::default()), Attempt::first()).await,
        None => choose(&site, &signed, &record, "", Attempt::first()).await,
    }
}

async fn search(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    choose(&site, &signed, &record, typed.one("look"), Attempt::first()).await
}

async fn choose(site: &Site, signed: &Signed, record: &Record, typed: &str, attempt: Attempt) -> Answer {
    let (who, id) = (signed.connecting()?, record.id());
    let words: String = typed.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let mut alike = match record.row.person.details() {
        Some(details) if record.takes_more() => site.app.views.alike(&who, details).await?,
        _ => Vec::new(),
    };
    let mut found = match words.trim() {
        "" => Vec::new(),
        words => site
            .app
            .views
            .find(&who, words, MOST_FOUND + 1)
            .await?
            .into_iter()
            .map(|one| one.person)
            .collect(),
    };
    for LikePair { one, other, .. } in site.app.views.like_pairs(&who, MOST_PAIRS).await? {
        if one.person_id == id || other.person_id == id {
            alike.push(if one.person_id == id { other } else { one });
        }
    }
    alike.retain(|one| one.person_id != id);
    alike.sort_by(|one, other| (&one.name, one.person_id).cmp(&(&other.name, other.person_id)));
    alike.dedup_by_key(|one| one.person_id);
    found.retain(|one| one.person_id != id);
    found.truncate(MOST_FOUND);
    let faces = Faces::of(site, &who, alike.iter().chain(&found).map(|one| one.person_id)).await?;
    let title = format!("Is {} on record twice?", record.called());
    let (page, _, _, head) = record.form(site, signed, &title, Typed::default(), &attempt);
    let errors = FormErrors::none();
    show_as(attempt.status, &Choosing { page, attempt, errors, head, alike, words, found, faces })
}

async fn merge(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let goes = form.id::<PersonId>("goes");
    if !form.tick("sure") {
        form.refuse::<()>("sure", "Tick this once you have looked at both");
    }
    let fine = form.is_fine();
    let again = form.again();
    let Some(goes) = goes else {
        return choose(&site, &signed, &record, "", again).await;
    };
    if !fine {
        return beside(&site, &signed, &record, (goes, typed.clone()), again).await;
    }
    let goes_seen = typed.id("goes_seen");
    let instruction = Instruction::PutTogether(Merging { stays: id, goes, goes_seen });
    match site.ask(&signed, &typed, instruction).await {
        Ok(done) => site.done(done, &paths::person(id), Flash::PutTogether).await,
        Err(refusal) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            // What went meanwhile can be looked at no more.
            let there = site.app.views.knows(&signed.connecting()?, goes).await?;
            match there && goes != id {
                true => beside(&site, &signed, &record, (goes, typed), attempt).await,
                false => choose(&site, &signed, &record, "", attempt).await,
            }
        }
    }
}

async fn two_people(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let Some(other) = form.id::<PersonId>("goes") else {
        return choose(&site, &signed, &record, "", form.again()).await;
    };
    let instruction = Instruction::Person { id, command: PersonCommand::TellApart { other } };
    match site.ask(&signed, &typed, instruction).await {
        Ok(done) => site.done(done, paths::DUPLICATES, Flash::ToldApart).await,
        Err(Refusal::NotFound) => Err(Refusal::NotFound.into()),
        Err(refusal) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            choose(&site, &signed, &record, "", attempt).await
        }
    }
}
