//! What somebody agreed to: each question with its answer as it counts today and every answer before it,
//! and a form for a new one: yes, no, or no longer.

use app::commands::Instruction;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::person::codes::{AnswerMethod, ConsentScope};
use domain::person::{Answer as Said, DocumentKind, KeptDocument, LinkedSupporter, Person, PersonCommand};
use domain::shared::ids::{PersonId, SupporterId};

use super::head::{Head, Record};
use super::record::{Consent, consents};
use crate::error::{Answer, Error};
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::format;
use crate::guard::Audience;
use crate::look::{Choice, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::sentences::inside;
use crate::site::{Site, show_as};

/// Papers to choose from, the latest first.
const MOST_PAPERS: usize = 50;

/// Looking at the answers and the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/consents", Audience::Connecting, look),
        post("/people/{id}/consents", Audience::Connecting, record),
    ]
}

domain::codes! {
    /// What they said.
    Response {
        Yes = "Yes",
        No = "No",
        NoLonger = "No longer: they changed their mind",
    }
}

#[derive(Template)]
#[template(path = "person/consent.html")]
struct ConsentPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    scopes: Vec<Choice>,
    answers: Vec<Choice>,
    hows: Vec<Choice>,
    /// Decisions made for them that a yes can rest on.
    decisions: Vec<Choice>,
    /// Attorneys and deputies who may answer for them.
    answering: Vec<Choice>,
    /// Papers that can show an answer.
    papers: Vec<Choice>,
    /// Every answer so far, newest first.
    history: Vec<Given>,
    today: String,
}

/// One answer in the history.
pub(super) struct Given {
    pub(super) what: String,
    pub(super) words: Option<String>,
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let title = format!("What {} agreed to", record.called());
    let (page, keys, typed, head) = record.form(site, signed, &title, typed, &attempt);
    let person = &record.row.person;
    let scope = |Consent { scope, stands, .. }: Consent| {
        Choice::new(scope.code(), scope.label()).hint(stands).chosen(typed.is("scope", scope.code()))
    };
    let answer = |answer: &Response, icon| {
        Choice::new(answer.code(), answer.label()).icon(icon).chosen(typed.is("answer", answer.code()))
    };
    let icons = ["circle-check", "circle-x", "undo-2"];
    let how = |how: &AnswerMethod| Choice::new(how.code(), how.label()).chosen(typed.is("how", how.code()));
    let page = ConsentPage {
        scopes: consents(person, record.today).into_iter().map(scope).collect(),
        answers: Response::ALL.iter().zip(icons).map(|(one, icon)| answer(one, icon)).collect(),
        hows: AnswerMethod::ALL.iter().map(how).collect(),
        decisions: decisions(person, typed.one("decision_id")),
        answering: answering(person, typed.one("given_by")),
        papers: papers(person, typed.one("evidence")),
        history: history(person),
        today: record.today.to_string(),
        page,
        keys,
        attempt,
        typed,
        head,
    };
    show_as(page.attempt.status, &page)
}

async fn look(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(params): Params,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    // The question that nobody has asked yet comes first, unless the address names one.
    let open = consents(&record.row.person, record.today).into_iter().find(|one| one.holds.is_none());
    let scope = params.id("about").or(open.map(|one| one.scope)).unwrap_or(ConsentScope::BeIntroduced);
    let typed = Typed::default()
        .with("scope", scope.code())
        .with("answer", Response::Yes.code())
        .with("how", AnswerMethod::Spoken.code())
        .with("on", record.today);
    draw(&site, &signed, &record, typed, Attempt::first()).await
}

async fn record(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let Some(command) = read(&mut form) else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    match site.ask(&signed, &typed, Instruction::Person { id, command }).await {
        Ok(done) => site.done(done, &paths::person_part(id, "agreements"), Flash::AnswerKept).await,
        Err(refusal) => {
            let attempt = refused(refusal, &typed)?;
            draw(&site, &signed, &record, typed, attempt).await
        }
    }
}

