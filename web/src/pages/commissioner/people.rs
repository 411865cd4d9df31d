//! The cases behind "people supported" and the hours: each engagement of the contract under way in the
//! span, by its reference.

use app::views;
use app::views::outcomes::{Cohort, PseudonymousCase};
use askama::Template;
use axum::extract::State;
use domain::shared::ids::ContractId;

use super::definitions;
use super::frame::{self, Frame};
use super::span::Span;
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::format;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::pages::paging::Paging;
use crate::router::{Route, get};
use crate::site::{Site, show};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/contracts/{id}/people", Audience::Commissioning, page)]
}

#[derive(Template)]
#[template(path = "commissioner/people.html")]
struct PeoplePage {
    page: Page,
    frame: Frame,
    people: i64,
    cases: Vec<PseudonymousCase>,
    paging: Paging,
}

impl PeoplePage {
    fn shown(&self) -> &[PseudonymousCase] {
        self.paging.of(&self.cases)
    }

    fn agreed(&self) -> i64 {
        self.cases.iter().map(|case| case.agreed_minutes).sum()
    }

    fn delivered(&self) -> i64 {
        self.cases.iter().map(|case| case.delivered_minutes).sum()
    }

    fn met(&self) -> i64 {
        self.cases.iter().map(|case| case.met).sum()
    }

    fn standing(&self) -> i64 {
        self.cases.iter().map(|case| case.self_sustaining).sum()
    }
}

async fn page(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<ContractId>,
    Params(typed): Params,
) -> Answer {
    let who = signed.commissioning()?;
    let span = Span::read_strictly(&typed, site.app.clock.today())?;
    let frame = frame::frame(&site, &who, id, span).await?;
    let Cohort { people, cases } =
        site.app.views.cohort(&who, id, span.from, span.to).await?.unwrap_or_default();
    let paging = Paging::read(&typed, cases.len());
    let page = signed.page("People supported", Here::Overview);
    show(&PeoplePage { page, frame, people, cases, paging })
}
