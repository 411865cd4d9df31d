//! Both records side by side, with what they would be together and what comes along, and the two answers: they are
//! one person, or they are two.

use app::commands::{Merging, Preview};
use askama::Template;
use domain::shared::ids::PersonId;

use super::super::head::{Head, Record};
use super::compared::{Line, comes_along, lines};
use crate::error::Answer;
use crate::extract::Signed;
use crate::form::{Attempt, Keys, Typed, people_say};
use crate::look::Page;
use crate::paths;
use crate::site::{Site, show_as};

#[derive(Template)]
#[template(path = "person/merging/preview.html")]
struct Beside {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    /// The record that would go, with its version.
    other: PersonId,
    other_name: String,
    other_seen: i64,
    /// Why they cannot be put together; `None` when they can.
    hindrance: Option<String>,
    lines: Vec<Line>,
    /// "1 engagement", "2 relationships": what comes along, in words.
    comes: Vec<String>,
}

/// Draws both.
pub(super) async fn beside(
    site: &Site,
    signed: &Signed,
    record: &Record,
    (other, typed): (PersonId, Typed),
    attempt: Attempt,
) -> Answer {
    let who = signed.connecting()?;
    let asked = Merging { stays: record.id(), goes: other, goes_seen: None };
    let preview: Preview = site.app.preview_merging(&who, &asked).await?;
    let cases = site.app.views.cases_of(&who, other, record.today).await?;
    let ties = site.app.views.relationships_of_person(&who, other).await?;
    let details = preview.goes.person.details();
    let title = "Both records side by side";
    let (page, keys, typed, head) = record.form(site, signed, title, typed, &attempt);
    show_as(
        attempt.status,
        &Beside {
            page,
            keys,
            attempt,
            typed,
            head,
            other,
            other_name: details.map_or("Somebody forgotten", |details| details.name.as_str()).to_owned(),
            other_seen: preview.goes.version,
            hindrance: preview.hindrance.as_ref().map(|why| people_say(&format!("{why}."))),
            lines: lines(&preview),
            comes: comes_along(&preview.goes.person, cases.len(), ties.len()),
        },
    )
}
