//! One agreement about who may be told what: made, agreed again, and taken back. The page of one that stands
//! has a form for each; agreeing again may change who, what and until when.

use app::commands::Instruction;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::codes::AnswerMethod;
use domain::person::sharing::{KeptSharing, Sharing};
use domain::person::{ConsentScope, PersonCommand};
use domain::shared::ids::{BestInterestsId, PersonId, SharingId};
use domain::shared::personal::Personal;

use super::agreements::{soon, stands};
use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page, choose};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, offered, paths};

/// Every entry about an agreement to share.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/sharings/new", Audience::Connecting, new),
        post("/people/{id}/sharings", Audience::Connecting, agree),
        get("/people/{id}/sharings/{sharing}", Audience::Connecting, look),
        post("/people/{id}/sharings/{sharing}", Audience::Connecting, agree_again),
        post("/people/{id}/sharings/{sharing}/ending", Audience::Connecting, end),
    ]
}

#[derive(Template)]
#[template(path = "person/sharing.html")]
struct SharingPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    /// The one that is shown; `None` for a new one.
    kept: Option<KeptSharing>,
    hows: Vec<Choice>,
    ending_hows: Vec<Choice>,
    /// Decisions made for them about sharing.
    decisions: Vec<Choice>,
    /// "Yes, since 9 June 2026, until 20 December 2026", and that it runs out soon.
    stands: String,
    soon: Option<String>,
    /// Whether it holds today, and so can be taken back.
    holds: bool,
    /// Whether the last answer was a yes, run out or not.
    stands_still: bool,
    /// Whether anything can still be added.
    open: bool,
    today: String,
}

impl SharingPage {
    fn list(&self) -> String {
        paths::person_part(self.head.id, "agreements")
    }

    fn action(&self) -> String {
        match &self.kept {
            Some(kept) => paths::sharing(self.head.id, kept.sharing_id),
            None => paths::person_part(self.head.id, "sharings"),
        }
    }

    /// What they have agreed to, newest first, each a sentence with their words.
    fn history(&self) -> Vec<(String, Option<&str>)> {
        let answers = self.kept.iter().flat_map(|kept| kept.answers.iter().rev());
        answers
            .map(|answer| {
                let day = format::date(answer.on);
                let said = match &answer.agreed {
                    Some(agreed) => {
                        let until = agreed.until.map(|day| format!(", until {}", format::date(day)));
                        format!("yes{}", until.unwrap_or_default())
                    }
                    None => "no longer".to_owned(),
                };
                let words = answer.words.as_ref().and_then(Personal::get).map(|words| words.as_str());
                (format!("{day}: {said}. {}", answer.how.label()), words)
            })
            .collect()
    }

    /// Whether the form that ends it is the one that was sent.
    /// What the last answer being a yes leaves them to say.
    fn no(&self) -> &'static str {
        if self.holds { "They take it back" } else { "They do not want it any more" }
    }

    fn ending(&self) -> bool {
        !self.attempt.errors.is_empty() && self.typed.has("ended_on")
    }
}

async fn draw(
    site: &Site,
    signed: &Signed,
    record: &Record,
    kept: Option<KeptSharing>,
    (typed, attempt): (Typed, Attempt),
) -> Answer {
    let called = record.called();
    let title = match &kept {
        Some(_) => format!("Who may be told about {called}"),
        None => format!("Who may be told what about {called}?"),
    };
    let (page, keys, typed, head) = record.form(site, signed, &title, typed, &attempt);
    let person = &record.row.person;
    let (mut hows, mut ending_hows) = (offered!(AnswerMethod), offered!(AnswerMethod));
    choose(&mut hows, &[typed.one("how")]);
    choose(&mut ending_hows, &[typed.one("ended_how")]);
    let decisions =
        person.decisions_for(ConsentScope::ShareWithFamily, record.today).into_iter().map(|kept| {
            let id = kept.decision_id.to_string();
            Choice::new(&id, format!("Decided on {}", format::date(kept.decided_on)))
                .chosen(typed.is("decision_id", &id))
        });
    let until = kept.as_ref().filter(|kept| !kept.is_taken_back()).and_then(|kept| kept.last_agreed()?.until);
    let page = SharingPage {
        stands: kept.as_ref().map(|kept| stands(kept, record.today)).unwrap_or_default(),
        soon: soon(until, record.today),
        holds: kept.as_ref().is_some_and(|kept| kept.holds_on(record.today).is_some()),
        stands_still: kept.as_ref().is_some_and(|kept| !kept.is_taken_back()),
        decisions: decisions.collect(),
        open: record.takes_more(),
        today: record.today.to_string(),
        page,
        keys,
        attempt,
        typed,
        head,
        kept,
        hows,
        ending_hows,
    };
    show_as(page.attempt.status, &page)
}

