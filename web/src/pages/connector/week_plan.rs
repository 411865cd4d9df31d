//! With whom to plan a visit on a day that is free: whoever was visited longest ago stands first.

use app::access::Connecting;
use app::error::Refusal;
use app::views::cases::{Case, Which};
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::engagement::Stage;

use super::week::near;
use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::guard::Audience;
use crate::look::{Faces, Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// Most people with whom a visit can be planned from here.
const MOST_CASES: i64 = 500;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::WEEK_PLAN, Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "connector/week_plan.html")]
struct WithWhom {
    page: Page,
    /// "Tuesday 10 March"
    when: String,
    on: NaiveDate,
    cases: Vec<Case>,
    faces: Faces,
}

impl WithWhom {
    fn plan(&self, case: &Case) -> String {
        paths::plan_on(case.row.engagement.engagement_id, self.on)
    }

    /// "Last visit on 3 March"
    fn seen(&self, case: &Case) -> String {
        case.last_session_on
            .map_or("Not visited yet".to_owned(), |day| format!("Last visit on {}", format::day(day)))
    }

    fn back(&self) -> String {
        paths::week_of(self.on)
    }
}

async fn page(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let today = site.app.clock.today();
    let on = near(&asked.id::<NaiveDate>("on"), today);
    let who = signed.connecting()?;
    let cases = own(&site, &who, today, on).await?;
    let faces = Faces::of(&site, &who, cases.iter().map(|case| case.person.person_id)).await?;
    let page = signed.page("Plan a visit", Here::Today);
    show(&WithWhom { page, when: format::weekday(on, today), on, cases, faces })
}

/// The viewer's own cases in which a visit can be planned on a day.
async fn own(
    site: &Site,
    who: &Connecting<'_>,
    today: NaiveDate,
    on: NaiveDate,
) -> Result<Vec<Case>, Refusal> {
    let cases = site.app.views.caseload(who, Which::Open, Some(who.account()), today, MOST_CASES).await?;
    let at_work = |case: &Case| {
        let engagement = &case.row.engagement;
        matches!(engagement.stage, Stage::Agreed | Stage::Active)
            && engagement.term.as_ref().is_some_and(|term| term.holds(on))
    };
    let mut cases: Vec<Case> = cases.into_iter().filter(at_work).collect();
    cases.sort_by_key(|case| case.last_session_on);
    Ok(cases)
}
