//! Every list that somebody sees, to take away: as a workbook for a person, as CSV for a program. One address,
//! `/lists/{name}.{ending}`; who asks decides the rows, and no file is named after anybody.
//!
//! A list is a name here, a function that makes its [`Sheet`], and `{{ take::list(…) }}` on its page.

mod case;
mod leading;
mod people;
mod places;
mod work;

use app::access::Connecting;
use app::error::Refusal;
use axum::extract::State;
use chrono::NaiveDate;

use crate::error::Answer;
use crate::export::{Kind, Sheet};
use crate::extract::{At, Params, Signed};
use crate::form::Typed;
use crate::guard::Audience;
use crate::router::{Route, get};
use crate::site::Site;

/// Rows in one file.
const MOST: i64 = 10_000;
/// Below every list that names somebody.
pub const NAMES: &str =
    "Names are personal data: keep this file where only those who work with the people can open it.";

domain::codes! {
    /// What there is to take away.
    List {
        Team = "Caseloads",
        Late = "What is late",
        Waiting = "The waiting list",
        Week = "The week",
        Relationships = "Relationships",
        Introductions = "Introductions",
        Community = "Community members",
        Safety = "Safety notes to look at",
        Asking = "What to ask again",
        Terms = "What people love",
        Places = "Places and groups nearby",
        Samples = "What samples found",
        Given = "Cases given to others",
        Approvals = "To agree to and to sign",
        Supervision = "Supervision",
        Duplicates = "On record twice",
        Visits = "The visits of a case",
    }
}

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/lists/{file}", Audience::Connecting, take)]
}

/// Who asks, for what, on which day.
struct Asked<'a> {
    site: &'a Site,
    who: Connecting<'a>,
    typed: &'a Typed,
    today: NaiveDate,
}

impl Asked<'_> {
    /// A list that only a team lead sees.
    fn leads(&self) -> Result<(), Refusal> {
        // Answered like a file that does not exist: so is the page that leads to it.
        if self.who.leads() { Ok(()) } else { Err(Refusal::NotFound) }
    }

    /// The frame of a list: its file is named by what it is and the day.
    fn sheet(&self, list: List, tab: &'static str, heads: Vec<&'static str>) -> Sheet {
        Sheet {
            notes: vec![NAMES.to_owned()],
            heads,
            ..Sheet::as_it_stood(list.code(), self.today, tab, list.label())
        }
    }
}

async fn take(
    State(site): State<Site>,
    signed: Signed,
    At(file): At<String>,
    Params(typed): Params,
) -> Answer {
    let (name, kind) = Kind::of(&file).ok_or(Refusal::NotFound)?;
    let list: List = name.parse().map_err(|_| Refusal::NotFound)?;
    let (who, today) = (signed.connecting()?, site.app.clock.today());
    let asked = Asked { site: &site, who, typed: &typed, today };
    let sheet = match list {
        List::Team => work::caseloads(&asked).await?,
        List::Late => work::late(&asked).await?,
        List::Waiting => work::waiting(&asked).await?,
        List::Week => work::week(&asked).await?,
        List::Samples => work::samples(&asked).await?,
        List::Given => work::given(&asked).await?,
        List::Relationships => people::relationships(&asked).await?,
        List::Introductions => people::introductions(&asked).await?,
        List::Community => people::community(&asked).await?,
        List::Safety => people::safety(&asked).await?,
        List::Asking => people::asking(&asked).await?,
        List::Terms => people::terms(&asked).await?,
        List::Approvals => leading::approvals(&asked).await?,
        List::Supervision => leading::supervision(&asked).await?,
        List::Duplicates => leading::duplicates(&asked).await?,
        List::Visits => case::visits(&asked).await?,
        List::Places => places::places(&asked).await?,
    };
    taken(list.code(), &sheet);
    sheet.answer(kind)
}

/// Says in the log that a list was taken away, and nothing about anybody in it.
pub fn taken(list: &'static str, sheet: &Sheet) {
    tracing::info!(list, rows = sheet.rows.len(), "a list was taken away");
}

/// Where a list is, as a file of a kind: `file("late", "csv", "")`.
pub fn file(list: &str, ending: &str, asked: &str) -> String {
    let asked = if asked.is_empty() { String::new() } else { format!("?{asked}") };
    format!("/lists/{list}.{ending}{asked}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_a_page_on_which_it_is_offered() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let (mut folders, mut pages) = (vec![root], String::new());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    pages += &std::fs::read_to_string(path).unwrap();
                }
            }
        }
        for list in List::ALL {
            assert!(pages.contains(&format!("take::list(\"{list}\"")), "{list} is offered nowhere");
        }
        assert_eq!(file("week", "csv", "of=2026-03-09"), "/lists/week.csv?of=2026-03-09");
    }
}
