//! Which cases of a colleague were given to others in the last half year: to whom, and when. It is where a lead finds
//! again what was moved, and stands whether one was given or a whole caseload.

use std::collections::HashMap;

use app::accounts::Colleague;
use app::views::team::Given;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::shared::ids::AccountId;

use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// Looking.
pub fn routes() -> Vec<Route> {
    vec![get("/team/caseloads/{colleague}/given", Audience::Leading, look)]
}

#[derive(Template)]
#[template(path = "lead/given.html")]
struct GivenPage {
    page: Page,
    colleague: Colleague,
    given: Vec<Given>,
    names: HashMap<AccountId, String>,
    today: NaiveDate,
}

impl GivenPage {
    /// "Ben goes on with them since 12 March"
    fn words(&self, given: &Given) -> String {
        let to = self.names.get(&given.to).map_or("Somebody", String::as_str);
        match given.on == self.today {
            true => format!("{to} goes on with them since today"),
            false => format!("{to} goes on with them since {}", format::day(given.on)),
        }
    }

    /// What the address of the same list to take along asks.
    fn of(&self) -> String {
        format!("of={}", self.colleague.account_id)
    }
}

async fn look(State(site): State<Site>, signed: Signed, At(from): At<AccountId>) -> Answer {
    let who = signed.connecting()?;
    let (colleague, _) = site.app.colleague_here_or_left(&who, from).await?;
    let given = site.app.given_away(&who, from).await?;
    let names = site.app.accounts.names(who.organisation()).await?.into_iter().collect();
    let title = format!("What {} had", colleague.name);
    show(&GivenPage {
        page: signed.page(title, Here::Team),
        colleague,
        given,
        names,
        today: site.app.clock.today(),
    })
}
