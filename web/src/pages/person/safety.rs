//! What keeps somebody safe: what must not happen first, then what somebody worries about, then what ended;
//! and the form for a new note.

use std::collections::HashMap;

use app::access::Role;
use app::accounts::Colleague;
use app::commands::Instruction;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use chrono::{Months, NaiveDate};
use domain::person::{Discussed, KeptSafetyNote, PersonCommand, SafetyKind, SafetyNote, SafetySource, Watch};
use domain::shared::ids::{AccountId, PersonId};

use super::head::{Head, Record, Tab};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page};
use crate::pages::connector::engagement::sheet::{Field, Shape, Sheet, SheetPage};
use crate::router::{Route, get, post};
use crate::site::{Site, show};
use crate::{format, offered, paths};

/// Months after which a note is looked at again unless somebody says otherwise. Source: practice default.
pub(super) const USUAL_MONTHS: u32 = 6;

/// Every entry but those of one note.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/safety", Audience::Connecting, page),
        get("/people/{id}/safety/new", Audience::Connecting, new),
        post("/people/{id}/safety", Audience::Connecting, add),
    ]
}

domain::codes! {
    /// Whether the person knows what is written down about them.
    Telling {
        Told = "Yes",
        NotTold = "No, not yet",
    }
}

#[derive(Template)]
#[template(path = "person/safety.html")]
struct SafetyPage {
    page: Page,
    head: Head,
    musts: Vec<Line>,
    worries: Vec<Line>,
    ended: Vec<Line>,
    /// Whether anything can still be added.
    open: bool,
}

/// One note in a list.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) words: String,
    pub(super) plan: String,
    /// "Amina Rahman looks at it again by 12 September 2026"
    under: String,
    late: bool,
}

/// A note as a list shows it.
pub(super) fn line(
    person: PersonId,
    kept: &KeptSafetyNote,
    names: &HashMap<AccountId, String>,
    today: NaiveDate,
) -> Line {
    let late = kept.is_open() && kept.watch.review_on < today;
    let owner = names.get(&kept.watch.owner).map_or("Nobody of the team", String::as_str);
    let review_on = format::date(kept.watch.review_on);
    let under = match (&kept.ended, late) {
        (Some(ended), _) => format!("Ended on {}", format::date(ended.ended_on)),
        (None, true) => format!("{owner} was to look at it again by {review_on}"),
        (None, false) => format!("{owner} looks at it again by {review_on}"),
    };
    let note = kept.note.get();
    Line {
        href: paths::safety_note(person, kept.note_id),
        words: note.map_or("What it said is gone", |note| note.words.as_str()).to_owned(),
        plan: note.map(|note| note.plan.to_string()).unwrap_or_default(),
        under,
        late,
    }
}

/// What to call everybody of the team.
pub(super) async fn names(
    site: &Site,
    signed: &Signed,
) -> Result<HashMap<AccountId, String>, crate::error::Error> {
    Ok(site.app.accounts.names(signed.organisation()).await?.into_iter().collect())
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let names = names(&site, &signed).await?;
    let person = &record.row.person;
    let line = |kept: &KeptSafetyNote| line(id, kept, &names, record.today);
    let of = |kind: SafetyKind| {
        let open = person.safety_notes().into_iter();
        open.filter(|kept| kept.kind == kind).map(line).collect::<Vec<Line>>()
    };
    let mut ended: Vec<&KeptSafetyNote> = person.safety.values().filter(|kept| !kept.is_open()).collect();
    ended.sort_by_key(|kept| std::cmp::Reverse(kept.ended.as_ref().map(|ended| ended.ended_on)));
    show(&SafetyPage {
        page: signed.page(format!("Keeping {} safe", record.called()), Here::People),
        head: record.head(Tab::None),
        musts: of(SafetyKind::MustNot),
        worries: of(SafetyKind::Worry),
        ended: ended.into_iter().map(line).collect(),
        open: record.takes_more(),
    })
}

fn sheet(record: &Record, team: &[Colleague], managers: Vec<Choice>) -> Sheet {
    let called = record.called();
    let kind = SafetyKind::ALL.iter().map(|kind| {
        let hint = match kind {
            SafetyKind::MustNot => "Binding: nobody decides otherwise on the day",
            SafetyKind::Worry => "To be kept in mind and talked about; not a rule",
        };
        Choice::new(kind.code(), kind.label()).hint(hint)
    });
    let lead = format!(
        "Written so that {called} could read it. What may harm somebody now is a safeguarding concern: tell your \
         safeguarding lead first."
    );
    let sheet = Sheet::new(format!("Keeping {called} safe"), "Save", "check")
        .lead(lead)
        .field(Field::hidden("note_id"))
        .field(Field::one("kind", "What sort of note is it?", kind.collect()))
        .field(Field::words("words", "What must not happen, or what is the worry?").shaped(Shape::Words(3)))
        .field(Field::new(Shape::Words(3), "plan", "What do we do about it?"))
        .field(
            Field::one("source", "Who does it come from?", offered!(SafetySource))
                .shaped(Shape::One("cols-2")),
        );
    watched(sheet, &called, team, managers).field(Field::date("added_on", "When was it said?"))
}

