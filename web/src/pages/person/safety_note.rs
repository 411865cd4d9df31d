//! One safety note: what it says, what it said before, looking at it again, and ending it. Going on as it is
//! takes no more than a new day.

use std::collections::HashMap;

use app::accounts::Colleague;
use app::commands::Instruction;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use chrono::Months;
use domain::person::{KeptSafetyNote, PersonCommand, SafetyNote};
use domain::shared::ids::{AccountId, PersonId, SafetyNoteId};
use domain::shared::personal::Personal;

use super::head::{Head, Record};
use super::safety::{Telling, managers, names, read_note, read_watch};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page, choose};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, offered, paths};

/// Looking at a note, looking at it again, and ending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/safety/{note}", Audience::Connecting, look),
        post("/people/{id}/safety/{note}", Audience::Connecting, review),
        post("/people/{id}/safety/{note}/ending", Audience::Connecting, end),
    ]
}

#[derive(Template)]
#[template(path = "person/safety_note.html")]
struct NotePage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    kept: KeptSafetyNote,
    names: HashMap<AccountId, String>,
    owners: Vec<Choice>,
    /// Whom it keeps them apart from, as far as the viewer may know of them.
    apart: Vec<String>,
    telling: Vec<Choice>,
    /// Managers with whom it can have been talked about.
    managers: Vec<Choice>,
    /// Whether it can be looked at again: it holds, and the record takes more.
    open: bool,
    today: String,
}

impl NotePage {
    fn note(&self) -> Option<&SafetyNote> {
        self.kept.note.get()
    }

    fn at(&self) -> String {
        paths::safety_note(self.head.id, self.kept.note_id)
    }

    fn list(&self) -> String {
        paths::person_part(self.head.id, "safety")
    }

    fn owner(&self) -> &str {
        self.names.get(&self.kept.watch.owner).map_or("Nobody of the team", String::as_str)
    }

    /// "Rosa, on 2 February 2026"
    fn discussed(&self) -> String {
        match self.kept.watch.discussed {
            Some(discussed) => {
                let with = self.names.get(&discussed.with).map_or("Nobody of the team", String::as_str);
                format!("{with}, on {}", format::date(discussed.on))
            }
            None => "With none yet".to_owned(),
        }
    }

    /// "On 2 February 2026: Talked about it over tea"
    fn told(&self) -> String {
        let how = self.note().map(|note| note.telling.to_string()).unwrap_or_default();
        match self.kept.watch.told_on {
            Some(day) => format!("On {}: {how}", format::date(day)),
            None => format!("Not yet: {how}"),
        }
    }

    /// What became of it, newest first: a sentence, and what it said until then where that changed.
    fn history(&self) -> Vec<(String, Option<String>)> {
        let kept = &self.kept;
        let mut all = Vec::new();
        if let Some(ended) = &kept.ended {
            let reason = ended.reason.get().map(ToString::to_string);
            all.push((format!("{}: ended", format::date(ended.ended_on)), reason));
        }
        let mut after = self.note();
        for review in kept.reviews.iter().rev() {
            let day = format::date(review.reviewed_on);
            let before = review.before.as_ref().and_then(Personal::get);
            let changed = before.and_then(|before| changed(before, after?));
            let how = match changed {
                Some(_) => "in other words. Until then it said:",
                None => "and goes on as it is",
            };
            all.push((format!("{day}: looked at again, {how}"), changed));
            after = before.or(after);
        }
        all.push((format!("{}: written down", format::date(kept.added_on)), None));
        all
    }

    /// Whether the form that ends it is the one that was sent.
    fn ending(&self) -> bool {
        self.typed.has("ended_on") && !self.attempt.errors.is_empty() && self.typed.has("reason")
    }
}

/// What a note said before, of what it says otherwise now. How the person was told may change every time.
fn changed(before: &SafetyNote, after: &SafetyNote) -> Option<String> {
    let pairs = [(&before.words, &after.words), (&before.plan, &after.plan)];
    let other: Vec<String> =
        pairs.into_iter().filter(|(was, is)| was != is).map(|(was, _)| was.to_string()).collect();
    (!other.is_empty()).then(|| other.join("\n"))
}

fn kept(record: &Record, note: SafetyNoteId) -> Result<KeptSafetyNote, Refusal> {
    record.row.person.safety.get(&note).cloned().ok_or(Refusal::NotFound)
}

