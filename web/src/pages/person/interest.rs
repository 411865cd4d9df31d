//! Something somebody loves, can do, gives or hopes for: told for the first time, told better, or no
//! longer so. It is never removed.

use app::commands::Instruction;
use app::error::Refusal;
use app::offered_terms::OfferedTerms;
use askama::Template;
use axum::extract::State;
use domain::person::PersonCommand;
use domain::person::codes::{Barrier, Evidence, InterestKind, Participation, ShareMode};
use domain::person::records::{Interest, KeptInterest};
use domain::shared::ids::{InterestId, PersonId};
use domain::shared::personal::Personal;

use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, paths};

/// Every entry about an interest.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/interests/new", Audience::Connecting, new),
        post("/people/{id}/interests", Audience::Connecting, record),
        get("/people/{id}/interests/{interest}", Audience::Connecting, look),
        post("/people/{id}/interests/{interest}", Audience::Connecting, refine),
        post("/people/{id}/interests/{interest}/retirement", Audience::Connecting, retire),
    ]
}

/// Said of a new one that says what another says.
const STANDS: &str = "This is on their page already";

#[derive(Template)]
#[template(path = "person/interest.html")]
struct InterestPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    /// The one that is told better; `None` for a new one.
    kept: Option<KeptInterest>,
    /// What the team calls such things, to choose from while one types.
    terms: Vec<String>,
    /// The one that says this already; `None` when nothing does.
    stands: Option<Standing>,
    /// What was told of the same thing on other records of theirs that were put together with this one.
    also: Vec<String>,
    kinds: Vec<Choice>,
    strengths: Vec<Choice>,
    shares: Vec<Choice>,
    participations: Vec<Choice>,
    evidences: Vec<Choice>,
    barriers: Vec<Choice>,
    today: String,
}

/// An interest that is on their page already.
struct Standing {
    href: String,
    /// "Growing vegetables"
    name: String,
    /// "something they love"
    sort: String,
}

impl Standing {
    fn of(id: PersonId, kept: &KeptInterest) -> Option<Self> {
        let interest = kept.interest.get()?;
        Some(Self {
            href: paths::interest(id, kept.interest_id),
            name: format::capital(interest.name.as_str()),
            sort: interest.kind.label().to_lowercase(),
        })
    }
}

impl InterestPage {
    /// Since when it no longer holds, and why, as a sentence.
    fn retired(&self) -> Option<String> {
        let kept = self.kept.as_ref()?;
        let day = format::date(kept.retired_on?);
        let because = kept.retired_because.as_ref().and_then(Personal::get);
        Some(match because {
            Some(words) => format!("It has not held since {day}: {words}"),
            None => format!("It has not held since {day}. If it does again, add it as something new."),
        })
    }

    /// Whether the fields that have good defaults are to be seen: something is known or wrong in them.
    fn unfolded(&self) -> bool {
        let folded = ["strength", "participation", "barrier", "evidence", "on"];
        self.typed.has("barrier") || folded.iter().any(|field| self.attempt.errors.of(field).is_some())
    }

    fn action(&self) -> String {
        match &self.kept {
            Some(kept) => paths::interest(self.head.id, kept.interest_id),
            None => paths::person_part(self.head.id, "interests"),
        }
    }
}

async fn draw(
    site: &Site,
    signed: &Signed,
    record: &Record,
    kept: Option<KeptInterest>,
    typed: Typed,
    attempt: Attempt,
) -> Answer {
    let offered = site.app.offered_terms(&signed.connecting()?).await?;
    show_form(site, signed, record, kept, (typed, attempt), (offered, None))
}

