//! Every list that somebody sees, to take away: as a workbook for a person, as CSV for a program. One address,
//! `/lists/{name}.{ending}`; who asks decides the rows, and no file is named after anybody.
//!
//! A list is a name here, a function that makes its [`Sheet`], and `{{ take::list(…) }}` on its page.

mod case;
mod held;
mod leading;
mod outings;
mod people;
mod places;
mod ranked;
mod sampled;
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
        Ways = "How far it is",
        Samples = "What samples found",
        Given = "Cases given to others",
        Approvals = "To agree to and to sign",
        Supervision = "Supervision",
        Duplicates = "On record twice",
        Visits = "The visits of a case",
        Reviews = "The reviews of a case",
        Messages = "Told who referred them",
        Group = "A group and who came",
        Out = "Who is out",
        Outings = "Outings that are over",
        Cases = "Open cases of a colleague",
        Sample = "A sample of records",
        Thoughts = "Worth a thought",
        Ranked = "A list of whom to introduce",
        PlacesShown = "Places that were put before somebody",
        Imports = "Lists of people that were brought",
        Referrals = "Waiting for a connector",
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
        List::Reviews => held::reviews(&asked).await?,
        List::Messages => held::messages(&asked).await?,
        List::Group => held::group(&asked).await?,
        List::Out => outings::out(&asked).await?,
        List::Outings => outings::over(&asked).await?,
        List::Cases => work::cases(&asked).await?,
        List::Sample => sampled::sample(&asked).await?,
        List::Thoughts => leading::thoughts(&asked).await?,
        List::Ranked => ranked::ranked(&asked).await?,
        List::PlacesShown => ranked::places(&asked).await?,
        List::Imports => work::imports(&asked).await?,
        List::Referrals => leading::referrals(&asked).await?,
        List::Places => places::places(&asked).await?,
        List::Ways => places::ways(&asked).await?,
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

/// Every template as one text.
#[cfg(test)]
pub(in crate::pages) fn written_on_pages() -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let (mut folders, mut pages) = (vec![root], String::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the templates are there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                pages += &std::fs::read_to_string(path).expect("a template is text");
            }
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_a_page_on_which_it_is_offered() {
        let pages = written_on_pages();
        for list in List::ALL {
            assert!(pages.contains(&format!("take::list(\"{list}\"")), "{list} is offered nowhere");
        }
        assert_eq!(file("week", "csv", "of=2026-03-09"), "/lists/week.csv?of=2026-03-09");
    }
}
