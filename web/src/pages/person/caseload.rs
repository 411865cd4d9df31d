//! The people somebody works with, as cards: who, where it stands, how to communicate, what has grown,
//! when the next visit is. A team lead sees the whole team's, page by page, and may look at one connector's.

use app::access::Connecting;
use app::accounts::Colleague;
use app::error::Failure;
use app::views::cases::{Case, TieCounts, Which};
use app::views::people::PersonSummary;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::engagement::Stage as CaseStage;
use domain::shared::ids::AccountId;

use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::form::Typed;
use crate::guard::Audience;
use crate::look::{Choice, Faces, FormErrors, Here, Page, Stage};
use crate::pages::paging::Paging;
use crate::router::{Route, get};
use crate::sentences::case;
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::PEOPLE, Audience::Connecting, page)]
}

/// Cards on one page.
const CARDS: usize = 60;

#[derive(Template)]
#[template(path = "person/caseload.html")]
struct Caseload {
    page: Page,
    asked: Asked,
    cards: Vec<Card>,
    faces: Faces,
    /// Which of them these are.
    paging: Paging,
    /// Registered by the viewer, and not referred yet.
    not_referred: Vec<PersonSummary>,
    /// The team, for a lead's choice; empty for a connector.
    connectors: Vec<Choice>,
    /// Never any: the choice of a connector is a field like any other.
    errors: FormErrors,
}

/// One person on the page.
struct Card {
    case: Case,
    standing: String,
    ties: Vec<(Stage, String)>,
    /// The next visit, as a sentence; empty when none is to be expected.
    next: String,
    /// Whether there is one.
    planned: bool,
    /// Who works with them, where that is not the viewer.
    connector: Option<String>,
}

/// Which cases were asked for.
#[derive(Clone, Copy)]
pub struct Asked {
    pub which: Which,
    pub of: Option<AccountId>,
    pub leads: bool,
}

impl Asked {
    /// As the address says; a connector is always shown their own.
    pub fn of(who: &Connecting<'_>, asked: &Typed) -> Self {
        let leads = who.leads();
        let which = match asked.one("show") {
            "finished" => Which::Finished,
            "unallocated" if leads => Which::Unallocated,
            "waiting" => Which::Waiting,
            _ => Which::Open,
        };
        Self { which, of: asked.id("of").filter(|_| leads && which != Which::Unallocated), leads }
    }

    /// The same cases at an address: the page itself or a file of the list.
    pub fn at(&self, address: &str, which: Which) -> String {
        let of = self.of.map(|id| format!("&of={id}")).unwrap_or_default();
        match which {
            Which::Open | Which::AskedOfLead if of.is_empty() => address.to_owned(),
            Which::Open | Which::AskedOfLead => format!("{address}?show=open{of}"),
            Which::Finished => format!("{address}?show=finished{of}"),
            Which::Unallocated | Which::ToAllocate => format!("{address}?show=unallocated"),
            Which::Waiting | Which::WaitingForSomebody => format!("{address}?show=waiting{of}"),
        }
    }

    /// What the tabs say and where they lead.
    fn tabs(&self) -> Vec<(&'static str, String, bool)> {
        let tab = |which, label| (label, self.at(paths::PEOPLE, which), self.which == which);
        let mut tabs = vec![
            tab(Which::Open, "Open"),
            tab(Which::Waiting, "Waiting list"),
            tab(Which::Finished, "Finished"),
        ];
        if self.leads {
            tabs.push(tab(Which::Unallocated, "Without a connector"));
        }
        tabs
    }

    fn is_finished(&self) -> bool {
        self.which == Which::Finished
    }

    /// Where the other pages of the same list are.
    fn paged(&self) -> String {
        let at = self.at(paths::PEOPLE, self.which);
        if at.contains('?') { at } else { at + "?" }
    }

    fn file(&self, address: &str) -> String {
        self.at(address, self.which)
    }
}

