//! Records that may be of one person: pairs that are alike and that nobody has told apart yet, likeliest first. Each
//! leads to both side by side, where they are put together or told apart.

use app::views::merging::{LikePair, Likeness};
use app::views::people::PersonSummary;
use askama::Template;
use axum::extract::State;
use domain::person::codes::PersonKind;
use domain::shared::ids::PersonId;

use crate::error::Answer;
use crate::extract::Signed;
use crate::guard::Audience;
use crate::look::{Faces, Here, Page};
use crate::pages::person::merging::about;
use crate::paths;
use crate::router::{Route, get};
use crate::site::{Site, show};

/// Pairs on the page; when some of them are settled, others take their place.
const MOST: usize = 50;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::DUPLICATES, Audience::Leading, page)]
}

#[derive(Template)]
#[template(path = "lead/duplicates.html")]
struct Duplicates {
    page: Page,
    pairs: Vec<Pair>,
    more: bool,
    faces: Faces,
}

/// Two records, the one that would stay first.
pub struct Pair {
    /// The one that would stay.
    pub stays: PersonSummary,
    /// The one that would go into it.
    pub goes: PersonSummary,
    /// "The same name, and born on the same day"
    pub alike: &'static str,
}

impl Pair {
    /// The record of somebody who is supported stays, else the one that says more.
    pub fn of(pair: LikePair) -> Self {
        let LikePair { one, other, alike } = pair;
        let says = |one: &PersonSummary| {
            let known = usize::from(one.born_on.is_some()) + usize::from(one.area.is_some());
            (one.kind == PersonKind::Supported, known + one.interests.len() + one.needs.len())
        };
        let other_stays = says(&other) > says(&one);
        let (stays, goes) = if other_stays { (other, one) } else { (one, other) };
        let alike = match alike {
            Likeness::NameAndBirth => "The same name, and born on the same day",
            Likeness::BirthAndPartOfName => "Born on the same day, with a name in common",
            Likeness::Name => "The same name, as far as it can be told",
        };
        Self { stays, goes, alike }
    }

    fn href(&self) -> String {
        preview(self.stays.person_id, self.goes.person_id)
    }

    fn about(&self, one: &PersonSummary) -> String {
        about(one)
    }
}

/// Where two records are looked at side by side.
fn preview(stays: PersonId, goes: PersonId) -> String {
    format!("{}?with={goes}", paths::person_part(stays, "merging"))
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    let who = signed.connecting()?;
    let mut found = site.app.views.like_pairs(&who, MOST + 1).await?;
    let more = found.len() > MOST;
    found.truncate(MOST);
    let pairs: Vec<Pair> = found.into_iter().map(Pair::of).collect();
    let ids = pairs.iter().flat_map(|pair| [pair.stays.person_id, pair.goes.person_id]);
    let faces = Faces::of(&site, &who, ids).await?;
    show(&Duplicates { page: signed.page("On record twice?", Here::Team), pairs, more, faces })
}
