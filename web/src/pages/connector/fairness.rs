//! Whether anybody is passed over: who waits longest, who is shown to others and never chosen, how many lists
//! were looked at; and the same as files.

use std::collections::HashMap;

use app::fairness::{Fairness, MonthOfLists, PASSED_OVER_FROM, Shown, Waiting};
use app::views::people::PersonSummary;
use askama::Template;
use axum::extract::State;
use domain::shared::ids::{AccountId, PersonId};

use crate::error::{Answer, Error};
use crate::export::{Cell, Kind, Sheet};
use crate::extract::Signed;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::pages::lists::NAMES;
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// The page and its files.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::FAIRNESS, Audience::Leading, page),
        get("/team/fairness.csv", Audience::Leading, csv),
        get("/team/fairness.xlsx", Audience::Leading, xlsx),
    ]
}

/// Rows of each table on the page; the files have everybody.
const ROWS: usize = 25;

#[derive(Template)]
#[template(path = "connector/fairness.html")]
struct FairnessPage {
    page: Page,
    fairness: Fairness,
    names: HashMap<AccountId, String>,
}

impl FairnessPage {
    fn passed_over(&self) -> Vec<&Shown> {
        self.fairness.shown.iter().filter(|shown| shown.is_passed_over()).collect()
    }

    /// "Was anyone passed over?", answered.
    fn answer(&self) -> String {
        let passed = self.passed_over();
        let since = format::month_year(self.fairness.since);
        match passed.as_slice() {
            [] if self.fairness.shown.is_empty() => {
                format!("No list of who could be introduced to somebody has been looked at since {since}.")
            }
            [] => format!(
                "No. Nobody stood near the top of {PASSED_OVER_FROM} or more lists since {since} without being chosen.",
            ),
            some => {
                let names: Vec<&str> =
                    some.iter().take(8).map(|shown| shown.of.person.name.as_str()).collect();
                let who = match some.len().saturating_sub(names.len()) {
                    0 => format::and_list(&names),
                    more => format!("{} and {} more", names.join(", "), format::count_word(more)),
                };
                format!(
                    "Perhaps: {who} stood near the top of {PASSED_OVER_FROM} or more lists since {since}, and \
                     nobody was proposed to them."
                )
            }
        }
    }

    fn waiting(&self) -> &[Waiting] {
        &self.fairness.waiting[..self.fairness.waiting.len().min(ROWS)]
    }

    fn shown(&self) -> &[Shown] {
        &self.fairness.shown[..self.fairness.shown.len().min(ROWS)]
    }

    fn connector(&self, waiting: &Waiting) -> &str {
        waiting.connector.and_then(|id| self.names.get(&id)).map_or("nobody yet", String::as_str)
    }

    fn month(&self, month: &MonthOfLists) -> String {
        format::month_year(month.month)
    }

    fn introduce(&self, waiting: &Waiting) -> String {
        paths::person_part(waiting.of.facts.person_id, "introductions/new")
    }

    /// "12 weeks", "three days"
    fn weeks(&self, days: i64) -> String {
        match days {
            0..14 => format::plural(days.unsigned_abs(), "day", "days"),
            _ => format::plural(days.unsigned_abs() / 7, "week", "weeks"),
        }
    }

    fn lists(&self, waiting: &Waiting) -> String {
        paths::person_part(waiting.of.facts.person_id, "introductions/lists")
    }
}

pub(super) async fn names(site: &Site, signed: &Signed) -> Result<HashMap<AccountId, String>, Error> {
    Ok(site.app.accounts.names(signed.organisation()).await?.into_iter().collect())
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    let fairness = site.app.fairness(&signed.connecting()?).await?;
    let names = names(&site, &signed).await?;
    show(&FairnessPage { page: signed.page("Is it fair?", Here::Team), fairness, names })
}

async fn csv(State(site): State<Site>, signed: Signed) -> Answer {
    file(&site, &signed, Kind::Csv).await
}

async fn xlsx(State(site): State<Site>, signed: Signed) -> Answer {
    file(&site, &signed, Kind::Xlsx).await
}

async fn file(site: &Site, signed: &Signed, kind: Kind) -> Answer {
    let fairness = site.app.fairness(&signed.connecting()?).await?;
    let names = names(site, signed).await?;
    sheet(&fairness, &names).answer(kind)
}

/// Everybody who waits or was shown, once each.
fn sheet(fairness: &Fairness, names: &HashMap<AccountId, String>) -> Sheet {
    let mut rows: HashMap<PersonId, (Option<&Waiting>, Option<&Shown>)> = HashMap::new();
    for waiting in &fairness.waiting {
        rows.entry(waiting.of.facts.person_id).or_default().0 = Some(waiting);
    }
    for shown in &fairness.shown {
        rows.entry(shown.of.facts.person_id).or_default().1 = Some(shown);
    }
    let person = |(waiting, shown): &(Option<&Waiting>, Option<&Shown>)| {
        let of = waiting.map(|waiting| &waiting.of).or(shown.map(|shown| &shown.of))?;
        Some(of.person.clone())
    };
    let mut rows: Vec<_> = rows.into_values().filter_map(|row| Some((person(&row)?, row))).collect();
    rows.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name).then(one.person_id.cmp(&other.person_id)));
    let cells = |(person, (waiting, shown)): (PersonSummary, (Option<&Waiting>, Option<&Shown>))| {
        let connector = waiting.and_then(|waiting| waiting.connector).and_then(|id| names.get(&id));
        let count = |count: Option<i64>| count.map_or(Cell::Empty, Cell::Int);
        vec![
            Cell::text(person.name),
            Cell::text(person.kind.label()),
            connector.map_or(Cell::Empty, Cell::text),
            count(waiting.map(|waiting| waiting.days)),
            Cell::date(waiting.and_then(|waiting| waiting.last_proposed_on)),
            count(waiting.map(|waiting| i64::from(waiting.under_way))),
            count(waiting.map(|waiting| waiting.lists)),
            Cell::Int(shown.map_or(0, |shown| shown.times.shown)),
            Cell::Int(shown.map_or(0, |shown| shown.times.near_the_top)),
            count(shown.map(|shown| shown.chosen)),
        ]
    };
    Sheet {
        notes: vec![
            "Waits: days since they were last proposed to anybody, or since we know of them.".to_owned(),
            format!(
                "Lists, shown and chosen count from {}. Near the top: among the first five.",
                format::date(fairness.since)
            ),
            NAMES.to_owned(),
        ],
        heads: vec![
            "Name",
            "Why we know them",
            "Connector",
            "Waits, in days",
            "Last proposed on",
            "Under way",
            "Lists looked at for them",
            "Shown to others",
            "Near the top",
            "Chosen",
        ],
        rows: rows.into_iter().map(cells).collect(),
        ..Sheet::as_it_stood("fairness", fairness.on, "Fairness", "Who waits, who was shown, who was chosen")
    }
}