/// The note as the form for looking again begins with it.
fn as_it_stands(record: &Record, kept: &KeptSafetyNote) -> Typed {
    let today = record.today;
    let next = today.checked_add_months(Months::new(super::safety::USUAL_MONTHS)).unwrap_or(today);
    let told = if kept.watch.told_on.is_some() { Telling::Told } else { Telling::NotTold };
    let typed = Typed::default()
        .with("told", told.code())
        .with("told_on", kept.watch.told_on.map(|day| day.to_string()).unwrap_or_default())
        .with("owner", kept.watch.owner)
        .with("discussed_with", kept.watch.discussed.map(|one| one.with.to_string()).unwrap_or_default())
        .with("discussed_on", kept.watch.discussed.map(|one| one.on.to_string()).unwrap_or_default())
        .with("review_on", next)
        .with("reviewed_on", today);
    match kept.note.get() {
        Some(note) => {
            typed.with("words", &note.words).with("plan", &note.plan).with("telling", &note.telling)
        }
        None => typed,
    }
}

async fn draw(
    site: &Site,
    signed: &Signed,
    record: &Record,
    kept: KeptSafetyNote,
    (typed, attempt): (Typed, Attempt),
) -> Answer {
    let team: Vec<Colleague> = site.app.watchers(&signed.connecting()?, record.id()).await?;
    let (page, keys, typed, head) = record.form(site, signed, kept.kind.label(), typed, &attempt);
    let mut owners: Vec<Choice> =
        team.iter().map(|one| Choice::new(one.account_id, one.name.clone())).collect();
    choose(&mut owners, &[typed.one("owner")]);
    let mut telling = offered!(Telling);
    choose(&mut telling, &[typed.one("told")]);
    let mut managers = managers(site, signed, kept.watch.discussed).await?;
    choose(&mut managers, &[typed.one("discussed_with")]);
    let apart: Vec<PersonId> =
        kept.note.get().iter().flat_map(|note| note.apart_from.iter().copied()).collect();
    let mut apart: Vec<String> = site
        .app
        .views
        .people_named(&signed.connecting()?, &apart)
        .await?
        .into_iter()
        .map(|one| one.name)
        .collect();
    apart.sort();
    let page = NotePage {
        apart,
        open: kept.is_open() && record.takes_more(),
        names: names(site, signed).await?,
        today: record.today.to_string(),
        page,
        keys,
        attempt,
        typed,
        head,
        kept,
        owners,
        telling,
        managers,
    };
    show_as(page.attempt.status, &page)
}

async fn look(
    State(site): State<Site>,
    signed: Signed,
    At((id, note)): At<(PersonId, SafetyNoteId)>,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = kept(&record, note)?;
    let typed = as_it_stands(&record, &kept);
    draw(&site, &signed, &record, kept, (typed, Attempt::first())).await
}

async fn review(
    State(site): State<Site>,
    signed: Signed,
    At((id, note_id)): At<(PersonId, SafetyNoteId)>,
    typed: Typed,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = kept(&record, note_id)?;
    let mut form = typed.reader();
    let read = (read_note(&mut form), read_watch(&mut form), form.date("reviewed_on"));
    let (Some(mut note), Some(watch), Some(reviewed_on)) = read else {
        return draw(&site, &signed, &record, kept, (typed.clone(), form.again())).await;
    };
    // Whom it keeps apart is not asked again: it holds as long as the note does.
    note.apart_from = kept.note.get().map(|note| note.apart_from.clone()).unwrap_or_default();
    let command = PersonCommand::ReviewSafetyNote { note_id, note, watch, reviewed_on };
    let to = paths::person_part(id, "safety");
    match site.settle(&signed, &typed, Instruction::Person { id, command }, &to, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, kept, (typed, attempt)).await,
    }
}

async fn end(
    State(site): State<Site>,
    signed: Signed,
    At((id, note_id)): At<(PersonId, SafetyNoteId)>,
    typed: Typed,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = kept(&record, note_id)?;
    // Two forms stand on the page; the other one shows the note as it is kept.
    let both = |typed: Typed| {
        let shown = as_it_stands(&record, &kept);
        shown.iter().fold(typed, |typed, (name, value)| typed.with(name, value))
    };
    let mut form = typed.reader();
    let (Some(ended_on), Some(reason)) = (form.date("ended_on"), form.words("reason")) else {
        let attempt = form.again();
        return draw(&site, &signed, &record, kept.clone(), (both(typed.clone()), attempt)).await;
    };
    let command = PersonCommand::EndSafetyNote { note_id, reason, ended_on };
    let to = paths::person_part(id, "safety");
    match site.settle(&signed, &typed, Instruction::Person { id, command }, &to, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, kept.clone(), (both(typed), attempt)).await,
    }
}
