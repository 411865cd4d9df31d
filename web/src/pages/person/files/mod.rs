//! Every list that stands on the pages of one person, to take away: one address for all of them,
//! `/people/{id}/files/{name}.{ending}`, and one table of names. Who may see the page may take its list, and no file is
//! named after anybody.
//!
//! A list is a name here, a function that makes its [`Sheet`], and `{{ take::person(…) }}` on its page.

mod compared;
mod deciding;
mod known;
mod measured;
mod ties;
mod told;

use app::access::Connecting;
use app::error::Refusal;
use axum::extract::State;
use domain::shared::ids::PersonId;

use super::head::Record;
use crate::error::Answer;
use crate::export::{Kind, Sheet};
use crate::extract::{At, Params, Signed};
use crate::form::Typed;
use crate::guard::Audience;
use crate::pages::lists::{NAMES, taken};
use crate::paths;
use crate::router::{Route, get};
use crate::site::Site;

domain::codes! {
    /// What there is to take away of one person.
    PersonList {
        Relationships = "Relationships",
        Timeline = "What happened",
        Measures = "How life is: answers and scores",
        Capacity = "Decisions and whether they can make them",
        BestInterests = "Decided in their best interests",
        Safety = "Safety notes",
        Documents = "Photos and papers",
        Map = "People on the map",
        MapsCompared = "People on two maps",
        Interests = "What they love and can offer",
        Supporters = "Who supports them",
        Availability = "When they are free",
    }
}

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/files/{file}", Audience::Connecting, take)]
}

/// Who asks, of whom, and what the address asks besides.
struct Asked<'a> {
    site: &'a Site,
    who: Connecting<'a>,
    record: Record,
    typed: Typed,
}

impl Asked<'_> {
    /// The frame of a list. Its title says whom it is about, its file's name only what it is and the day.
    fn sheet(&self, list: PersonList, tab: &'static str) -> Sheet {
        let title = format!("{}: {}", self.record.name(), list.label());
        Sheet {
            notes: vec![NAMES.to_owned()],
            ..Sheet::as_it_stood(&list.code().replace('_', " "), self.record.today, tab, title)
        }
    }
}

async fn take(
    State(site): State<Site>,
    signed: Signed,
    At((id, file)): At<(PersonId, String)>,
    Params(typed): Params,
) -> Answer {
    let (name, kind) = Kind::of(&file).ok_or(Refusal::NotFound)?;
    let list: PersonList = name.parse().map_err(|_| Refusal::NotFound)?;
    let who = signed.connecting()?;
    let record = Record::read(&site, &who, id).await?;
    let asked = Asked { site: &site, who, record, typed };
    let sheet = match list {
        PersonList::Relationships => ties::relationships(&asked).await?,
        PersonList::Map => ties::map(&asked)?,
        PersonList::MapsCompared => compared::maps(&asked)?,
        PersonList::Timeline => told::timeline(&asked).await?,
        PersonList::Measures => measured::measures(&asked)?,
        PersonList::Capacity => deciding::capacity(&asked),
        PersonList::BestInterests => deciding::best_interests(&asked),
        PersonList::Safety => deciding::safety(&asked).await?,
        PersonList::Documents => known::documents(&asked),
        PersonList::Interests => known::interests(&asked),
        PersonList::Supporters => known::supporters(&asked),
        PersonList::Availability => known::availability(&asked),
    };
    taken(list.code(), &sheet);
    sheet.answer(kind)
}

/// Where a list of somebody's is, as a file of a kind: `file(id, "safety", "csv", "")`.
pub fn file(id: &PersonId, list: &str, ending: &str, asked: &str) -> String {
    let asked = if asked.is_empty() { String::new() } else { format!("?{asked}") };
    paths::person_part(id, format!("files/{list}.{ending}{asked}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::lists::written_on_pages;

    #[test]
    fn every_list_of_a_person_has_a_page_on_which_it_is_offered() {
        let pages = written_on_pages();
        for list in PersonList::ALL {
            assert!(pages.contains(&format!(", \"{list}\"")), "{list} is offered nowhere");
        }
        let file = file(&PersonId::default(), "map", "csv", "of=1");
        assert!(file.ends_with("/files/map.csv?of=1"), "{file}");
    }
}
