//! Who pays, at what price, up to what sum and for which days; that money was asked for; a new price from a
//! day on; and putting right what was noted by mistake.

use app::error::Refusal;
use async_trait::async_trait;
use domain::engagement::{DatedRate, EngagementCommand, Funding, FundingRoute};

use super::asking::{Asking, Form, form};
use super::sheet::{Field, Shape, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::Choice;
use crate::router::Route;
use crate::{format, offered, paths};

/// Every entry about money.
pub fn routes() -> Vec<Route> {
    [
        form::<Noting>("/engagements/{id}/funding"),
        form::<Seeking>("/engagements/{id}/funding-sought"),
        form::<Pricing>("/engagements/{id}/rate"),
        form::<Correcting>("/engagements/{id}/funding-correction"),
    ]
    .concat()
}

/// Noting who pays.
struct Noting;

#[async_trait]
impl Form for Noting {
    const DONE: Flash = Flash::FundingNoted;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        if let Some(funding) = &asking.case.row.engagement.funding {
            return Ok(Typed::default()
                .with("contract_id", funding.contract_id)
                .with("route", funding.route.code())
                .with("rate", funding.rate)
                .with("budget", funding.budget)
                .with("covers_from", funding.covers_from)
                .with("covers_to", funding.covers_to));
        }
        let contracts = asking.site.app.contracts.all(asking.who.organisation()).await?;
        let only = if contracts.len() == 1 { contracts.first() } else { None };
        let typed = Typed::default()
            .with("route", FundingRoute::SpotContract.code())
            .with("covers_from", asking.today)
            .with("covers_to", Asking::months_on(asking.today, 6));
        Ok(only.map_or(typed.clone(), |contract| typed.with("contract_id", contract.contract_id)))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let contracts = asking.site.app.contracts.all(asking.who.organisation()).await?;
        if contracts.is_empty() {
            let words = "No contract or grant is set up yet. Ask an administrator to add the one that pays, then come back.";
            let to = paths::engagement(asking.id());
            return Ok(Sheet::new("Who pays?", "", "").instead(words, to, "See the plan"));
        }
        let contracts = contracts
            .into_iter()
            .map(|contract| Choice::new(contract.contract_id, contract.funder).hint(contract.reference));
        Ok(Sheet::new("Who pays?", "Save", "check")
            .lead("As it was agreed with whoever pays. The whole term must lie within the days that are paid for.")
            .field(Field::one("contract_id", "Which contract or agreement?", contracts.collect()))
            .field(Field::new(Shape::Select(""), "route", "By which route?").with(offered!(FundingRoute)))
            .pair(
                Field::new(Shape::Money, "rate", "Price of an hour").hint("In pounds, like 28.50"),
                Field::new(Shape::Money, "budget", "What may be spent in all").hint("In pounds, like 1710"),
            )
            .pair(Field::date("covers_from", "Paid for from"), Field::date("covers_to", "Up to and including"))
            .other(
                paths::engagement_part(asking.id(), "funding-sought"),
                "Nobody has said yes yet? Note that money was asked for",
            ))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let (contract_id, route) = (form.id("contract_id"), form.code("route"));
        let (rate, budget) = (form.rate("rate"), form.money("budget"));
        let (covers_from, covers_to) = (form.date("covers_from"), form.date("covers_to"));
        let funding = Funding {
            contract_id: contract_id?,
            route: route?,
            rate: rate?,
            budget: budget?,
            covers_from: covers_from?,
            covers_to: covers_to?,
        };
        Some(EngagementCommand::NoteFunding { funding })
    }
}

/// Noting that money was asked for.
struct Seeking;

#[async_trait]
impl Form for Seeking {
    const DONE: Flash = Flash::Saved;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default().with("sought_on", asking.today))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        Ok(Sheet::new("Money was asked for", "Save", "check")
            .field(Field::date("sought_on", "When was it asked for?"))
            .other(paths::engagement_part(asking.id(), "funding"), "Somebody said yes? Note who pays"))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        Some(EngagementCommand::SeekFunding { sought_on: form.date("sought_on")? })
    }
}

/// A new price from a day on.
struct Pricing;

