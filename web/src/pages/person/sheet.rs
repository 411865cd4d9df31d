//! The one-page profile as a page to print: in the person's own words, one side of A4, an earlier version
//! too. With nothing written yet it is an empty page with the headings, to fill in together.

use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::codes::ShareMode;
use domain::person::records::Profile;
use domain::person::{Person, PublishedProfile};
use domain::shared::ids::PersonId;
use domain::shared::personal::Personal;

use super::fit::{Contents, Size, size};
use super::head::{Head, Record, Tab};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/profile/print", Audience::Connecting, page)]
}

/// Things that are loved which stand on the page; the others are counted.
const MOST_LOVED: usize = 14;

/// The three headings that everybody's page has. Source: Helen Sanderson Associates, one-page profiles.
pub(super) const MAIN: [(&str, &str); 3] = [
    ("star", "What people like and admire about me"),
    ("heart", "What is important to me"),
    ("hand-heart", "How best to support me"),
];
/// The three that may stand below.
pub(super) const MORE: [(&str, &str); 3] = [
    ("sun", "What a good week looks like"),
    ("smile", "When I am at my best"),
    ("ban", "What I do not want"),
];
/// How many answers there are.
pub(super) const ANSWERS: usize = MAIN.len() + MORE.len();

#[derive(Template)]
#[template(path = "person/sheet.html")]
struct Sheet {
    page: Page,
    head: Head,
    /// Where the photograph of this version is, while they agree to it.
    photo: Option<String>,
    /// What they like to be called, when that is a name of its own.
    known_as: Option<String>,
    size: Size,
    /// The three headings; empty words are left out, unless nothing is written at all.
    wide: Vec<Part>,
    beside: Vec<Part>,
    loved: Vec<Loved>,
    /// "and 3 more things"
    more: String,
    /// "Agreed with Gord on 10 March 2026"; empty when nothing is.
    agreed: String,
    /// Every version, newest first; none when there is only one.
    versions: Vec<Version>,
    /// Where this version is beside the one before.
    changes: Option<String>,
    /// Whether nothing was ever written.
    blank: bool,
    /// Whether it was written and has been forgotten.
    forgotten: bool,
    open: bool,
}

impl Sheet {
    fn goes_over(&self) -> bool {
        self.size == Size::Over
    }
}

/// A heading with what was said.
struct Part {
    icon: &'static str,
    heading: &'static str,
    words: String,
}

/// Something they love, and what they would share of it, as they would say it.
struct Loved {
    name: String,
    share: &'static str,
}

/// One version in the choice of versions.
pub(super) struct Version {
    pub(super) href: String,
    /// "12 March 2026"
    pub(super) day: String,
    pub(super) here: bool,
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
    let shown = match params.id::<u32>("version") {
        Some(wanted) => Some(version(person, wanted).ok_or(Refusal::NotFound)?),
        None => person.latest_profile(),
    };
    let words = shown.and_then(|shown| Personal::get(&shown.profile));
    let blank = shown.is_none();
    let (wide, beside) = parts(words, blank);
    let (loved, more) = loved(person);
    let fitting = size(&Contents {
        name: record.name().chars().count(),
        needs: person.needs.as_ref().map_or(0, |needs| needs.list().len()),
        wide: wide.iter().map(|part| part.words.as_str()).collect(),
        beside: beside.iter().map(|part| part.words.as_str()).collect(),
        chips: loved.iter().map(|one| one.name.chars().count() + one.share.len() + 3).collect(),
    });
    let called = record.called();
    let photo = shown.and_then(|shown| shown.photo).filter(|photo| person.photo_shown(*photo, record.today));
    let sheet = Sheet {
        photo: photo.map(|photo| paths::document_part(id, photo, "thumbnail")),
        page: signed.page(format!("{} one-page profile", format::possessive(&called)), Here::People),
        head: record.head(Tab::None),
        known_as: person.details().and_then(|details| details.known_as.as_ref()).map(ToString::to_string),
        agreed: shown
            .map(|shown| format!("Agreed with {called} on {}", format::date(shown.published_on)))
            .unwrap_or_default(),
        versions: versions(person, shown),
        changes: shown.and_then(|shown| changes(person, shown)),
        forgotten: shown.is_some() && words.is_none(),
        open: person.forgotten_on.is_none() && person.erasure.is_none(),
        blank,
        // An empty page has its headings in the size in which it will be written on.
        size: if blank { Size::Middle } else { fitting },
        wide,
        beside,
        loved,
        more,
    };
    show(&sheet)
}