/// The fields about who knows and who looks at it again, which writing down and looking again share.
fn watched(sheet: Sheet, called: &str, team: &[Colleague], managers: Vec<Choice>) -> Sheet {
    let owners = team.iter().map(|one| Choice::new(one.account_id, one.name.clone())).collect();
    sheet
        .field(
            Field::one("told", format!("Has {called} been told?"), offered!(Telling))
                .shaped(Shape::One("cols-2")),
        )
        .field(Field::date("told_on", "When?").optional())
        .field(
            Field::words("telling", "How did you tell them, or why not?")
                .hint("In pictures, with their sister; or why knowing would harm them now")
                .shaped(Shape::Words(2)),
        )
        .pair(
            Field::new(
                Shape::Select("With none yet"),
                "discussed_with",
                "With which manager was it talked about?",
            )
            .with(managers)
            .optional(),
            Field::date("discussed_on", "On which day?").optional(),
        )
        .pair(
            Field::new(Shape::Select("Choose somebody"), "owner", "Who looks at it again?").with(owners),
            Field::date("review_on", "By when?").hint("Within a year"),
        )
}

/// What a note says, as the form has it.
pub(super) fn read_note(form: &mut Reader<'_>) -> Option<SafetyNote> {
    let (words, plan, telling) = (form.words("words"), form.words("plan"), form.words("telling"));
    let apart_from = form.ids::<PersonId>("apart_from");
    let apart_from = apart_from?.into_iter().collect();
    Some(SafetyNote { words: words?, plan: plan?, telling: telling?, apart_from })
}

/// With which manager it was talked about and when, as the form has it: both, or neither.
fn read_discussed(form: &mut Reader<'_>) -> Option<Option<Discussed>> {
    let (with, on) = (form.id_or_none("discussed_with"), form.date_or_none("discussed_on"));
    match (with?, on?) {
        (Some(with), Some(on)) => Some(Some(Discussed { with, on })),
        (None, None) => Some(None),
        (Some(_), None) => form.refuse("discussed_on", "Say on which day"),
        (None, Some(_)) => form.refuse("discussed_with", "Say with whom, or leave the day empty"),
    }
}

/// The managers with whom a note can be talked about, and whoever it was talked about with already.
pub(super) async fn managers(
    site: &Site,
    signed: &Signed,
    known: Option<Discussed>,
) -> Result<Vec<Choice>, crate::error::Error> {
    let team = site.app.accounts.colleagues(&signed.connecting()?).await?;
    let leads = team.into_iter().filter(|one| one.role != Role::Connector);
    let mut managers: Vec<(AccountId, String)> = leads.map(|one| (one.account_id, one.name)).collect();
    if let Some(known) = known.filter(|known| !managers.iter().any(|(id, _)| *id == known.with)) {
        let names = names(site, signed).await?;
        let name = names.get(&known.with).map_or("Nobody of the team", String::as_str);
        managers.push((known.with, name.to_owned()));
    }
    Ok(managers.into_iter().map(|(id, name)| Choice::new(id, name)).collect())
}

/// Who watches and who knows, as the form has it.
pub(super) fn read_watch(form: &mut Reader<'_>) -> Option<Watch> {
    let (owner, review_on) = (form.id("owner"), form.date("review_on"));
    let told_on = match form.code::<Telling>("told") {
        Some(Telling::Told) => form.date("told_on").map(Some),
        Some(Telling::NotTold) => Some(None),
        None => None,
    };
    let discussed = read_discussed(form);
    Some(Watch { owner: owner?, review_on: review_on?, told_on: told_on?, discussed: discussed? })
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let team = site.app.watchers(&signed.connecting()?, record.id()).await?;
    let mut sheet = sheet(record, &team, managers(site, signed, None).await?);
    if let Some(other) = typed.id::<PersonId>("apart_from") {
        let other = site.app.views.people_named(&signed.connecting()?, &[other]).await?.pop();
        let other = other.ok_or(Refusal::NotFound)?;
        sheet = sheet.field(Field::hidden("apart_from"));
        sheet.lead = format!(
            "This keeps {} and {} apart: neither is offered to the other. {}",
            record.called(),
            other.called,
            sheet.lead
        );
    }
    let (page, keys, typed, head) = record.form(site, signed, &sheet.title, typed, &attempt);
    let list = paths::person_part(record.id(), "safety");
    SheetPage::show(page, head, (list.clone(), list), keys, sheet, typed, attempt)
}

async fn new(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(asked): Params,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let today = record.today;
    let mut typed = Typed::default();
    if let Some(apart) = asked.id::<PersonId>("apart").filter(|other| *other != id) {
        typed = typed.with("apart_from", apart).with("kind", SafetyKind::MustNot.code());
    }
    let typed = typed
        .with("note_id", site.app.ids.next())
        .with("source", SafetySource::Person.code())
        .with("told", Telling::Told.code())
        .with("told_on", today)
        .with("owner", signed.account())
        .with("review_on", today.checked_add_months(Months::new(USUAL_MONTHS)).unwrap_or(today))
        .with("added_on", today);
    draw(&site, &signed, &record, typed, Attempt::first()).await
}

async fn add(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let (note_id, kind, note) = (form.id("note_id"), form.code("kind"), read_note(&mut form));
    let (source, watch, added_on) = (form.code("source"), read_watch(&mut form), form.date("added_on"));
    let read = (note_id, kind, note, source, watch, added_on);
    let (Some(note_id), Some(kind), Some(note), Some(source), Some(watch), Some(added_on)) = read else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    let command = PersonCommand::AddSafetyNote { note_id, kind, note, source, watch, added_on };
    let to = paths::person_part(id, "safety");
    match site.settle(&signed, &typed, Instruction::Person { id, command }, &to, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, typed, attempt).await,
    }
}