fn read(form: &mut Reader<'_>) -> Option<PersonCommand> {
    let (scope, answer, on) = (form.code("scope"), form.code::<Response>("answer"), form.date("on"));
    let (how, words) = (form.code("how"), form.words_or_none("words"));
    let until = match answer {
        Some(Response::Yes) => form.date_or_none("until"),
        _ => Some(None),
    };
    // The choice stands on the page for whoever needs it; an answer of their own rests on nothing.
    let decision_id = match how {
        Some(AnswerMethod::BestInterests) => form.id_or_none("decision_id"),
        _ => Some(None),
    };
    let (given_by, evidence) = (form.id_or_none("given_by"), form.id_or_none("evidence"));
    // A no counts whoever says it, and however.
    if answer.is_some_and(|answer| answer != Response::Yes) {
        if given_by.flatten().is_some() {
            form.refuse::<()>(
                "given_by",
                "Of a yes alone it is kept who answered. Write in the words who said no",
            );
        }
        if evidence.flatten().is_some() {
            form.refuse::<()>("evidence", "Of a yes alone it is kept which paper shows it");
        }
    }
    let (scope, answer, on, how, words, until) = (scope?, answer?, on?, how?, words?, until?);
    let (decision_id, given_by, evidence) = (decision_id?, given_by?, evidence?);
    let command = match answer {
        Response::Yes => {
            let given_on = on;
            PersonCommand::GiveConsent { scope, given_on, how, until, words, decision_id, given_by, evidence }
        }
        Response::No => PersonCommand::RefuseConsent { scope, refused_on: on, how, words },
        Response::NoLonger => PersonCommand::WithdrawConsent { scope, withdrawn_on: on, how, words },
    };
    form.is_fine().then_some(command)
}

/// The form has one day for all three answers, and names a decision only where there is one.
fn refused(refusal: Refusal, typed: &Typed) -> Result<Attempt, Error> {
    let field = refusal.field();
    let attempt = Attempt::refused(refusal, typed)?;
    Ok(match field {
        Some("given_on" | "refused_on" | "withdrawn_on") => attempt.about("on"),
        Some("decision_id") => attempt.about("how"),
        Some("document_id") => attempt.about("evidence"),
        _ => attempt,
    })
}

/// Decisions made for them, newest first.
fn decisions(person: &Person, chosen: &str) -> Vec<Choice> {
    let mut all: Vec<_> = person.best_interests.values().collect();
    all.sort_by_key(|kept| (std::cmp::Reverse(kept.decided_on), kept.decision_id));
    all.into_iter()
        .filter_map(|kept| {
            let about = person.assessments.get(&kept.assessment_id)?.decision.label();
            let label = format!("{}, decided on {}", about, format::date(kept.decided_on));
            let id = kept.decision_id.to_string();
            Some(Choice::new(&id, label).chosen(chosen == id))
        })
        .collect()
}

/// Whoever may answer for them, with what they hold; those who are there no longer, for a day gone by.
fn answering(person: &Person, chosen: &str) -> Vec<Choice> {
    let one = |linked: &LinkedSupporter| {
        let until = linked.unlinked_on.map(|day| format!(", until {}", format::date(day)));
        let label = format!("{}{}", answered_by(person, linked.supporter_id), until.unwrap_or_default());
        let id = linked.supporter_id.to_string();
        Choice::new(&id, label).chosen(chosen == id)
    };
    person.answering_for_them().into_iter().map(one).collect()
}

/// "Lee Wells, attorney under a lasting power of attorney". Who it was may not be known any more; that it was not the
/// person is.
pub(crate) fn answered_by(person: &Person, id: SupporterId) -> String {
    let linked = person.supporters.get(&id);
    let Some(supporter) = linked.and_then(|linked| linked.supporter.get()) else {
        return "somebody who is not on record any more".to_owned();
    };
    let held = linked.and_then(|linked| linked.authority());
    let held = held.map(|authority| format!(", {}", inside(authority.held_as.label())));
    format!("{}{}", supporter.name, held.unwrap_or_default())
}

/// The latest papers on their record, those that are no photographs of them.
fn papers(person: &Person, chosen: &str) -> Vec<Choice> {
    let there = person.documents_there().into_iter().filter(|kept| kept.kind != DocumentKind::PhotoOfThem);
    let paper = |kept: &KeptDocument| {
        let id = kept.document_id.to_string();
        let label = format!("{}, {}", kept.about.get()?.title, format::date(kept.day()));
        Some(Choice::new(&id, label).chosen(chosen == id))
    };
    there.filter_map(paper).take(MOST_PAPERS).collect()
}

/// Every answer to one of the questions, newest first.
pub(super) fn history(person: &Person) -> Vec<Given> {
    let mut all: Vec<(NaiveDate, Given)> = Vec::new();
    for (scope, answers) in &person.consents {
        for answer in answers {
            let said = match answer {
                Said::Given { .. } => "yes",
                Said::Refused { .. } => "no",
                Said::Withdrawn { .. } => "no longer",
            };
            let day = format::date(answer.on());
            let by = match answer {
                Said::Given { consent, .. } => consent.given_by.map(|id| answered_by(person, id)),
                Said::Refused { .. } | Said::Withdrawn { .. } => None,
            };
            let by = by.map(|who| format!(". Answered by {who}")).unwrap_or_default();
            let what = format!("{day}: {said} to “{}”. {}{by}", scope.label(), answer.how().label());
            all.push((answer.on(), Given { what, words: answer.words().map(ToString::to_string) }));
        }
    }
    all.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    all.into_iter().map(|(_, given)| given).collect()
}
