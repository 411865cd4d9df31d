//! The evidence list: every relationship of the span that stands, or once stood, on its own, with what
//! should be known of it before it is believed.

use app::views;
use app::views::outcomes::{EvidenceTrail, Funnel};
use askama::Template;
use axum::extract::State;
use domain::shared::ids::ContractId;

use super::definitions;
use super::frame::{self, Frame, share_in_words};
use super::span::Span;
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::pages::paging::{Paging, ROWS};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/contracts/{id}/relationships", Audience::Commissioning, page)]
}

#[derive(Template)]
#[template(path = "commissioner/relationships.html")]
struct RelationshipsPage {
    page: Page,
    frame: Frame,
    funnel: Funnel,
    /// Those of this page.
    shown: Vec<EvidenceTrail>,
    paging: Paging,
}

impl RelationshipsPage {
    fn share(&self) -> String {
        share_in_words(self.funnel.self_sustaining, self.funnel.met)
    }

    fn href(&self, trail: &EvidenceTrail) -> String {
        paths::contract_evidence(self.frame.contract.contract_id, trail.relationship_id)
            + &self.frame.span.query()
    }

    /// "8 of 8 tests"
    fn tests(&self, trail: &EvidenceTrail) -> String {
        let passed = trail.evaluation.tests.iter().filter(|test| test.passed).count();
        format!("{passed} of {} tests", trail.evaluation.tests.len())
    }

    /// "after 118 days"
    fn after(&self, trail: &EvidenceTrail) -> String {
        trail.met_on.map_or_else(String::new, |met_on| {
            format!("after {}", format::plural((trail.first_declared_on - met_on).num_days(), "day", "days"))
        })
    }

    /// "Still going after 6 months", of the latest check.
    fn latest_check(&self, trail: &EvidenceTrail) -> String {
        trail.checks.last().map_or_else(
            || "Not looked at again yet".to_owned(),
            |(months, check)| {
                format!("{} after {}", check.result.label(), format::plural(*months, "month", "months"))
            },
        )
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
    let views = &site.app.views;
    let funnel = views.funnel(&who, id, span.from, span.to).await?.unwrap_or_default();
    let paging = Paging::read(&typed, usize::try_from(funnel.self_sustaining).unwrap_or_default());
    let (span, part) = ((span.from, span.to), (paging.skip(), ROWS));
    let shown = views.evidence(&who, id, span, part).await?.unwrap_or_default();
    let page = signed.page("Relationships that stand on their own", Here::Overview);
    show(&RelationshipsPage { page, frame, funnel, shown, paging })
}
