//! What there is nearby, looked through by what happens there, by part of town, and by what needs looking
//! after. Sent like a form, because what somebody looks for does not belong into an address.

use std::collections::BTreeMap;

use app::folded::folded;
use app::likeness;
use app::terms::TermBook;
use app::views::places::PlaceRow;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::place::{Freshness, OpenTo, Place, PlaceDetails};

use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::form::Typed;
use crate::guard::Audience;
use crate::look::{Choice, FormErrors, Here, Page};
use crate::router::{Route, get, post};
use crate::sentences::place;
use crate::site::{Site, show};
use crate::{format, paths};

/// Looking, and looking for something.
pub fn routes() -> Vec<Route> {
    vec![get(paths::PLACES, Audience::Connecting, look), post(paths::PLACES, Audience::Connecting, find)]
}

/// Places shown at once; whoever looks for another adds a word.
const SHOWN: usize = 100;

domain::codes! {
    /// Which places are looked at.
    Only {
        Offered = "All that are offered",
        WithRoom = "With room for somebody",
        ToAsk = "To make sure of again",
        PutAway = "Put away",
    }
}

impl Only {
    fn holds(self, place: &Place, today: NaiveDate) -> bool {
        match self {
            Self::Offered => place.is_current(),
            Self::WithRoom => place.is_current() && place.room != Some(0),
            Self::ToAsk => place.is_current() && place.freshness(today) != Freshness::Fresh,
            Self::PutAway => !place.is_current(),
        }
    }
}

#[derive(Template)]
#[template(path = "place/list.html")]
struct List {
    page: Page,
    errors: FormErrors,
    typed: Typed,
    /// What is looked at.
    only: Vec<Choice>,
    /// Parts of town in which there is a place.
    areas: Vec<Choice>,
    /// What happens at some place, as the team calls it.
    terms: Vec<Choice>,
    found: Vec<Found>,
    /// Whether none is spelt as it was typed, and these nearly are.
    near: bool,
    /// How many more there are.
    more: usize,
    /// Whether there is any place at all.
    any: bool,
    /// Of how many somebody should make sure.
    to_ask: usize,
}

/// One place of the list.
pub struct Found {
    pub href: String,
    pub name: String,
    /// What happens there.
    pub activities: Vec<String>,
    /// "Mill Lane · Tuesdays 10:00 to 12:00 · Free"
    pub under: String,
    /// What whoever goes there should know first.
    pub minding: Vec<String>,
}

impl Found {
    /// A place as a row of a list.
    pub fn of(row: &PlaceRow, today: NaiveDate) -> Option<Self> {
        let (place, details) = (&row.place, row.place.details()?);
        let parts =
            [details.area.as_ref().map(ToString::to_string), place::when(details), place::cost(details)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let mut minding = Vec::new();
        if let Some(retired) = &place.retired {
            minding.push(format!("Put away on {}", format::date(retired.on)));
        } else {
            minding.extend(place::room(place).filter(|_| place.room == Some(0)));
            if place.freshness(today) != Freshness::Fresh {
                minding.push(place::seen(place, today));
            }
        }
        if details.open_to == OpenTo::DisabledPeopleOnly {
            minding.push(details.open_to.label().to_owned());
        }
        Some(Self {
            href: paths::place(place.place_id),
            name: details.name.to_string(),
            activities: details.activities.iter().map(|activity| activity.name.to_string()).collect(),
            under: parts.join(" · "),
            minding,
        })
    }
}

async fn look(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    // An address says at most which kind of places.
    let typed = Typed::default().with("only", asked.one("only"));
    draw(&site, &signed, typed).await
}

async fn find(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    draw(&site, &signed, typed).await
}

async fn draw(site: &Site, signed: &Signed, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let today = site.app.clock.today();
    let (rows, book) = (site.app.views.places(&who).await?, site.app.term_book(&who).await?);
    let only = typed.id::<Only>("only").unwrap_or(Only::Offered);
    let current = rows.iter().filter(|row| row.place.is_current());
    let (mut areas, mut terms) = (BTreeMap::new(), BTreeMap::new());
    for details in current.clone().filter_map(|row| row.place.details()) {
        if let Some(area) = &details.area {
            areas.entry(folded(area.as_str())).or_insert_with(|| area.to_string());
        }
        for activity in &details.activities {
            let term = book.term(activity.name.as_str());
            terms.entry(folded(term)).or_insert_with(|| format::capital(term));
        }
    }
    let fits = |row: &&PlaceRow| {
        only.holds(&row.place, today)
            && row.place.details().is_some_and(|details| is_meant(&book, details, &typed))
    };
    let (meant, near) = answering(&book, rows.iter().map(AsRef::as_ref).filter(fits), typed.one("look"));
    let all: Vec<Found> = meant.into_iter().filter_map(|row| Found::of(row, today)).collect();
    let choices = |known: BTreeMap<String, String>, field: &str| {
        let choice =
            |(folded, said): (String, String)| Choice::new(&folded, said).chosen(typed.is(field, &folded));
        known.into_iter().map(choice).collect()
    };
    show(&List {
        page: signed.page("Places and groups nearby", Here::Introduce),
        errors: FormErrors::none(),
        only: Only::ALL.iter().map(|one| Choice::new(one.code(), one.label()).chosen(*one == only)).collect(),
        areas: choices(areas, "area"),
        terms: choices(terms, "term"),
        more: all.len().saturating_sub(SHOWN),
        near: near && !all.is_empty(),
        found: all.into_iter().take(SHOWN).collect(),
        any: !rows.is_empty(),
        to_ask: current.filter(|row| Only::ToAsk.holds(&row.place, today)).count(),
        typed,
    })
}

/// Whether a place is in the part of town that was looked for, with that happening there.
fn is_meant(book: &TermBook, details: &PlaceDetails, typed: &Typed) -> bool {
    let area = details.area.as_ref().map(ToString::to_string).unwrap_or_default();
    let happens = |term: &str| {
        let mut all = details.activities.iter();
        all.any(|activity| folded(book.term(activity.name.as_str())) == term)
    };
    let here = typed.one("area").is_empty() || folded(&area) == typed.one("area");
    let this = typed.one("term").is_empty() || happens(typed.one("term"));
    here && this
}

/// Those that have every word in their name, their part of town or what happens there, as it is written or as the
/// team calls it; and whether none is spelt so, but these nearly are.
pub fn answering<'a>(
    book: &TermBook,
    rows: impl Iterator<Item = &'a PlaceRow>,
    typed: &str,
) -> (Vec<&'a PlaceRow>, bool) {
    let told = |row: &'a PlaceRow| Some((row, row.place.details()?));
    let rows: Vec<(&PlaceRow, &PlaceDetails)> = rows.filter_map(told).collect();
    let (those, near) = likeness::answering(typed, rows.iter().map(|(_, details)| said(book, details)));
    (those.into_iter().map(|at| rows[at].0).collect(), near)
}

/// Every word that a place is found by.
fn said(book: &TermBook, details: &PlaceDetails) -> String {
    let area = details.area.as_ref().map(ToString::to_string).unwrap_or_default();
    let happens: Vec<&str> = details.activities.iter().map(|activity| activity.name.as_str()).collect();
    let terms: Vec<&str> = happens.iter().map(|name| book.term(name)).collect();
    format!("{} {area} {} {}", details.name, happens.join(" "), terms.join(" "))
}
