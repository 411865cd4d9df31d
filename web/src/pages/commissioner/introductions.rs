//! The introductions behind the funnel: each one proposed in the span, how far it came, and when.

use app::views;
use app::views::outcomes::{Funnel, PseudonymousIntroduction};
use askama::Template;
use axum::extract::State;
use domain::shared::ids::ContractId;

use super::definitions;
use super::frame::{self, Frame};
use super::span::Span;
use crate::charts::funnel;
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page, Stage};
use crate::pages::paging::Paging;
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

domain::codes! {
    /// How far an introduction came, from an idea to a friendship.
    Step {
        Proposed = "Introductions proposed",
        Agreed = "Both said yes",
        Met = "Met",
        ThreeTimes = "Met three times or more",
        SelfSustaining = "Stand on their own",
    }
}

impl Step {
    /// How many came so far.
    pub fn of(self, funnel: &Funnel) -> i64 {
        match self {
            Self::Proposed => funnel.proposed,
            Self::Agreed => funnel.agreed,
            Self::Met => funnel.met,
            Self::ThreeTimes => funnel.three_times,
            Self::SelfSustaining => funnel.self_sustaining,
        }
    }

    /// Whether this introduction came so far.
    pub fn reached_by(self, introduction: &PseudonymousIntroduction) -> bool {
        match self {
            Self::Proposed => true,
            Self::Agreed => introduction.agreed_on.is_some(),
            Self::Met => introduction.met_on.is_some(),
            Self::ThreeTimes => introduction.met_on.is_some() && introduction.contacts >= 3,
            Self::SelfSustaining => introduction.declared_on.is_some(),
        }
    }

    /// Its colour.
    pub fn stage(self) -> Stage {
        match self {
            Self::Proposed => Stage::Possible,
            Self::Agreed | Self::Met => Stage::Introduced,
            Self::ThreeTimes => Stage::Consolidating,
            Self::SelfSustaining => Stage::Lasting,
        }
    }
}

/// How far introductions came, drawn.
pub fn picture(funnel: &Funnel) -> funnel::Funnel {
    let steps = Step::ALL.iter().map(|step| funnel::Step {
        label: step.label().to_owned(),
        count: u64::try_from(step.of(funnel)).unwrap_or_default(),
        stage: step.stage(),
    });
    // As in the sentence below the picture: of those who met.
    let share_of = Step::ALL.iter().position(|step| *step == Step::Met).unwrap_or_default();
    funnel::Funnel { title: "From an idea to a friendship".into(), steps: steps.collect(), share_of }
}

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/contracts/{id}/introductions", Audience::Commissioning, page)]
}

#[derive(Template)]
#[template(path = "commissioner/introductions.html")]
struct IntroductionsPage {
    page: Page,
    frame: Frame,
    step: Step,
    /// Each step with how many came so far.
    steps: Vec<(Step, i64)>,
    list: Vec<PseudonymousIntroduction>,
    paging: Paging,
}

impl IntroductionsPage {
    fn shown(&self) -> &[PseudonymousIntroduction] {
        self.paging.of(&self.list)
    }

    fn href(&self, step: &Step) -> String {
        format!("{}&step={}", self.frame.part("introductions"), step.code())
    }

    fn is_chosen(&self, step: &Step) -> bool {
        *step == self.step
    }

    fn evidence(&self, introduction: &PseudonymousIntroduction) -> String {
        paths::contract_evidence(self.frame.contract.contract_id, introduction.relationship_id)
            + &self.frame.span.query()
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
    let step = typed.one("step").parse().unwrap_or(Step::Proposed);
    let frame = frame::frame(&site, &who, id, span).await?;
    let funnel = site.app.views.funnel(&who, id, span.from, span.to).await?.unwrap_or_default();
    let mut list = site.app.views.introductions(&who, id, span.from, span.to).await?.unwrap_or_default();
    list.retain(|introduction| step.reached_by(introduction));
    let paging = Paging::read(&typed, list.len());
    let steps = Step::ALL.iter().map(|step| (*step, step.of(&funnel))).collect();
    let page = signed.page("Introductions", Here::Overview);
    show(&IntroductionsPage { page, frame, step, steps, list, paging })
}
