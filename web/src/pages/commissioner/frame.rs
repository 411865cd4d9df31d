//! What every page about a contract stands in: the contract, the span, and how far the figures go: the
//! position in the log and the moment.

use app::access::Commissioning;
use app::contracts::Contract;
use app::error::Refusal;
use app::views::Shown;
use app::views::interval::{percent, wilson};
use app::views::outcomes::Glance;
use chrono::{DateTime, Utc};
use domain::shared::ids::ContractId;

use super::span::Span;
use crate::form::{Attempt, Typed};
use crate::pages::freshness;
use crate::site::Site;
use crate::{format, paths};

/// Around the figures.
pub struct Frame {
    /// The contract.
    pub contract: Contract,
    /// The days it is about.
    pub span: Span,
    /// How far it counts, and whether anything stands still.
    pub shown: Shown,
    /// When it was worked out.
    pub made_at: DateTime<Utc>,
}

impl Frame {
    /// "Northfield Council · contract NC-114"
    pub fn over(&self) -> String {
        format!("{} · contract {}", self.contract.funder, self.contract.reference)
    }

    /// The contract's first page, about the same span.
    pub fn home(&self) -> String {
        paths::contract(self.contract.contract_id) + &self.span.query()
    }

    /// Another page or file of the contract, about the same span.
    pub fn part(&self, part: &str) -> String {
        paths::contract_part(self.contract.contract_id, part) + &self.span.query()
    }

    /// "As of event 184,220"
    pub fn position_words(&self) -> String {
        format!("As of {}", freshness::event_words(&self.shown))
    }

    /// What is missing of the figures; "" when nothing is.
    pub fn gap_words(&self) -> String {
        freshness::gap_words(&self.shown)
    }

    /// "12 March 2026 at 10:30"
    pub fn made_words(&self) -> String {
        format::instant(self.made_at)
    }

    /// The line under the title of an export.
    pub fn made_line(&self) -> String {
        format!(
            "{} · {} · {} · worked out on {}",
            self.over(),
            self.span.words(),
            self.position_words().to_lowercase(),
            self.made_words()
        )
    }
}

/// What pages and files about a contract and a span stand in; not found when it is not the viewer's.
pub async fn frame(
    site: &Site,
    who: &Commissioning<'_>,
    id: ContractId,
    span: Span,
) -> Result<Frame, Refusal> {
    let made_at = site.app.clock.now();
    let contract = site.app.views.contract(who, id).await?.ok_or(Refusal::NotFound)?;
    Ok(Frame { contract, span, shown: site.app.views.shown().await?, made_at })
}

/// A contract at a glance, in its frame; not found when it is not the viewer's.
pub async fn look(
    site: &Site,
    who: &Commissioning<'_>,
    id: ContractId,
    span: Span,
) -> Result<(Frame, Glance), Refusal> {
    let made_at = site.app.clock.now();
    let glance = site.app.views.glance(who, id, span.from, span.to).await?.ok_or(Refusal::NotFound)?;
    let frame = Frame { contract: glance.contract.clone(), span, shown: glance.shown.clone(), made_at };
    Ok((frame, glance))
}

/// The span that the address asks for.
pub fn asked(site: &Site, typed: &Typed) -> (Span, Attempt) {
    Span::read(typed, site.app.clock.today())
}

/// A share with how sure it is, in plain words: "34%. Allowing for chance, anything from 26% to 42% would
/// be no surprise."
pub fn share_in_words(part: i64, whole: i64) -> String {
    let Some(range) = wilson(part, whole) else {
        return "Nobody can be counted yet, so there is no share.".to_owned();
    };
    let few = if whole < 10 { " So few are a first hint, no more." } else { "" };
    format!(
        "{}. Allowing for chance, anything from {}% to {}% would be no surprise.{few}",
        format::percent(part, whole),
        percent(range.low),
        percent(range.high)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_says_how_sure_it_is_and_none_is_made_of_nothing() {
        assert_eq!(
            share_in_words(18, 26),
            "69%. Allowing for chance, anything from 50% to 83% would be no surprise."
        );
        assert!(
            share_in_words(7, 9)
                .ends_with("from 45% to 94% would be no surprise. So few are a first hint, no more.")
        );
        assert_eq!(share_in_words(0, 0), "Nobody can be counted yet, so there is no share.");
    }
}
