//! Two versions of the one-page profile beside each other, sentence by sentence: what was taken out is
//! marked in the earlier one, what came in in the later one.

use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::{Person, PublishedProfile};
use domain::shared::ids::PersonId;
use domain::shared::personal::Personal;

use super::head::{Head, Record, Tab};
use super::sheet::{ANSWERS, MAIN, MORE, answers, in_order};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::guard::Audience;
use crate::look::{Choice, FormErrors, Here, Page};
use crate::router::{Route, get};
use crate::sentences::split::{Piece, told_apart};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/profile/versions", Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "person/versions.html")]
struct Versions {
    page: Page,
    head: Head,
    /// Every version, to choose the two from.
    before: Vec<Choice>,
    after: Vec<Choice>,
    /// "10 February 2026" of either.
    days: [String; 2],
    parts: Vec<Beside>,
    /// Whether there are two to put beside each other.
    several: bool,
    /// Whether the two say the same.
    same: bool,
    errors: FormErrors,
}

/// One heading in both versions.
struct Beside {
    heading: &'static str,
    before: Vec<Piece>,
    after: Vec<Piece>,
}

impl Beside {
    fn is_the_same(&self) -> bool {
        self.before.iter().chain(&self.after).all(|piece| piece.kept)
    }
}

async fn page(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(params): Params,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let person = &record.row.person;
    if !person.is_supported() {
        return Err(Refusal::NotFound.into());
    }
    let (before, after) = two(person, params.id("before"), params.id("after"));
    let parts = before.zip(after).map(|(before, after)| beside(before, after)).unwrap_or_default();
    let day =
        |one: Option<&PublishedProfile>| one.map(|one| format::date(one.published_on)).unwrap_or_default();
    let title = format!("How {} profile changed", format::possessive(&record.called()));
    let page = Versions {
        page: signed.page(title, Here::People),
        head: record.head(Tab::None),
        before: choices(person, before),
        after: choices(person, after),
        days: [day(before), day(after)],
        several: person.profiles.len() > 1,
        same: parts.iter().all(Beside::is_the_same),
        parts,
        errors: FormErrors::none(),
    };
    show(&page)
}

/// The two that are asked for; the latest and the one before it when none is, or a version is not there.
fn two(
    person: &Person,
    before: Option<u32>,
    after: Option<u32>,
) -> (Option<&PublishedProfile>, Option<&PublishedProfile>) {
    let all = in_order(person);
    let find = |wanted: Option<u32>| all.iter().find(|profile| Some(profile.version) == wanted).copied();
    let after = find(after).or_else(|| all.first().copied());
    let before = find(before).or_else(|| {
        let at = all.iter().position(|profile| Some(profile.version) == after.map(|after| after.version));
        at.and_then(|at| all.get(at + 1)).or(all.last()).copied()
    });
    (before, after)
}

fn choices(person: &Person, chosen: Option<&PublishedProfile>) -> Vec<Choice> {
    let all = in_order(person);
    let one = |profile: &&PublishedProfile| {
        let on = profile.published_on;
        let same_day = all.iter().filter(|other| other.published_on == on).count() > 1;
        let which = if same_day { format!(" ({})", profile.version) } else { String::new() };
        Choice::new(profile.version, format!("{}{which}", format::date(on)))
            .chosen(chosen.is_some_and(|chosen| chosen.version == profile.version))
    };
    all.iter().map(one).collect()
}

fn beside(before: &PublishedProfile, after: &PublishedProfile) -> Vec<Beside> {
    let said = |one: &PublishedProfile| -> [String; ANSWERS] {
        let profile = Personal::get(&one.profile);
        profile
            .map(|profile| answers(profile).map(|words| words.unwrap_or_default().to_owned()))
            .unwrap_or_default()
    };
    let (before, after) = (said(before), said(after));
    let headings = MAIN.iter().chain(&MORE).map(|(_, heading)| *heading);
    headings
        .zip(before.iter().zip(&after))
        .filter(|(_, (before, after))| !(before.is_empty() && after.is_empty()))
        .map(|(heading, (before, after))| {
            let [before, after] = told_apart(before, after);
            Beside { heading, before, after }
        })
        .collect()
}
