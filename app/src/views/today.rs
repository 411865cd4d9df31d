//! A connector's day: visits planned, what is due, who is going quiet. Worked out from the caseload and
//! its relationships, so that it is as fresh as they are.

use chrono::{Days, NaiveDate};
use domain::engagement::clocks::{Due, due};
use domain::relationship::Quiet;
use domain::shared::ids::EngagementId;

use super::cases::{Case, Which};
use super::relationships::Tie;
use super::sessions::Visit;
use crate::App;
use crate::access::Connecting;
use crate::error::Refusal;

/// Most cases that one person's day is worked out from.
const MOST: i64 = 500;

/// One connector's day.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// Which day.
    pub on: NaiveDate,
    /// Visits planned today and in the six days after.
    pub visits: Vec<Visit>,
    /// Planned visits that have passed without a word of how they went.
    pub unwritten: Vec<Visit>,
    /// What is due, earliest first.
    pub due: Vec<DueItem>,
    /// Relationships going quiet, longest first.
    pub quiet: Vec<(Tie, Quiet)>,
    /// Checks of relationships that stand on their own: month and day due.
    pub checks: Vec<(Tie, u8, NaiveDate)>,
    /// Declarations that wait for a team lead's signature; empty for connectors.
    pub to_sign: Vec<Tie>,
}

/// Something due in a case.
#[derive(Debug, Clone, PartialEq)]
pub struct DueItem {
    /// The engagement.
    pub engagement_id: EngagementId,
    /// What to call the person.
    pub called: String,
    /// What, and when.
    pub due: Due,
}

impl App {
    /// The viewer's day.
    pub async fn day(&self, who: &Connecting<'_>) -> Result<Day, Refusal> {
        let today = self.clock.today();
        let cases = self.views.caseload(who, Which::Open, Some(who.account()), today, MOST).await?;
        let ties = self.views.relationships_open(who, MOST).await?;
        let standing = self.views.relationships_standing(who, MOST).await?;
        let visits = self.views.planned(who, today, today + Days::new(6)).await?;
        let unwritten = self.views.planned(who, today - Days::new(28), today - Days::new(1)).await?;
        let to_sign = if who.leads() { self.views.overrides_asked(who).await? } else { Vec::new() };
        let mut due: Vec<DueItem> = cases.iter().flat_map(|case| due_in(case, today)).collect();
        due.sort_by_key(|item| item.due.due_on);
        let mut going_quiet: Vec<(Tie, Quiet)> = ties
            .into_iter()
            .filter_map(|tie| tie.relationship.going_quiet(today).map(|quiet| (tie, quiet)))
            .collect();
        going_quiet.sort_by_key(|(_, quiet)| std::cmp::Reverse(quiet.days));
        let checks = standing.into_iter().flat_map(|tie| checks_due(tie, today)).collect();
        Ok(Day { on: today, visits, unwritten, due, quiet: going_quiet, checks, to_sign })
    }
}

fn due_in(case: &Case, today: NaiveDate) -> Vec<DueItem> {
    let open = usize::try_from(case.ties.open()).unwrap_or_default();
    let engagement = &case.row.engagement;
    due(engagement, today, case.first_introduction_on, case.first_map_on, open)
        .into_iter()
        .map(|due| DueItem {
            engagement_id: engagement.engagement_id,
            called: case.person.called.clone(),
            due,
        })
        .collect()
}

/// Checks that are due today or within the next fortnight.
fn checks_due(tie: Tie, today: NaiveDate) -> Vec<(Tie, u8, NaiveDate)> {
    tie.relationship
        .checks_due()
        .into_iter()
        .filter(|(_, due_on)| *due_on <= today + Days::new(14))
        .map(|(month, due_on)| (tie.clone(), month, due_on))
        .collect()
}
