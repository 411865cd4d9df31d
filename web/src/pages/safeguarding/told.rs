//! Everything that somebody told the safeguarding lead: about whom, when, and who has it. What it was about
//! stands nowhere here.

use std::collections::HashMap;

use app::views::concerns::ConcernLine;
use askama::Template;
use axum::extract::State;
use domain::shared::ids::AccountId;

use super::list;
use crate::error::Answer;
use crate::extract::Signed;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::CONCERNS, Audience::Connecting, list)]
}

#[derive(Template)]
#[template(path = "safeguarding/told.html")]
struct Told {
    page: Page,
    told: Vec<ConcernLine>,
    names: HashMap<AccountId, String>,
    today: chrono::NaiveDate,
}

impl Told {
    /// "Told today at 10:00. Grace has taken it over."
    fn under(&self, line: &ConcernLine) -> String {
        let row = &line.row;
        let lead = row.lead.and_then(|lead| self.names.get(&lead)).map_or("the lead", String::as_str);
        let now = match (row.lead, row.settled_on) {
            (_, Some(_)) => "It is closed".to_owned(),
            (Some(_), None) => format!("{} has taken it over", format::capital(lead)),
            (None, None) => "Nobody has taken it over yet".to_owned(),
        };
        format!("Told {}. {now}.", list::told(row, self.today))
    }
}

async fn list(State(site): State<Site>, signed: Signed) -> Answer {
    let who = signed.connecting()?;
    show(&Told {
        page: signed.page("What you told the safeguarding lead", Here::Elsewhere),
        told: site.app.views.reported_by(&who).await?,
        names: site.app.accounts.names(who.organisation()).await?.into_iter().collect(),
        today: site.app.clock.today(),
    })
}
