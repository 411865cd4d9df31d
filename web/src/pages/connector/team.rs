//! Every caseload of the team: who works with how many, how many hours a week, what is late, and which
//! referrals nobody has yet.

use app::views::cases::Case;
use app::views::team::{Caseload, Team};
use askama::Template;
use axum::extract::State;

use super::due::{Need, due};
use crate::error::Answer;
use crate::extract::Signed;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::sentences::case::standing;
use crate::site::{Site, show};
use crate::{format, paths};

/// Late things shown for each colleague; a longer list helps nobody.
const SHOWN: usize = 5;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::TEAM, Audience::Leading, page)]
}

#[derive(Template)]
#[template(path = "connector/team.html")]
struct TeamPage {
    page: Page,
    team: Team,
}

impl TeamPage {
    /// People whom the whole team works with now.
    fn people(&self) -> usize {
        self.team.caseloads.iter().map(|caseload| caseload.active).sum()
    }

    fn minutes(&self) -> i64 {
        self.team.caseloads.iter().map(|caseload| caseload.minutes_per_week).sum()
    }

    fn late(&self) -> usize {
        self.team.caseloads.iter().map(|caseload| caseload.late.len()).sum()
    }

    /// "Works with 12 people, three more waiting or at rest"
    fn load(&self, caseload: &Caseload) -> String {
        if caseload.open == 0 {
            return "Works with nobody just now".to_owned();
        }
        let people = format::plural(caseload.active, "person", "people");
        let waiting = match caseload.open - caseload.active {
            0 => String::new(),
            more => format!(", {} more waiting or at rest", format::count_word(more)),
        };
        format!("Works with {people}{waiting}")
    }

    fn needs(&self, caseload: &Caseload) -> Vec<Need> {
        caseload.late.iter().take(SHOWN).map(|item| due(item, self.team.on)).collect()
    }

    /// "Referred 3 days ago"
    fn standing(&self, case: &Case) -> String {
        standing(case, self.team.on)
    }

    fn week(&self, caseload: &Caseload) -> String {
        paths::week_of_colleague(self.team.on, caseload.colleague.account_id)
    }

    fn allocate(&self, case: &Case) -> String {
        paths::engagement_part(case.row.engagement.engagement_id, "connector")
    }
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    let team = site.app.team(&signed.connecting()?).await?;
    show(&TeamPage { page: signed.page("Team", Here::Team), team })
}
