//! The register of what somebody agreed to: every question with its answer as it counts today, and who may be
//! told what until when. What has run out says so, and leads to asking again.

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::person::sharing::KeptSharing;
use domain::person::{Answer as Said, AnswerMethod, Person};
use domain::shared::ids::{DocumentId, PersonId};

use super::consent::{Given, answered_by, history};
use super::head::{Head, Record, Tab};
use super::record::consents;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::sentences::somebody;
use crate::site::{Site, show};
use crate::{format, paths};

/// Days before it runs out from which an agreement says so. Source: practice default.
pub const SOON_DAYS: i64 = 28;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/agreements", Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "person/agreements.html")]
struct Agreements {
    page: Page,
    head: Head,
    /// Whether more than a name is kept of them.
    supported: bool,
    questions: Vec<Question>,
    sharings: Vec<Line>,
    /// Taken back.
    before: Vec<Line>,
    history: Vec<Given>,
    /// Whether anything can still be added.
    open: bool,
}

/// One question, and how it stands.
struct Question {
    label: &'static str,
    stands: String,
    /// "They signed, in Makaton or BSL"; the decision it rests on, when it was given for them.
    how: Option<String>,
    /// Where that decision is.
    decision: Option<String>,
    /// "Lee Wells, attorney under a lasting power of attorney"; `None` when they answered themselves.
    by: Option<String>,
    /// The paper that shows it: where it is, and what it is called.
    paper: Option<(String, String)>,
    words: Option<String>,
    holds: Option<bool>,
    soon: Option<String>,
    /// Where it is asked again.
    ask: String,
}

/// Who may be told what.
struct Line {
    href: String,
    with: String,
    what: String,
    /// Who may tell it.
    by: String,
    /// "They signed, in Makaton or BSL"
    how: &'static str,
    /// "Yes, since 9 June 2026, until 20 December 2026"
    stands: String,
    soon: Option<String>,
    holds: bool,
}

/// "It runs out in 12 days", "It ran out 3 days ago"; nothing for what holds for longer.
pub(super) fn soon(until: Option<NaiveDate>, today: NaiveDate) -> Option<String> {
    let left = (until? - today).num_days();
    match left {
        ..0 => Some(format!("It ran out {}. Ask again.", format::ago(until?, today))),
        0 => Some("It runs out today. Ask again.".to_owned()),
        1..=SOON_DAYS => Some(format!("It runs out in {}. Ask again.", format::plural(left, "day", "days"))),
        _ => None,
    }
}

/// An agreement to share, in a sentence.
pub(super) fn stands(kept: &KeptSharing, today: NaiveDate) -> String {
    let Some(last) = kept.answers.last() else { return String::new() };
    let since = format::date(last.on);
    match &last.agreed {
        None => format!("No longer, since {since}"),
        Some(agreed) => match agreed.until {
            Some(until) if until < today => format!("Yes until {}, and no longer", format::date(until)),
            Some(until) => format!("Yes, since {since}, until {}", format::date(until)),
            None => format!("Yes, since {since}, until it is taken back"),
        },
    }
}

fn line(person: PersonId, kept: &KeptSharing, today: NaiveDate) -> Line {
    let agreed = kept.last_agreed();
    let sharing = agreed.and_then(|agreed| agreed.sharing.get());
    let until = agreed.and_then(|agreed| agreed.until).filter(|_| !kept.is_taken_back());
    Line {
        href: paths::sharing(person, kept.sharing_id),
        with: sharing.map_or("Somebody", |sharing| sharing.with.as_str()).to_owned(),
        what: sharing.map(|sharing| sharing.what.to_string()).unwrap_or_default(),
        by: sharing
            .and_then(|sharing| sharing.by.as_ref())
            .map_or("our organisation".to_owned(), |by| somebody(by.as_str())),
        how: kept.answers.last().map_or("", |answer| answer.how.label()),
        stands: stands(kept, today),
        soon: soon(until, today),
        holds: kept.holds_on(today).is_some(),
    }
}

