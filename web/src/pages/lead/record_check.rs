//! Looking at one record of a sample: each thing to look at with what Kith can say about it itself, a verdict and
//! a word. The facts are shown beside the answer and never answer it.

use std::collections::BTreeMap;

use app::error::Refusal;
use app::team_book::sampling::{Criterion, NOTE_HOURS, Remarks, Sample, SampledCase, Verdict};
use app::views::cases::Case;
use app::views::sessions::SessionRow;
use askama::Template;
use axum::extract::State;
use chrono::{Days, NaiveDate};
use domain::engagement::SessionStatus;
use domain::engagement::clocks::BASELINE_MAP_WEEKS;
use domain::person::codes::ConsentScope;
use domain::shared::calendar::weeks_between;
use domain::shared::ids::{EngagementId, SampleId};

use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page, choose};
use crate::offered;
use crate::pages::person::head::Record;
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};
use crate::{format, paths};

/// Sessions of one case that are looked through.
const SESSIONS: i64 = 500;

/// Looking, and keeping what was found.
pub fn routes() -> Vec<Route> {
    let at = "/team/samples/{sample}/{engagement}";
    vec![get(at, Audience::Leading, look), post(at, Audience::Leading, keep)]
}

/// One thing to look at.
struct Row {
    criterion: Criterion,
    /// What Kith can say about it.
    fact: String,
    /// The fields of the verdict and of the word.
    verdict: String,
    word: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "lead/record_check.html")]
struct RecordCheck {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    sample: SampleId,
    engagement: EngagementId,
    rows: Vec<Row>,
    /// The person's record and plan; `None` when they were forgotten.
    person: Option<(uuid::Uuid, String, String)>,
}

fn verdict_of(criterion: Criterion) -> String {
    format!("found_{}", criterion.code())
}

/// Named so that what was typed there is shown as words when the session has ended in between.
fn word_of(criterion: Criterion) -> String {
    format!("words-{}", criterion.code())
}

async fn find(
    site: &Site,
    signed: &Signed,
    (sample, engagement): (SampleId, EngagementId),
) -> Result<(Sample, SampledCase), Refusal> {
    let who = signed.connecting()?;
    let sample = site.app.team_book.sample(&who, sample).await?.ok_or(Refusal::NotFound)?;
    let case = sample.cases.iter().find(|case| case.engagement_id == engagement).cloned();
    Ok((sample, case.ok_or(Refusal::NotFound)?))
}

async fn look(State(site): State<Site>, signed: Signed, At(at): At<(SampleId, EngagementId)>) -> Answer {
    let (sample, case) = find(&site, &signed, at).await?;
    let mut typed = Typed::default();
    for (criterion, verdict) in case.checked.iter().flat_map(|checked| &checked.results) {
        typed = typed.with(verdict_of(*criterion), verdict.code());
    }
    for (criterion, words) in case.checked.iter().flat_map(|checked| &checked.words.0) {
        typed = typed.with(word_of(*criterion), words);
    }
    draw(&site, &signed, (&sample, &case), typed, Attempt::first()).await
}

async fn draw(
    site: &Site,
    signed: &Signed,
    (sample, sampled): (&Sample, &SampledCase),
    typed: Typed,
    attempt: Attempt,
) -> Answer {
    let who = signed.connecting()?;
    let id = sampled.engagement_id;
    let today = site.app.clock.today();
    let case = site.app.views.case(&who, id, today).await?;
    let facts = match &case {
        Some(case) => {
            let sessions = site.app.views.sessions_of(&who, id, SESSIONS).await?;
            let record = Record::read(site, &who, case.person.person_id).await?;
            facts(case, &record, &sessions, (sample.from_on, sample.to_on))
        }
        None => BTreeMap::new(),
    };
    let row = |criterion: &Criterion| {
        let verdict = verdict_of(*criterion);
        let mut choices = offered!(Verdict);
        choose(&mut choices, &[typed.one(&verdict)]);
        let fact = facts.get(criterion).cloned().unwrap_or_default();
        Row { criterion: *criterion, fact, verdict, word: word_of(*criterion), choices }
    };
    let person = case.as_ref().map(|case| {
        (case.person.person_id.uuid(), case.person.name.clone(), paths::person(case.person.person_id))
    });
    let name = person.as_ref().map_or("Somebody forgotten", |(_, name, _)| name).to_owned();
    let page = RecordCheck {
        page: signed.page(name, Here::Team),
        keys: signed.keys(&site.app, &typed),
        rows: Criterion::ALL.iter().map(row).collect(),
        sample: sample.sample_id,
        engagement: id,
        person,
        typed,
        attempt,
    };
    show_as(page.attempt.status, &page)
}