/// The form with what it offers, and the interest that says the same already.
fn show_form(
    site: &Site,
    signed: &Signed,
    record: &Record,
    kept: Option<KeptInterest>,
    (typed, attempt): (Typed, Attempt),
    (offered, stands): (OfferedTerms, Option<Standing>),
) -> Answer {
    let title = match &kept {
        Some(kept) => {
            kept.interest.get().map_or("An interest".to_owned(), |it| format::capital(it.name.as_str()))
        }
        None => format!("Something {} loves or can do", record.called()),
    };
    let (page, keys, typed, head) = record.form(site, signed, &title, typed, &attempt);
    let choice =
        |field: &str, code: &str, label: &str| Choice::new(code, label).chosen(typed.is(field, code));
    let strength = |(level, label): &(&str, &str)| choice("strength", level, label);
    let share = |share: &ShareMode| choice("share", share.code(), &format::capital(share.label()));
    let mut shares = vec![choice("share", "", "They keep it to themselves")];
    shares.extend(ShareMode::ALL.iter().map(share));
    let person = &record.row.person;
    let also = kept.as_ref().map(|kept| person.same_as(kept)).unwrap_or_default();
    let page = InterestPage {
        terms: offered.names,
        stands,
        also: also.into_iter().filter_map(told_elsewhere).collect(),
        kinds: InterestKind::ALL.iter().map(|one| choice("kind", one.code(), one.label())).collect(),
        strengths: [("1", "A little"), ("2", "Much"), ("3", "Very much")].iter().map(strength).collect(),
        shares,
        participations: Participation::ALL
            .iter()
            .map(|one| choice("participation", one.code(), one.label()))
            .collect(),
        evidences: Evidence::ALL.iter().map(|one| choice("evidence", one.code(), one.label())).collect(),
        barriers: Barrier::ALL.iter().map(|one| choice("barrier", one.code(), one.label())).collect(),
        today: record.today.to_string(),
        page,
        keys,
        attempt,
        typed,
        head,
        kept,
    };
    show_as(page.attempt.status, &page)
}

/// “On 3 March 2026: the person told us. “Every week with my brother.””
fn told_elsewhere(kept: &KeptInterest) -> Option<String> {
    let interest = kept.interest.get()?;
    let on = format::date(kept.refined_on.unwrap_or(kept.recorded_on));
    let words = interest.own_words.as_ref().map(|words| format!(" \u{201c}{words}\u{201d}"));
    Some(format!("{on}: {}.{}", interest.evidence.label(), words.unwrap_or_default()))
}

async fn new(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let typed = Typed::default()
        .with("interest_id", site.app.ids.next())
        .with("kind", InterestKind::Passion.code())
        .with("strength", 2)
        .with("share", "")
        .with("participation", Participation::Sometimes.code())
        .with("evidence", Evidence::Person.code())
        .with("on", record.today);
    draw(&site, &signed, &record, None, typed, Attempt::first()).await
}

async fn look(
    State(site): State<Site>,
    signed: Signed,
    At((id, interest)): At<(PersonId, InterestId)>,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = kept(&record, interest)?;
    let typed = kept.interest.get().map(as_it_stands).unwrap_or_default();
    let typed = typed.with("on", record.today).with("retired_on", record.today);
    draw(&site, &signed, &record, Some(kept), typed, Attempt::first()).await
}

fn kept(record: &Record, interest: InterestId) -> Result<KeptInterest, Refusal> {
    record.row.person.interests.get(&interest).cloned().ok_or(Refusal::NotFound)
}

fn as_it_stands(interest: &Interest) -> Typed {
    let typed = Typed::default()
        .with("name", &interest.name)
        .with("kind", interest.kind.code())
        .with("strength", interest.strength)
        .with("share", interest.share.map_or("", ShareMode::code))
        .with("participation", interest.participation.code())
        .with("evidence", interest.evidence.code());
    let typed = match &interest.own_words {
        Some(words) => typed.with("own_words", words),
        None => typed,
    };
    interest.barriers.iter().fold(typed, |typed, barrier| typed.with("barrier", barrier.code()))
}