fn version(person: &Person, wanted: u32) -> Option<&PublishedProfile> {
    person.profiles.iter().find(|profile| profile.version == wanted)
}

/// Every version by its day, the latest first.
pub(super) fn in_order(person: &Person) -> Vec<&PublishedProfile> {
    let mut all: Vec<_> = person.profiles.iter().collect();
    all.sort_by_key(|profile| std::cmp::Reverse((profile.published_on, profile.version)));
    all
}

fn versions(person: &Person, shown: Option<&PublishedProfile>) -> Vec<Version> {
    let all = in_order(person);
    if all.len() < 2 {
        return Vec::new();
    }
    let one = |profile: &&PublishedProfile| Version {
        href: format!(
            "{}?version={}",
            paths::person_part(person.person_id, "profile/print"),
            profile.version
        ),
        day: format::date(profile.published_on),
        here: shown.is_some_and(|shown| shown.version == profile.version),
    };
    all.iter().map(one).collect()
}

/// Where a version is compared with the one before it; the first of all with the one after.
fn changes(person: &Person, shown: &PublishedProfile) -> Option<String> {
    let all = in_order(person);
    let at = all.iter().position(|profile| profile.version == shown.version)?;
    let (before, after) = match all.get(at + 1) {
        Some(before) => (before.version, shown.version),
        None => (shown.version, all.get(at.checked_sub(1)?)?.version),
    };
    let path = paths::person_part(person.person_id, "profile/versions");
    Some(format!("{path}?before={before}&after={after}"))
}

/// The answers of a profile, in the order of [`MAIN`] and [`MORE`].
pub(super) fn answers(profile: &Profile) -> [Option<&str>; ANSWERS] {
    let Profile { admire, important, support, good_week, at_best, not_wanted } = profile;
    [admire, important, support, good_week, at_best, not_wanted]
        .map(|words| words.as_ref().map(|words| words.as_str()))
}

fn parts(profile: Option<&Profile>, blank: bool) -> (Vec<Part>, Vec<Part>) {
    let said = profile.map(answers).unwrap_or_default();
    let part = |((icon, heading), words): (&(&'static str, &'static str), &Option<&str>)| {
        (blank || words.is_some()).then(|| Part {
            icon,
            heading,
            words: words.unwrap_or_default().to_owned(),
        })
    };
    let wide = MAIN.iter().zip(&said[..MAIN.len()]).filter_map(part).collect();
    let beside = MORE.iter().zip(&said[MAIN.len()..]).filter_map(part).collect();
    (wide, beside)
}

/// What they love most, and how much more there is.
fn loved(person: &Person) -> (Vec<Loved>, String) {
    let mut kept: Vec<_> =
        person.current_interests().into_iter().filter_map(|kept| kept.interest.get()).collect();
    kept.sort_by_key(|interest| std::cmp::Reverse(interest.strength));
    let left = kept.len().saturating_sub(MOST_LOVED);
    let one = |interest: &domain::person::records::Interest| Loved {
        name: format::capital(interest.name.as_str()),
        share: interest.share.map_or("", i_would),
    };
    let more = if left > 0 {
        format!("and {}", format::plural(left, "more thing", "more things"))
    } else {
        String::new()
    };
    (kept.into_iter().take(MOST_LOVED).map(one).collect(), more)
}

/// What they would share, as they would say it.
fn i_would(share: ShareMode) -> &'static str {
    match share {
        ShareMode::DoWithOthers => "with other people",
        ShareMode::Teach => "I can teach it",
        ShareMode::Learn => "I would like to learn it",
        ShareMode::Watch => "I like to watch",
        ShareMode::Make => "I make things to give away",
        ShareMode::Help => "I like to help with it",
    }
}