/// What Kith can say itself, of what was recorded in the days looked at and of how it stands now.
fn facts(
    case: &Case,
    record: &Record,
    sessions: &[SessionRow],
    (from, to): (NaiveDate, NaiveDate),
) -> BTreeMap<Criterion, String> {
    let (engagement, today) = (&case.row.engagement, record.today);
    let person = &record.row.person;
    let goals: Vec<String> = engagement.open_goals().iter().map(|goal| format!("“{}”", goal.words)).collect();
    let goals = if goals.is_empty() { "No goal is written down.".to_owned() } else { goals.join(" · ") };
    let map = match (case.first_map_on, engagement.started_on) {
        (Some(on), Some(start)) if on >= start => {
            let week = weeks_between(start, on);
            let when = if week <= BASELINE_MAP_WEEKS as i64 { "in time" } else { "late" };
            format!("The first was taken on {}, in week {week}: {when}.", format::date(on))
        }
        (Some(on), _) => format!("The first was taken on {}, before the work began.", format::date(on)),
        (None, _) => "No map was taken.".to_owned(),
    };
    let relied = engagement
        .consent
        .map(|consent| format!("The plan rests on the yes of {}", format::date(consent.given_on)));
    let holds = match person.consent(ConsentScope::TakePart, today) {
        Some(_) => "a yes to taking part holds today",
        None => "no yes to taking part holds today",
    };
    let consent = format!("{}; {holds}.", relied.unwrap_or_else(|| "The plan rests on no yes".to_owned()));
    let next = match (case.next_session, engagement.next_review_on()) {
        (Some((on, _)), _) => format!("The next visit is planned for {}.", format::date(on)),
        (None, Some(on)) if on >= today => format!("The next review is agreed for {}.", format::date(on)),
        _ => "Neither a visit nor a review is planned.".to_owned(),
    };
    let notes: Vec<_> = person.safety_notes().into_iter().filter(|note| note.is_open()).collect();
    let late = notes.iter().filter(|note| note.watch.review_on < today).count();
    let safety = match (notes.len(), late) {
        (0, _) => "There is no safety note.".to_owned(),
        (all, 0) => format!("{}, none overdue.", format::plural(all, "note holds", "notes hold")),
        (all, late) => format!(
            "{}, of which {} to be looked at before today.",
            format::plural(all, "note holds", "notes hold"),
            format::plural(late, "was", "were")
        ),
    };
    [
        (Criterion::NotesInTime, in_time(sessions, from, to)),
        (Criterion::GoalsInTheirWords, goals),
        (Criterion::MapTaken, map),
        (Criterion::ConsentRecorded, consent),
        (Criterion::SafetyLookedAt, safety),
        (Criterion::NextStepAgreed, next),
    ]
    .into()
}

/// "5 of 6 sessions were recorded within 48 hours; 4 have a note."
fn in_time(sessions: &[SessionRow], from: NaiveDate, to: NaiveDate) -> String {
    let looked_at: Vec<&SessionRow> = sessions
        .iter()
        .filter(|session| session.status == SessionStatus::Delivered)
        .filter(|session| from <= session.time.on && session.time.on <= to)
        .collect();
    if looked_at.is_empty() {
        return "No session was in these days.".to_owned();
    }
    let days = u64::try_from(NOTE_HOURS / 24).unwrap_or_default();
    let soon = |session: &&&SessionRow| {
        session.recorded_at.is_some_and(|at| format::london_date(at) <= session.time.on + Days::new(days))
    };
    let noted = looked_at.iter().filter(|session| session.note.is_some()).count();
    format!(
        "{} of {} recorded within {NOTE_HOURS} hours; {} a note.",
        looked_at.iter().filter(soon).count(),
        format::plural(looked_at.len(), "session was", "sessions were"),
        match noted {
            1 => "1 has".to_owned(),
            count => format!("{count} have"),
        }
    )
}

async fn keep(
    State(site): State<Site>,
    signed: Signed,
    At(at): At<(SampleId, EngagementId)>,
    typed: Typed,
) -> Answer {
    let who = signed.connecting()?;
    let (sample, case) = find(&site, &signed, at).await?;
    let mut form = typed.reader();
    let (mut results, mut words) = (BTreeMap::new(), BTreeMap::new());
    for criterion in Criterion::ALL {
        if let Some(verdict) = form.code::<Verdict>(&verdict_of(*criterion)) {
            results.insert(*criterion, verdict);
        }
        if let Some(Some(said)) = form.words_or_none(&word_of(*criterion)) {
            words.insert(*criterion, said);
        }
    }
    if !form.is_fine() {
        return draw(&site, &signed, (&sample, &case), typed.clone(), form.again()).await;
    }
    site.app.check_case(&who, at.0, at.1, results, Remarks(words)).await?;
    go_on(&paths::sample(at.0), Flash::RecordChecked)
}