async fn new(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let typed = Typed::default()
        .with("sharing_id", site.app.ids.next())
        .with("how", AnswerMethod::Spoken.code())
        .with("agreed_on", record.today);
    draw(&site, &signed, &record, None, (typed, Attempt::first())).await
}

fn kept(record: &Record, sharing: SharingId) -> Result<KeptSharing, Refusal> {
    record.row.person.sharings.get(&sharing).cloned().ok_or(Refusal::NotFound)
}

/// The forms of the page as they begin.
fn as_it_stands(record: &Record, kept: &KeptSharing) -> Typed {
    let typed = Typed::default()
        .with("how", AnswerMethod::Spoken.code())
        .with("agreed_on", record.today)
        .with("ended_how", AnswerMethod::Spoken.code())
        .with("ended_on", record.today);
    match kept.last_agreed().and_then(|agreed| agreed.sharing.get()) {
        Some(sharing) => {
            let typed = typed.with("shared_with", &sharing.with).with("what", &sharing.what);
            typed.with("shared_by", sharing.by.as_ref().map(ToString::to_string).unwrap_or_default())
        }
        None => typed,
    }
}

async fn look(
    State(site): State<Site>,
    signed: Signed,
    At((id, sharing)): At<(PersonId, SharingId)>,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = kept(&record, sharing)?;
    let typed = as_it_stands(&record, &kept);
    draw(&site, &signed, &record, Some(kept), (typed, Attempt::first())).await
}

fn read(form: &mut Reader<'_>, sharing_id: Option<SharingId>) -> Option<PersonCommand> {
    let (with, what) = (form.line("shared_with"), form.words("what"));
    let by = form.line_or_none("shared_by");
    let (agreed_on, until) = (form.date("agreed_on"), form.date_or_none("until"));
    let (how, words) = (form.code("how"), form.words_or_none("words"));
    let decision_id: Option<Option<BestInterestsId>> = match how {
        Some(AnswerMethod::BestInterests) => form.id_or_none("decision_id"),
        _ => Some(None),
    };
    let sharing = Sharing { with: with?, what: what?, by: by? };
    let (agreed_on, until, how) = (agreed_on?, until?, how?);
    let (sharing_id, words, decision_id) = (sharing_id?, words?, decision_id?);
    Some(PersonCommand::AgreeSharing { sharing_id, sharing, agreed_on, until, how, words, decision_id })
}

async fn agree(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let sharing_id = form.id("sharing_id");
    let Some(command) = read(&mut form, sharing_id) else {
        return draw(&site, &signed, &record, None, (typed.clone(), form.again())).await;
    };
    settle(&site, &signed, &record, None, command, typed).await
}

async fn agree_again(
    State(site): State<Site>,
    signed: Signed,
    At((id, sharing)): At<(PersonId, SharingId)>,
    typed: Typed,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = kept(&record, sharing)?;
    let mut form = typed.reader();
    let Some(command) = read(&mut form, Some(sharing)) else {
        return draw(&site, &signed, &record, Some(kept), (typed.clone(), form.again())).await;
    };
    settle(&site, &signed, &record, Some(kept), command, typed).await
}

async fn end(
    State(site): State<Site>,
    signed: Signed,
    At((id, sharing_id)): At<(PersonId, SharingId)>,
    typed: Typed,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = kept(&record, sharing_id)?;
    // Two forms stand on the page; the other one shows the agreement as it is kept.
    let both = as_it_stands(&record, &kept);
    let both = both.iter().fold(typed.clone(), |typed, (name, value)| typed.with(name, value));
    let mut form = typed.reader();
    let read = (form.date("ended_on"), form.code("ended_how"), form.words_or_none("ended_words"));
    let (Some(ended_on), Some(how), Some(words)) = read else {
        return draw(&site, &signed, &record, Some(kept), (both, form.again())).await;
    };
    let command = PersonCommand::EndSharing { sharing_id, ended_on, how, words };
    settle(&site, &signed, &record, Some(kept), command, both).await
}

async fn settle(
    site: &Site,
    signed: &Signed,
    record: &Record,
    kept: Option<KeptSharing>,
    command: PersonCommand,
    typed: Typed,
) -> Answer {
    let id = record.id();
    let to = paths::person_part(id, "agreements");
    match site.ask(signed, &typed, Instruction::Person { id, command }).await {
        Ok(done) => site.done(done, &to, Flash::AnswerKept).await,
        Err(refusal) => {
            let about_the_decision = refusal.field() == Some("decision_id");
            let attempt = Attempt::refused(refusal, &typed)?;
            let attempt = if about_the_decision { attempt.about("how") } else { attempt };
            draw(site, signed, record, kept, (typed, attempt)).await
        }
    }
}
