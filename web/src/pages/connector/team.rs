//! Every caseload of the team: who works with how many, how many hours a week, how much is late, and which
//! referrals nobody has yet. What is late stands on the page of whose it is, so that this one stays short.

use app::access::Role;
use app::views::cases::Case;
use app::views::relationships::Tie;
use app::views::team::{Caseload, Team};
use askama::Template;
use axum::extract::State;

use super::due::{Need, ask_again, safety};
use crate::charts::Picture;
use crate::charts::loads::{Held, Loads};
use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::pages::paging::Paging;
use crate::router::{Route, get};
use crate::sentences::case::standing;
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::TEAM, Audience::Leading, page)]
}

#[derive(Template)]
#[template(path = "connector/team.html")]
struct TeamPage {
    page: Page,
    team: Team,
    /// Which of the colleagues are shown.
    paging: Paging,
}

impl TeamPage {
    /// People whom the whole team works with now.
    fn people(&self) -> i64 {
        self.team.caseloads.iter().map(|caseload| caseload.load.active).sum()
    }

    fn minutes(&self) -> i64 {
        self.team.caseloads.iter().map(|caseload| caseload.load.minutes_per_week).sum()
    }

    fn late(&self) -> i64 {
        self.team.caseloads.iter().map(|caseload| caseload.late).sum()
    }

    /// The colleagues of this page.
    fn shown(&self) -> &[Caseload] {
        self.paging.of(&self.team.caseloads)
    }

    /// "Works with 12 people, three more waiting or at rest"
    fn load(&self, caseload: &Caseload) -> String {
        let count = |number: i64| usize::try_from(number).unwrap_or_default();
        let load = &caseload.load;
        if load.open == 0 {
            return "Works with nobody just now".to_owned();
        }
        let people = format::plural(count(load.active), "person", "people");
        let waiting = match count(load.open - load.active) {
            0 => String::new(),
            more => format!(", {} more waiting or at rest", format::count_word(more)),
        };
        format!("Works with {people}{waiting}")
    }

    /// Where its other pages are.
    fn at(&self) -> String {
        format!("{}?", paths::TEAM)
    }

    /// What each colleague has beside what they can take.
    fn room(&self) -> Loads {
        // A team lead without a case of their own is no room for one.
        let takes = |one: &&Caseload| one.colleague.role == Role::Connector || one.load.open > 0;
        let here = self.shown().iter().filter(|caseload| !caseload.left).filter(takes);
        let held = here.map(|caseload| Held {
            name: caseload.colleague.name.clone(),
            open: caseload.load.open,
            most: caseload.capacity.open_cases,
        });
        let title = match self.paging.is_needed() {
            true => "Open cases of those on this page, and how many each can take",
            false => "Open cases, and how many each can take",
        };
        Loads { title: title.to_owned(), held: held.collect() }
    }

    /// "2 cases more than they can take"
    fn over(&self, caseload: &Caseload) -> String {
        match caseload.capacity.room(&caseload.load) {
            room if room < 0 => {
                format!("{} more than they can take", format::plural(room.unsigned_abs(), "case", "cases"))
            }
            _ => "More hours a week than they can take".to_owned(),
        }
    }

    /// Safety notes to look at, and what runs out, of the whole team.
    fn soon(&self) -> Vec<Need> {
        let today = self.team.on;
        let safety = self.team.safety.iter().map(|note| safety(note, today));
        safety.chain(self.team.asking.iter().map(|asking| ask_again(asking, today))).collect()
    }

    /// "Gordon and Pat"
    fn both(&self, tie: &Tie) -> String {
        format!("{} and {}", tie.person_called, tie.other_called)
    }

    /// "2 cases and 1 relationship"; nothing when nobody waits for an agreement.
    fn to_agree(&self) -> Option<String> {
        let counted = [
            (self.team.cases_to_agree, "case", "cases"),
            (self.team.ties_to_sign, "relationship", "relationships"),
        ];
        let words = counted.into_iter().filter(|(many, ..)| *many > 0);
        let words: Vec<String> =
            words.map(|(many, one, more)| format::plural(many.unsigned_abs(), one, more)).collect();
        (!words.is_empty()).then(|| words.join(" and "))
    }

    /// "Wait", or "waits" where it is one alone.
    fn wait(&self) -> &'static str {
        if self.team.cases_to_agree + self.team.ties_to_sign == 1 { "waits" } else { "wait" }
    }

    /// "3 things are late"
    fn late_words(&self, caseload: &Caseload) -> String {
        format::plural(caseload.late.unsigned_abs(), "thing is late", "things are late")
    }

    /// Whether there are more than are shown.
    fn is_longer(&self, shown: &[Case], in_all: &i64) -> bool {
        i64::try_from(shown.len()).is_ok_and(|shown| shown < *in_all)
    }

    /// "First · on the list since 2 March · there may be room from 1 June"
    fn place(&self, case: &Case) -> String {
        let Some(waiting) = case.row.engagement.waiting else { return String::new() };
        let priority = match waiting.priority {
            1 => "First".to_owned(),
            2 => "Second".to_owned(),
            3 => "Third".to_owned(),
            other => format!("Priority {other}"),
        };
        let since = format!("on the list since {}", format::day(waiting.listed_on));
        let room = waiting.expected_start.map(|on| format!("there may be room from {}", format::day(on)));
        [Some(priority), Some(since), room].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// "Referred 3 days ago"
    fn standing(&self, case: &Case) -> String {
        standing(case, self.team.on)
    }

    fn late_at(&self, caseload: &Caseload) -> String {
        paths::caseload_of(caseload.colleague.account_id) + "#late"
    }

    fn week(&self, caseload: &Caseload) -> String {
        paths::week_of_colleague(self.team.on, caseload.colleague.account_id)
    }

    fn allocate(&self, case: &Case) -> String {
        paths::engagement_part(case.row.engagement.engagement_id, "connector")
    }
}

async fn page(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let team = site.app.team(&signed.connecting()?).await?;
    let paging = Paging::read(&asked, team.caseloads.len());
    show(&TeamPage { page: signed.page("Team", Here::Team), team, paging })
}
