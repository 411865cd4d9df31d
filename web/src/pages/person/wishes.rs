//! Whom somebody would like to meet, and whom not, as they say it. `?not=` begins with somebody ticked whom they
//! would rather not meet; the list of who fits leads here.

use std::collections::BTreeSet;

use app::commands::Instruction;
use app::views::people::PersonSummary;
use askama::Template;
use axum::extract::State;
use domain::person::{Described, MeetingWishes, PersonCommand};
use domain::shared::ids::PersonId;

use super::head::{Head, Record};
use crate::error::{Answer, Error};
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/wishes", Audience::Connecting, look),
        post("/people/{id}/wishes", Audience::Connecting, tell),
    ]
}

#[derive(Template)]
#[template(path = "person/wishes.html")]
struct WishesPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    described: Vec<Choice>,
    only: Vec<Choice>,
    /// People who could be named here: those who are, and whoever the address names.
    not_with: Vec<Choice>,
    /// Whom the address names: what to call them, where the same is said as their own wish, and where as safety.
    instead: Option<(String, String, String)>,
    /// Whether there is a list of whom they could meet: of people whom we work with.
    has_list: bool,
    today: String,
}

/// Somebody who is met, by how they describe themselves.
pub(super) fn met(described: Described) -> &'static str {
    match described {
        Described::AnotherWay => "Somebody who is neither",
        described => described.label(),
    }
}

/// People named in the form, as far as the viewer may know of them.
async fn named(site: &Site, signed: &Signed, typed: &Typed) -> Result<Vec<PersonSummary>, Error> {
    let ids: Vec<PersonId> = typed.all("known").filter_map(|id| id.parse().ok()).collect();
    let mut people = site.app.views.people_named(&signed.connecting()?, &ids).await?;
    people.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(people)
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let title = format!("Whom would {} like to meet?", record.called());
    let people = named(site, signed, &typed).await?;
    let named = typed.id::<PersonId>("not").and_then(|id| people.iter().find(|one| one.person_id == id));
    let instead = named.map(|other| {
        let theirs = format!("{}?not={}", paths::person_part(other.person_id, "wishes"), record.id());
        let safety = format!("{}?apart={}", paths::person_part(record.id(), "safety/new"), other.person_id);
        (other.called.clone(), theirs, safety)
    });
    let (page, keys, typed, head) = record.form(site, signed, &title, typed, &attempt);
    let of = |name: &str, code: &Described| {
        Choice::new(code.code(), code.label()).chosen(typed.is(name, code.code()))
    };
    let mut described = vec![Choice::new("", "They did not say").chosen(typed.one("described").is_empty())];
    described.extend(Described::ALL.iter().map(|code| of("described", code)));
    let not_with = people.iter().map(|one| {
        let id = one.person_id.to_string();
        Choice::new(&id, one.name.clone()).chosen(typed.is("not_with", &id))
    });
    let page = WishesPage {
        described,
        only: Described::ALL
            .iter()
            .map(|code| Choice { label: met(*code).to_owned(), ..of("only", code) })
            .collect(),
        not_with: not_with.collect(),
        instead,
        has_list: record.row.person.is_supported(),
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
    Params(asked): Params,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let wishes = record.row.person.wishes().cloned().unwrap_or_default();
    let mut named: BTreeSet<PersonId> = wishes.not_with.clone();
    let asked = asked.id::<PersonId>("not").filter(|other| *other != id);
    named.extend(asked);
    let mut typed = Typed::default().with("told_on", record.today);
    if let Some(other) = asked {
        typed = typed.with("not", other);
    }
    if let Some(described) = wishes.described {
        typed = typed.with("described", described.code());
    }
    typed = wishes.only.iter().fold(typed, |typed, code| typed.with("only", code.code()));
    typed = named.iter().fold(typed, |typed, other| typed.with("known", other).with("not_with", other));
    if let Some(words) = &wishes.words {
        typed = typed.with("own_words", words);
    }
    draw(&site, &signed, &record, typed, Attempt::first()).await
}

fn read(form: &mut Reader<'_>, unseen: BTreeSet<PersonId>) -> Option<PersonCommand> {
    let (described, only) = (form.code_or_none::<Described>("described"), form.codes::<Described>("only"));
    let (not_with, words) = (form.ids::<PersonId>("not_with"), form.words_or_none("own_words"));
    let told_on = form.date("told_on");
    let wishes = MeetingWishes {
        described: described?,
        only: only?.into_iter().collect(),
        not_with: not_with?.into_iter().chain(unseen).collect(),
        words: words?,
    };
    Some(PersonCommand::TellMeetingWishes { wishes, told_on: told_on? })
}

async fn tell(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    // Whoever the viewer may not know of stands in no form, and stays as they were told.
    let seen: BTreeSet<PersonId> =
        named(&site, &signed, &typed).await?.iter().map(|one| one.person_id).collect();
    let kept = record.row.person.wishes().map(|wishes| wishes.not_with.clone()).unwrap_or_default();
    let unseen: BTreeSet<PersonId> = kept.difference(&seen).copied().collect();
    let Some(command) = read(&mut form, unseen) else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    let instruction = Instruction::Person { id, command };
    match site.settle(&signed, &typed, instruction, &paths::person(id), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, typed, attempt).await,
    }
}