fn read(form: &mut Reader<'_>) -> Option<Interest> {
    let (name, kind) = (form.line("name"), form.code("kind"));
    let (own_words, share) = (form.words_or_none("own_words"), form.code_or_none("share"));
    let (participation, evidence) = (form.code("participation"), form.code("evidence"));
    let (strength, barriers) = (form.code::<u8>("strength"), form.codes::<Barrier>("barrier"));
    Some(Interest {
        name: name?,
        kind: kind?,
        own_words: own_words?,
        strength: strength?,
        share: share?,
        evidence: evidence?,
        participation: participation?,
        barriers: barriers?.into_iter().collect(),
    })
}

async fn record(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let read = (read(&mut form), form.date("on"), form.id("interest_id"));
    let (Some(interest), Some(recorded_on), Some(interest_id)) = read else {
        return draw(&site, &signed, &record, None, typed.clone(), form.again()).await;
    };
    let offered = site.app.offered_terms(&signed.connecting()?).await?;
    let standing = offered.book.standing(&record.row.person, interest_id, &interest);
    if let Some(stands) = standing.and_then(|kept| Standing::of(id, kept)) {
        form.refuse::<()>("name", STANDS);
        let form = (typed.clone(), form.again());
        return show_form(&site, &signed, &record, None, form, (offered, Some(stands)));
    }
    let command = PersonCommand::RecordInterest { interest_id, interest, recorded_on };
    match site.ask(&signed, &typed, Instruction::Person { id, command }).await {
        Ok(done) => site.done(done, &paths::person(id), Flash::Saved).await,
        Err(refusal) => {
            let attempt = about_the_day(refusal, &typed)?;
            draw(&site, &signed, &record, None, typed, attempt).await
        }
    }
}

async fn refine(
    State(site): State<Site>,
    signed: Signed,
    At((id, interest_id)): At<(PersonId, InterestId)>,
    typed: Typed,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = kept(&record, interest_id)?;
    let mut form = typed.reader();
    let (Some(interest), Some(refined_on)) = (read(&mut form), form.date("on")) else {
        return draw(&site, &signed, &record, Some(kept), typed.clone(), form.again()).await;
    };
    let command = PersonCommand::RefineInterest { interest_id, interest, refined_on };
    match site.ask(&signed, &typed, Instruction::Person { id, command }).await {
        Ok(done) => site.done(done, &paths::person(id), Flash::Saved).await,
        Err(refusal) => {
            let attempt = about_the_day(refusal, &typed)?;
            draw(&site, &signed, &record, Some(kept), typed, attempt).await
        }
    }
}

async fn retire(
    State(site): State<Site>,
    signed: Signed,
    At((id, interest_id)): At<(PersonId, InterestId)>,
    typed: Typed,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = kept(&record, interest_id)?;
    // Two forms stand on the page; the other one shows the interest as it is kept.
    let both = |typed: Typed| {
        let shown = kept.interest.get().map(as_it_stands).unwrap_or_default().with("on", record.today);
        shown.iter().fold(typed, |typed, (name, value)| typed.with(name, value))
    };
    let mut form = typed.reader();
    let (Some(retired_on), Some(reason)) = (form.date("retired_on"), form.words_or_none("reason")) else {
        return draw(&site, &signed, &record, Some(kept.clone()), both(typed.clone()), form.again()).await;
    };
    let command = PersonCommand::RetireInterest { interest_id, retired_on, reason };
    let instruction = Instruction::Person { id, command };
    match site.settle(&signed, &typed, instruction, &paths::person(id), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, Some(kept.clone()), both(typed), attempt).await,
    }
}

/// The form has one day, whichever command it comes to.
fn about_the_day(refusal: Refusal, typed: &Typed) -> Result<Attempt, crate::error::Error> {
    let day = matches!(refusal.field(), Some("recorded_on" | "refined_on"));
    let attempt = Attempt::refused(refusal, typed)?;
    Ok(if day { attempt.about("on") } else { attempt })
}