#[async_trait]
impl Form for Pricing {
    const DONE: Flash = Flash::RateAgreed;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default().with("from", asking.today))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let engagement = &asking.case.row.engagement;
        if engagement.funding.is_none() {
            let to = paths::engagement_part(asking.id(), "funding");
            return Ok(Sheet::new("A new price", "", "").instead("Nobody pays yet.", to, "Note who pays"));
        }
        let now = engagement.rates.last().map(|now| {
            format!(
                "An hour has cost £{} since {}. Earlier sessions keep their price.",
                now.rate,
                format::date(now.from)
            )
        });
        Ok(Sheet::new("A new price", "Save", "check").lead(now.unwrap_or_default()).pair(
            Field::new(Shape::Money, "rate", "Price of an hour").hint("In pounds, like 29.40"),
            Field::date("from", "From which day?").hint("That day’s sessions cost the new price"),
        ))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let (rate, from) = (form.rate("rate"), form.date("from"));
        Some(EngagementCommand::AgreeRate { rate: DatedRate { from: from?, rate: rate? } })
    }
}

/// Putting right what was noted by mistake, after the term was agreed.
struct Correcting;

/// The fields of a later price, counted from the second price on.
fn later_fields(number: usize) -> (String, String) {
    (format!("rate_{number}"), format!("from_{number}"))
}

#[async_trait]
impl Form for Correcting {
    const DONE: Flash = Flash::FundingCorrected;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let rates = asking.case.row.engagement.rates.iter().enumerate().skip(1);
        Ok(rates.fold(Noting::first(asking).await?, |typed, (at, later)| {
            let (rate, from) = later_fields(at + 1);
            typed.with(rate, later.rate).with(from, later.from)
        }))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let engagement = &asking.case.row.engagement;
        if engagement.funding.is_none() || engagement.term.is_none() {
            let to = paths::engagement_part(asking.id(), "funding");
            return Ok(Sheet::new("Put right who pays", "", "").instead(
                "The term is not agreed yet.",
                to,
                "Note who pays",
            ));
        }
        let contracts = asking.site.app.contracts.all(asking.who.organisation()).await?;
        let contracts = contracts
            .into_iter()
            .map(|contract| Choice::new(contract.contract_id, contract.funder).hint(contract.reference));
        let mut sheet = Sheet::new("Put right who pays", "Put it right", "pencil-line")
            .lead("For a slip: what you write here holds from the beginning, and statements are worked out anew. What stood here is kept. If a new price was agreed, note that instead.")
            .field(Field::one("contract_id", "Which contract or agreement?", contracts.collect()))
            .field(Field::new(Shape::Select(""), "route", "By which route?").with(offered!(FundingRoute)))
            .pair(
                Field::new(Shape::Money, "rate", "Price of an hour, at first").hint("In pounds, like 28.50"),
                Field::new(Shape::Money, "budget", "What may be spent in all").hint("With what extensions added"),
            )
            .pair(Field::date("covers_from", "Paid for from"), Field::date("covers_to", "Up to and including"));
        for number in 2..=engagement.rates.len() {
            let (rate, from) = later_fields(number);
            sheet = sheet.pair(
                Field::new(Shape::Money, rate, "Price of an hour, later")
                    .hint("Leave it empty if there was none")
                    .optional(),
                Field::date(&from, "From which day?").optional(),
            );
        }
        let reason =
            Field::words("reason", "What was wrong?").hint("Finance reads this beside the statement");
        Ok(sheet.field(reason))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let noted = Noting::read(asking, form, typed);
        let mut later_rates = Some(Vec::new());
        for number in 2..=asking.case.row.engagement.rates.len() {
            let (rate, from) = later_fields(number);
            if typed.one(&rate).trim().is_empty() {
                continue;
            }
            let read = (form.rate(&rate), form.date(&from));
            later_rates = match (later_rates, read) {
                (Some(mut list), (Some(rate), Some(from))) => {
                    list.push(DatedRate { from, rate });
                    Some(list)
                }
                _ => None,
            };
        }
        let reason = form.words("reason");
        let Some(EngagementCommand::NoteFunding { funding }) = noted else { return None };
        Some(EngagementCommand::CorrectFunding { funding, later_rates: later_rates?, reason: reason? })
    }
}