/// A paper that is still there: where it is, and what it is called.
fn paper(person: &Person, id: DocumentId) -> Option<(String, String)> {
    let kept = person.documents.get(&id).filter(|kept| kept.is_there())?;
    Some((paths::document(person.person_id, id), kept.about.get()?.title.to_string()))
}

fn questions(person: &Person, today: NaiveDate) -> Vec<Question> {
    let all = consents(person, today).into_iter();
    all.map(|one| {
        let answer = person.answer(one.scope, today);
        let consent = match answer {
            Some(Said::Given { consent, .. }) => Some(consent),
            _ => None,
        };
        let decision = consent.and_then(|consent| person.best_interests.get(&consent.decision_id?));
        let able = consent.and_then(|consent| person.able_to_answer_since(consent)).map(|since| {
            let day = format::date(since);
            format!("Since {day} they have been found able to answer this themselves. Ask them.")
        });
        Question {
            label: one.scope.label(),
            stands: one.stands,
            how: answer.map(|answer| match (answer.how(), decision) {
                (AnswerMethod::BestInterests, None) => "Decided in their best interests".to_owned(),
                (how, _) => how.label().to_owned(),
            }),
            decision: decision.map(|kept| paths::assessment(person.person_id, kept.assessment_id)),
            by: consent.and_then(|consent| Some(answered_by(person, consent.given_by?))),
            paper: consent.and_then(|consent| paper(person, consent.evidence?)),
            words: answer.and_then(|answer| answer.words()).map(ToString::to_string),
            holds: one.holds,
            soon: able.or_else(|| soon(consent.and_then(|consent| consent.until), today)),
            ask: paths::person_part(person.person_id, format!("consents?about={}", one.scope.code())),
        }
    })
    .collect()
}

/// The register as rows: what was asked, who may share it, how it stands, how the answer was given, by whom when it was
/// not the person, which paper shows it, whether it holds today, and when it runs out.
pub(super) fn rows(person: &Person, today: NaiveDate) -> impl Iterator<Item = [String; 8]> {
    let yes = |holds: bool| if holds { "yes" } else { "no" }.to_owned();
    let asked = questions(person, today).into_iter().map(move |one| {
        let holds = one.holds.map_or_else(String::new, yes);
        let how = one.how.unwrap_or_default();
        let (by, paper) = (one.by.unwrap_or_default(), one.paper.map(|(_, title)| title).unwrap_or_default());
        [one.label.to_owned(), String::new(), one.stands, how, by, paper, holds, one.soon.unwrap_or_default()]
    });
    let told = person.sharings.values().map(move |kept| line(person.person_id, kept, today));
    let told = told.map(move |one| {
        let what = format!("{} may be told: {}", one.with, one.what);
        let by = format::capital(&one.by);
        let (how, none) = (one.how.to_owned(), String::new);
        [what, by, one.stands, how, none(), none(), yes(one.holds), one.soon.unwrap_or_default()]
    });
    asked.chain(told.collect::<Vec<_>>())
}

impl Agreements {
    fn part(&self, part: &str) -> String {
        paths::person_part(self.head.id, part)
    }
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let (person, today) = (&record.row.person, record.today);
    let mut kept: Vec<&KeptSharing> = person.sharings.values().collect();
    kept.sort_by_key(|kept| std::cmp::Reverse(kept.answers.last().map(|answer| answer.on)));
    let (before, sharings): (Vec<&KeptSharing>, Vec<&KeptSharing>) =
        kept.into_iter().partition(|kept| kept.is_taken_back());
    let lines = |kept: Vec<&KeptSharing>| kept.into_iter().map(|kept| line(id, kept, today)).collect();
    show(&Agreements {
        page: signed.page(format!("What {} agreed to", record.called()), Here::People),
        head: record.head(Tab::None),
        supported: person.is_supported(),
        questions: questions(person, today),
        sharings: lines(sharings),
        before: lines(before),
        history: history(person),
        open: record.takes_more(),
    })
}
