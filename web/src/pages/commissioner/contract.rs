//! One contract at a glance: four figures, the way from an idea to a friendship, the hours. Each figure
//! leads to what it counts and to everything it is made of.

use app::views::outcomes::{Glance, MonthHours};
use askama::Template;
use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use domain::shared::ids::ContractId;

use super::frame::{self, Frame};
use super::introductions::{self, Step};
use super::span::Offer;
use super::{definitions, frame::share_in_words};
use crate::charts::Picture;
use crate::charts::bars::{Bars, Period};
use crate::charts::funnel;
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::form::{Attempt, Typed};
use crate::format;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show_as};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/contracts/{id}", Audience::Commissioning, page)]
}

#[derive(Template)]
#[template(path = "commissioner/contract.html")]
struct ContractPage {
    page: Page,
    frame: Frame,
    attempt: Attempt,
    typed: Typed,
    offers: Vec<Offer>,
    today: String,
    glance: Glance,
    hours: Bars,
    steps: funnel::Funnel,
}

impl ContractPage {
    fn met(&self) -> i64 {
        self.glance.funnel.met
    }

    fn standing(&self) -> i64 {
        self.glance.funnel.self_sustaining
    }

    fn standing_of_met(&self) -> String {
        match self.met() {
            0 => "–".to_owned(),
            met => format!("{} of {}", count(self.standing()), count(met)),
        }
    }

    fn agreed(&self) -> i64 {
        self.glance.months.iter().map(|month| month.agreed_minutes).sum()
    }

    fn delivered(&self) -> i64 {
        self.glance.months.iter().map(|month| month.delivered_minutes).sum()
    }

    fn funnel_sentence(&self) -> String {
        let met = self.met();
        if met == 0 {
            return match self.glance.funnel.proposed {
                0 => "No introduction was proposed in this time.".to_owned(),
                proposed => format!(
                    "{} proposed, and nobody has met yet.",
                    format::capital(&format::plural(proposed, "introduction was", "introductions were"))
                ),
            };
        }
        format!(
            "Of {} who met, {} on their own: {}",
            format::plural(met, "pair", "pairs"),
            match self.standing() {
                1 => "1 stands".to_owned(),
                standing => format!("{} stand", count(standing)),
            },
            share_in_words(self.standing(), met)
        )
    }

    /// What should be known of those that stand; "" when there is nothing.
    fn beside_standing(&self) -> String {
        let said = |count: i64, one: &str, many: &str| {
            (count > 0).then(|| {
                format!(
                    "{} {}",
                    format::count_word(usize::try_from(count).unwrap_or_default()),
                    if count == 1 { one } else { many }
                )
            })
        };
        let parts: Vec<String> = [
            said(
                self.glance.signed_for,
                "was signed for by a team lead although a test had not passed",
                "were signed for by a team lead although a test had not passed",
            ),
            said(self.glance.gone_quiet, "has gone quiet since", "have gone quiet since"),
        ]
        .into_iter()
        .flatten()
        .collect();
        if parts.is_empty() {
            String::new()
        } else {
            format!("Of those that stand, {}.", format::and_list(&parts))
        }
    }

    /// "7 of 20 people had a role among others; 3 of them took one up in this time."
    fn roles(&self) -> String {
        let (roles, people) = (self.glance.roles, self.glance.people);
        if people == 0 {
            return "Nobody was supported in this time.".to_owned();
        }
        if roles.people == 0 {
            return format!(
                "None of {} has a role on record for this time.",
                format::plural(people, "person", "people")
            );
        }
        format!(
            "{} of {} had a role among others. {} of them took one up in this time.",
            count(roles.people),
            format::plural(people, "person", "people"),
            if roles.took_up == 0 { "None".to_owned() } else { count(roles.took_up) }
        )
    }

    fn step_href(&self, step: Step) -> String {
        format!("{}&step={}", self.frame.part("introductions"), step.code())
    }

    fn met_href(&self) -> String {
        self.step_href(Step::Met)
    }

    /// Each step with its count and the address of its list.
    fn table(&self) -> Vec<(&'static str, String, String)> {
        let row = |step: &Step| (step.label(), count(step.of(&self.glance.funnel)), self.step_href(*step));
        Step::ALL.iter().map(row).collect()
    }

    fn months(&self) -> &[MonthHours] {
        &self.glance.months
    }

    fn people(&self) -> String {
        count(self.glance.people)
    }

    fn introduced(&self) -> String {
        count(self.met())
    }

    fn started_and_ended(&self) -> String {
        format!("{} started, {} ended", count(self.glance.started), count(self.glance.ended))
    }

    fn share_standing(&self) -> String {
        format!("{} of those who met", format::percent(self.standing(), self.met()))
    }

    fn of_agreed(&self) -> String {
        let (delivered, agreed) = (self.delivered(), self.agreed());
        format!("of {} agreed, {}", format::hours_decimal(agreed), format::percent(delivered, agreed))
    }

    fn of_proposed(&self) -> String {
        format!("of {} proposed", count(self.glance.funnel.proposed))
    }
}

fn count(number: i64) -> String {
    format::thousands(u64::try_from(number).unwrap_or_default())
}

async fn page(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<ContractId>,
    Params(typed): Params,
) -> Answer {
    let who = signed.commissioning()?;
    let (span, attempt) = frame::asked(&site, &typed);
    let (frame, glance) = frame::look(&site, &who, id, span).await?;
    let today = site.app.clock.today();
    let typed = if typed.has("from") || typed.has("to") {
        typed
    } else {
        Typed::default().with("from", span.from).with("to", span.to)
    };
    let status = attempt.status;
    show_as(
        status,
        &ContractPage {
            page: signed.page("What the money bought", Here::Overview),
            offers: span.offers(today),
            today: today.to_string(),
            hours: hours(&glance),
            steps: introductions::picture(&glance.funnel),
            frame,
            attempt,
            typed,
            glance,
        },
    )
}

fn hours(glance: &Glance) -> Bars {
    // The year stands where it begins: beside January, or nowhere in a span within one.
    let label = |month: NaiveDate| match month.month0() {
        0 if glance.months.len() > 1 => format!("Jan {}", month.format("%y")),
        _ => format::month_short(month).to_owned(),
    };
    let periods = glance.months.iter().map(|month| Period {
        label: label(month.month),
        agreed_minutes: month.agreed_minutes,
        delivered_minutes: month.delivered_minutes,
    });
    Bars { title: "Hours by month".into(), periods: periods.collect() }
}