async fn page(State(site): State<Site>, signed: Signed, Params(params): Params) -> Answer {
    let who = signed.connecting()?;
    let asked = Asked::of(&who, &params);
    let today = site.app.clock.today();
    let all = site.app.views.cases_counted(&who, asked.which, asked.of, today).await?;
    let paging = Paging::by(&params, usize::try_from(all).unwrap_or_default(), CARDS);
    let cases = site.app.views.caseload_from(&who, asked.which, asked.of, today, paging.part()).await?;
    let team = if asked.leads { site.app.accounts.colleagues(&who).await? } else { Vec::new() };
    // Above the first page alone: it is what is to be done first.
    let not_referred = if paging.page == 1 { not_referred(&site, &who, &asked).await? } else { Vec::new() };
    let whose = cases.iter().map(|case| case.person.person_id);
    let faces = Faces::of(&site, &who, whose.chain(not_referred.iter().map(|one| one.person_id))).await?;
    let cards = cases.into_iter().map(|case| Card::of(case, today, signed.account(), &team)).collect();
    let connectors = team
        .iter()
        .map(|one| Choice::new(one.account_id, &*one.name).chosen(asked.of == Some(one.account_id)))
        .collect();
    let page = signed.page("People", Here::People);
    let errors = FormErrors::none();
    show(&Caseload { page, asked, cards, faces, paging, not_referred, connectors, errors })
}

async fn not_referred(
    site: &Site,
    who: &Connecting<'_>,
    asked: &Asked,
) -> Result<Vec<PersonSummary>, Failure> {
    match (asked.which, asked.of) {
        (Which::Open, None) => site.app.views.not_referred(who).await,
        _ => Ok(Vec::new()),
    }
}

impl Card {
    fn of(case: Case, today: NaiveDate, viewer: AccountId, team: &[Colleague]) -> Self {
        let engagement = &case.row.engagement;
        let connector = engagement.connector().filter(|id| *id != viewer);
        let connector = connector.and_then(|id| team.iter().find(|one| one.account_id == id));
        let next = match case.next_session {
            Some((day, _)) => format!("Next visit {}", soon(day, today)),
            None if engagement.stage == CaseStage::Active => "No visit planned".to_owned(),
            None => String::new(),
        };
        Self {
            standing: case::standing(&case, today),
            ties: ties(&case.ties),
            planned: case.next_session.is_some(),
            next,
            connector: connector.map(|one| one.name.clone()),
            case,
        }
    }
}

/// "today", "tomorrow", "on Thursday 12 March"
fn soon(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        0 | 1 => format::ago(day, today),
        _ => format!("on {}", format::weekday(day, today)),
    }
}

/// The relationships of a case, by stage, liveliest first; stages with none are left out.
fn ties(counts: &TieCounts) -> Vec<(Stage, String)> {
    let all = [
        (Stage::Lasting, counts.self_sustaining, ["stands on its own", "stand on their own"]),
        (Stage::Consolidating, counts.consolidating, ["consolidating"; 2]),
        (Stage::Introduced, counts.introduced, ["introduced"; 2]),
        (Stage::Possible, counts.possible, ["possible"; 2]),
        (Stage::Quiet, counts.lapsed, ["quiet"; 2]),
    ];
    all.into_iter()
        .filter(|(_, count, _)| *count > 0)
        .map(|(stage, count, words)| (stage, format!("{count} {}", words[usize::from(count > 1)])))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_counted_by_stage_and_empty_stages_left_out() {
        let counts = TieCounts { possible: 2, self_sustaining: 1, ..TieCounts::default() };
        assert_eq!(
            ties(&counts),
            [(Stage::Lasting, "1 stands on its own".to_owned()), (Stage::Possible, "2 possible".to_owned())]
        );
        assert!(ties(&TieCounts::default()).is_empty());
    }

    #[test]
    fn a_visit_soon_is_said_as_people_say_it() {
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(soon(day("2026-03-12"), day("2026-03-12")), "today");
        assert_eq!(soon(day("2026-03-13"), day("2026-03-12")), "tomorrow");
        assert_eq!(soon(day("2026-03-19"), day("2026-03-12")), "on Thursday 19 March");
    }
}
