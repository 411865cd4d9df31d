//! Asking the questions of one instrument, as a page to hold between two people: large answers, the question in the
//! words it was published in, or in Easy Read with pictures. When more is due, the next questions follow.

use app::commands::Instruction;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::engagement::Goal;
use domain::person::PersonCommand;
use domain::person::codes::SupporterRole;
use domain::person::measures::scale::Scale;
use domain::person::measures::{Asking, Instrument, MeasureMode, Proxy, Timepoint};
use domain::shared::ids::PersonId;
use domain::shared::text::Line;

use super::questions::{Question, questions, read};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page, choose};
use crate::pages::person::head::{Head, Record};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{offered, paths};

/// Looking at the questions, and keeping the answers.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/measures/new", Audience::Connecting, new),
        post("/people/{id}/measures", Audience::Connecting, keep),
    ]
}

/// Who answered.
const THEMSELVES: &str = "themselves";
const SOMEBODY_ELSE: &str = "somebody_else";

#[derive(Template)]
#[template(path = "person/measures/taking.html")]
struct Taking {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    scale: &'static Scale,
    /// Whether it is asked in easy words with pictures.
    easy: bool,
    questions: Vec<Question>,
    modes: Vec<Choice>,
    timepoints: Vec<Choice>,
    answered_by: Vec<Choice>,
    relations: Vec<Choice>,
    today: String,
    /// Where the same questions stand the other way, easy or as published; empty where there is none.
    other_way: String,
    /// Why it cannot be asked as things stand, and where that is put right.
    instead: Option<(String, String, &'static str)>,
}

/// The instrument that an address or a form asks for; the first of all when it names none.
fn asked_for(named: &str) -> Result<Instrument, Refusal> {
    match named {
        "" => Ok(Instrument::Ucla3),
        named => named.parse().map_err(|_| Refusal::NotFound),
    }
}

/// The goals of the case that counts.
fn goals(record: &Record) -> Vec<Goal> {
    record.case().map(|case| case.row.engagement.open_goals()).unwrap_or_default()
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let instrument = asked_for(typed.one("instrument"))?;
    let scale = Scale::latest(instrument);
    let easy = typed.is("mode", MeasureMode::EasyRead.code()) && scale.has_easy_words();
    let (page, keys, typed, head) = record.form(site, signed, instrument.label(), typed, &attempt);
    let goals = goals(record);
    let mut modes = offered!(MeasureMode);
    modes.retain(|mode| easy || mode.value != MeasureMode::EasyRead.code() || !scale.has_easy_words());
    choose(&mut modes, &[typed.one("mode")]);
    let mut timepoints = offered!(Timepoint);
    choose(&mut timepoints, &[typed.one("timepoint")]);
    let called = record.called();
    let mut answered_by = vec![
        Choice::new(THEMSELVES, crate::format::capital(&called)),
        Choice::new(SOMEBODY_ELSE, format!("Somebody else, for {called}")),
    ];
    choose(&mut answered_by, &[typed.one("answered_by")]);
    let mut relations = offered!(SupporterRole);
    choose(&mut relations, &[typed.one("relation")]);
    let at = typed.one("timepoint");
    let other_mode = if easy { "" } else { "&mode=easy_read" };
    let other_way = format!("measures/new?of={}&at={at}{other_mode}", instrument.code());
    let has_goals = !scale.asks_goals() || !goals.is_empty();
    let back = paths::person_part(record.id(), "measures");
    let instead = (!has_goals).then(|| {
        let words = format!("{called} has no goals yet. They are agreed together with the term.");
        (words, record.engagement().map_or(back, paths::engagement), "See the plan")
    });
    let page = Taking {
        questions: questions(scale, &goals, easy, &typed),
        other_way: if scale.has_easy_words() {
            paths::person_part(record.id(), other_way.as_str())
        } else {
            String::new()
        },
        today: record.today.to_string(),
        page,
        keys,
        attempt,
        typed,
        head,
        scale,
        easy,
        modes,
        timepoints,
        answered_by,
        relations,
        instead,
    };
    show_as(page.attempt.status, &page)
}

impl Taking {
    fn list(&self) -> String {
        paths::person_part(self.head.id, "measures")
    }

