//! One box for everybody the viewer may know of: name, nickname, area, interest, misspelt too; and beside them the
//! places nearby. The box sends what is typed as a form, because a name does not belong into an address; an address may still carry a word
//! that is nobody's name, such as an interest.

use app::views::people::{self, PersonSummary};
use askama::Template;
use axum::extract::State;
use domain::person::codes::PersonKind;

use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::form::Typed;
use crate::guard::Audience;
use crate::look::{Faces, FormErrors, Here, Page};
use crate::pages::place::list::Found as PlaceFound;
use crate::pages::place::search;
use crate::router::{Route, get, post};
use crate::site::{Site, show};
use crate::{format, paths};

/// Looking at the box, and sending it.
pub fn routes() -> Vec<Route> {
    vec![get(paths::SEARCH, Audience::Connecting, look), post(paths::SEARCH, Audience::Connecting, find)]
}

/// Most people shown; whoever looks for one of more adds a word.
const MOST: usize = 30;
/// Longest search that means anything.
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "person/search.html")]
struct Search {
    page: Page,
    errors: FormErrors,
    /// What was typed, as much as is looked for.
    words: String,
    found: Vec<Found>,
    /// Whether there are more than are shown.
    more: bool,
    /// Whether nobody is spelt so, and these nearly are.
    near: bool,
    /// Places that answer to the words.
    places: Vec<PlaceFound>,
    faces: Faces,
}

/// Somebody found.
struct Found {
    person: PersonSummary,
    /// "Called Gord · Harbour Side · community member"
    about: String,
    /// Interests that hold one of the words, first; else the first few.
    interests: Vec<String>,
}

async fn look(State(site): State<Site>, signed: Signed, Params(params): Params) -> Answer {
    results(&site, &signed, params.one("q")).await
}

async fn find(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    results(&site, &signed, typed.one("q")).await
}

async fn results(site: &Site, signed: &Signed, typed: &str) -> Answer {
    let who = signed.connecting()?;
    let typed: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: String = typed.trim().chars().take(LONGEST).collect();
    let mut found = match words.is_empty() {
        true => Vec::new(),
        false => site.app.views.find(&who, &words, MOST + 1).await?,
    };
    let book = site.app.term_book(&who).await?;
    let terms = if words.is_empty() { Default::default() } else { book.called_so(&words) };
    if !terms.is_empty() {
        // Somebody wrote it otherwise: what they love is called by these words now. That is nearer than a
        // word that only looks alike.
        found.retain(|one| !one.near);
        let known: Vec<_> = found.iter().map(|one| one.person.person_id).collect();
        let loving = site.app.views.loving(&who, &terms, MOST + 1 + known.len()).await?;
        let loving = loving.into_iter().filter(|one| !known.contains(&one.person_id));
        found.extend(loving.map(|person| people::Found { person, near: false }));
        found.truncate(MOST + 1);
    }
    let more = found.len() > MOST;
    found.truncate(MOST);
    let near = found.iter().any(|one| one.near);
    // Where somebody is called so, a place that only sounds like it is not meant.
    let places = search::found(site, &who, &book, &words, near || found.is_empty()).await?;
    let faces = Faces::of(site, &who, found.iter().map(|one| one.person.person_id)).await?;
    let found = found.into_iter().map(|people::Found { person, .. }| Found::of(person, &words)).collect();
    let (page, errors) = (signed.page("Search", Here::Search), FormErrors::none());
    show(&Search { page, errors, words, found, more, near, places, faces })
}

impl Search {
    /// "3 people", "Nobody"
    fn count(&self) -> String {
        match self.found.len() {
            0 => "Nobody".to_owned(),
            _ if self.more => format!("The first {MOST}"),
            count => format::plural(count, "person", "people"),
        }
    }
}

impl Found {
    fn of(person: PersonSummary, words: &str) -> Self {
        let mut about = Vec::new();
        if !person.name.to_lowercase().starts_with(&person.called.to_lowercase()) {
            about.push(format!("Called {}", person.called));
        }
        about.extend(person.area.clone());
        if person.kind == PersonKind::CommunityMember {
            about.push("community member".to_owned());
        }
        let words: Vec<String> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let holds = |interest: &&String| {
            let interest = interest.to_lowercase();
            words.iter().any(|word| interest.contains(word))
        };
        let (mut interests, rest): (Vec<&String>, Vec<&String>) = person.interests.iter().partition(holds);
        interests.extend(rest);
        let interests = interests.into_iter().take(4).cloned().collect();
        Self { about: format::capital(&about.join(" · ")), interests, person }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::shared::ids::PersonId;

    #[test]
    fn the_interest_that_was_looked_for_comes_first() {
        let person = PersonSummary {
            person_id: PersonId::default(),
            kind: PersonKind::CommunityMember,
            name: "Gordon Wells".to_owned(),
            called: "Gord".to_owned(),
            born_on: None,
            area: Some("Harbour Side".to_owned()),
            needs: Vec::new(),
            refuses_introductions: false,
            interests: ["Motown", "baking", "trains", "birds", "Growing leeks"].map(str::to_owned).to_vec(),
        };
        let found = Found::of(person, "LEEKS");
        assert_eq!(found.interests, ["Growing leeks", "Motown", "baking", "trains"]);
        assert_eq!(found.about, "Harbour Side · community member");
    }
}
