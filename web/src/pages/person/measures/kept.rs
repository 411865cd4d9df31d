//! One time somebody was asked: each question with what came of it, the scores that follow, and taking it back.
//! Nothing is edited: what was recorded wrongly is taken back with a reason, and asked or written down anew.

use app::commands::Instruction;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::measures::scale::{Answers, Scale};
use domain::person::measures::{Given, ItemAnswer};
use domain::person::{KeptMeasure, PersonCommand};
use domain::shared::ids::{MeasureId, PersonId};

use super::page::apart;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::Page;
use crate::pages::person::head::{Head, Record};
use crate::router::{Route, get, post};
use crate::sentences::measure::{no_answer, said};
use crate::site::{Site, show_as};
use crate::{format, paths};

/// Looking, and taking it back.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/measures/{measure}", Audience::Connecting, look),
        post("/people/{id}/measures/{measure}/taking-back", Audience::Connecting, take_back),
    ]
}

#[derive(Template)]
#[template(path = "person/measures/kept.html")]
struct KeptPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    kept: KeptMeasure,
    /// Each question with what came of it.
    answers: Vec<(String, String)>,
    /// Each score with what it is called.
    scores: Vec<(&'static str, String)>,
    credit: &'static str,
    /// Whether it can be taken back.
    open: bool,
}

impl KeptPage {
    fn list(&self) -> String {
        paths::person_part(self.head.id, "measures")
    }

    /// "2 March 2026 · At the beginning · Face to face"
    fn under(&self) -> String {
        let asking = self.kept.asking;
        let parts =
            [format::date(asking.taken_on), asking.timepoint.label().into(), asking.mode.label().into()];
        parts.join(" · ")
    }

    /// How the answers stand apart from the others, and who gave them.
    fn apart(&self) -> Option<String> {
        let how = apart(self.kept.asking.adapted, self.kept.proxy.is_some())?;
        let proxy = self.kept.proxy.as_ref();
        let who = proxy.map(|proxy| {
            let name = proxy.who.get().map_or("somebody", |name| name.as_str());
            format!(": {name}, {}", proxy.relation.label().to_lowercase())
        });
        Some(format!(
            "{}{}. Not put together with other answers.",
            format::capital(&how),
            who.unwrap_or_default()
        ))
    }
}

/// A question in words, and what came of it.
pub(in crate::pages::person) fn answered(
    scale: &Scale,
    record: &Record,
    answer: &ItemAnswer,
) -> (String, String) {
    let goal = answer.goal_id.and_then(|id| {
        let goal = record.cases.iter().find_map(|case| case.row.engagement.goal(id));
        goal.and_then(|goal| goal.words).map(ToString::to_string)
    });
    let item = scale.item(answer.item);
    let asks =
        goal.unwrap_or_else(|| item.map_or_else(|| format!("Goal {}", answer.item), |item| item.asks.into()));
    let answers = item.map_or(&Answers::GOAL_LEVELS, |item| &item.answers);
    let came = match (answer.answer, answers) {
        (Given::Value(value), Answers::Tenths { .. }) => format!("{}.{}", value / 10, value % 10),
        (Given::Value(value), _) => answers.said(value).map_or_else(|| value.to_string(), ToOwned::to_owned),
        (none, _) => no_answer(none).unwrap_or_default().to_owned(),
    };
    let weight = answer.weight.filter(|weight| *weight > 1);
    let weight = weight.map(|weight| format!(" (counts {weight} times)"));
    (asks, came + &weight.unwrap_or_default())
}

fn find(record: &Record, measure: MeasureId) -> Result<KeptMeasure, Refusal> {
    record.row.person.measures.get(&measure).cloned().ok_or(Refusal::NotFound)
}

fn draw(
    site: &Site,
    signed: &Signed,
    record: &Record,
    kept: KeptMeasure,
    (typed, attempt): (Typed, Attempt),
) -> Answer {
    let instrument = kept.asking.instrument;
    let (page, keys, typed, head) = record.form(site, signed, instrument.label(), typed, &attempt);
    let scale = Scale::of(instrument, kept.asking.version).unwrap_or_else(|| Scale::latest(instrument));
    let given = kept.answers.get().map(Vec::as_slice).unwrap_or_default();
    let told =
        |figure: Option<i64>, kind| figure.map_or("Too few answers".to_owned(), |figure| said(kind, figure));
    let page = KeptPage {
        answers: given.iter().map(|answer| answered(scale, record, answer)).collect(),
        scores: kept
            .scores()
            .iter()
            .map(|score| (score.kind.label(), told(score.figure, score.kind)))
            .collect(),
        credit: scale.credit,
        open: kept.counts() && record.takes_more(),
        page,
        keys,
        attempt,
        typed,
        head,
        kept,
    };
    show_as(page.attempt.status, &page)
}

async fn look(
    State(site): State<Site>,
    signed: Signed,
    At((id, measure)): At<(PersonId, MeasureId)>,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = find(&record, measure)?;
    draw(&site, &signed, &record, kept, (Typed::default(), Attempt::first()))
}

async fn take_back(
    State(site): State<Site>,
    signed: Signed,
    At((id, measure_id)): At<(PersonId, MeasureId)>,
    typed: Typed,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = find(&record, measure_id)?;
    let mut form = typed.reader();
    let Some(reason) = form.words("reason") else {
        return draw(&site, &signed, &record, kept, (typed.clone(), form.again()));
    };
    let command = PersonCommand::TakeMeasureBack { measure_id, reason };
    let to = paths::person_part(id, "measures");
    match site.settle(&signed, &typed, Instruction::Person { id, command }, &to, Flash::TakenBack).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, kept, (typed, attempt)),
    }
}