    /// Whether the fields with good defaults are to be seen: something is known or wrong in them.
    fn unfolded(&self) -> bool {
        let folded = ["mode", "timepoint", "answered_by", "relation", "who", "taken_on", "adapted"];
        let wrong = folded.iter().any(|field| self.attempt.errors.of(field).is_some());
        wrong || self.typed.is("answered_by", SOMEBODY_ELSE)
    }
}

/// The point of the work that it is now, unless the address says which.
fn timepoint(record: &Record) -> Timepoint {
    let engagement = record.case().map(|case| &case.row.engagement);
    let has_any = !record.row.person.measures_that_count().is_empty();
    match engagement {
        Some(engagement) if engagement.ended_on().is_some() => Timepoint::End,
        _ if has_any => Timepoint::Review,
        _ => Timepoint::Baseline,
    }
}

async fn new(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(asked): Params,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let instrument = asked_for(asked.one("of"))?;
    let at = asked.one("at").parse().unwrap_or_else(|_| timepoint(&record));
    let mode = asked.one("mode").parse().unwrap_or(MeasureMode::InPerson);
    let typed = Typed::default()
        .with("measure_id", site.app.ids.next())
        .with("instrument", instrument.code())
        .with("version", Scale::latest(instrument).version)
        .with("timepoint", at.code())
        .with("mode", mode.code())
        .with("answered_by", THEMSELVES)
        .with("taken_on", record.today);
    draw(&site, &signed, &record, typed, Attempt::first()).await
}

/// Who answered, as the form has it: nobody else, or somebody with what they are.
fn read_proxy(form: &mut Reader<'_>, typed: &Typed) -> Option<Option<Proxy<Line>>> {
    if !typed.is("answered_by", SOMEBODY_ELSE) {
        return Some(None);
    }
    let (relation, who) = (form.code("relation"), form.line("who"));
    Some(Some(Proxy { relation: relation?, who: who? }))
}

async fn keep(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let record = Record::read(&site, &who, id).await?;
    let instrument = asked_for(typed.one("instrument"))?;
    let scale = Scale::latest(instrument);
    let mut form = typed.reader();
    let answers = read(scale, &goals(&record), &mut form, &typed);
    let (measure_id, version) = (form.id("measure_id"), form.code::<u16>("version"));
    let (taken_on, mode, timepoint) = (form.date("taken_on"), form.code("mode"), form.code("timepoint"));
    let (proxy, words) = (read_proxy(&mut form, &typed), form.words_or_none("words"));
    let read = (answers, measure_id, version, taken_on, mode, timepoint);
    let (Some(answers), Some(measure_id), Some(version), Some(taken_on), Some(mode), Some(timepoint)) = read
    else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    let (Some(proxy), Some(words)) = (proxy, words) else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    let adapted = form.tick("adapted");
    let asking = Asking { instrument, version, taken_on, mode, adapted, timepoint };
    let command = PersonCommand::TakeMeasure {
        measure_id,
        engagement_id: record.engagement(),
        asking,
        proxy,
        answers,
        words,
        standing: Default::default(),
        begun_with: None,
    };
    match site.ask(&signed, &typed, Instruction::Person { id, command }).await {
        Ok(done) => {
            site.app.views.catch_up(done.position).await;
            let to = next(&site, &who, id, (instrument, timepoint, mode)).await?;
            let flash = if to.contains("/new") { Flash::MeasureTakenAndNext } else { Flash::MeasureTaken };
            site.done(done, &to, flash).await
        }
        Err(refusal) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            draw(&site, &signed, &record, typed, attempt).await
        }
    }
}

/// The next questions that are due at the same point of the work, or what has come of all of them.
async fn next(
    site: &Site,
    who: &app::access::Connecting<'_>,
    id: PersonId,
    (done, at, mode): (Instrument, Timepoint, MeasureMode),
) -> Result<String, Refusal> {
    let record = Record::read(site, who, id).await?;
    let due = super::page::due(site, who, &record).await?;
    let mut more = due.iter().filter(|due| due.timepoint == at).flat_map(|due| &due.instruments);
    Ok(match more.find(|instrument| **instrument != done) {
        Some(instrument) => {
            let asked =
                format!("measures/new?of={}&at={}&mode={}", instrument.code(), at.code(), mode.code());
            paths::person_part(id, asked)
        }
        None => paths::person_part(id, "measures"),
    })
}
