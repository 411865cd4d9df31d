//! What delivered sessions come to: one line per four-week period and price, whole minutes added up
//! and rounded once. Each session has the price of its own day. Billing stops at the budget; what was
//! delivered beyond it is shown, and not charged.
//!
//! These are plain sums over a slice, so that a read model gets the same figures as the state.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DatedRate, Engagement, SessionKind};
use crate::shared::calendar::FourWeeks;
use crate::shared::money::{Money, Rate};

/// What the sessions of one period at one price come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodLine {
    /// First day of the period, a Monday.
    pub first: NaiveDate,
    /// Last day of the period, a Sunday.
    pub last: NaiveDate,
    /// Price per hour.
    pub rate: Rate,
    /// How many sessions.
    pub sessions: u32,
    /// Their minutes.
    pub minutes: i64,
    /// What the minutes are worth at that price, rounded half-up.
    pub amount: Money,
    /// What of it is due: less than the amount where the budget ran out.
    pub due: Money,
}

/// All lines, and what is left of the budget.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Statement {
    /// In order of period, then of price.
    pub lines: Vec<PeriodLine>,
    /// Charged to the budget: the sum of what is due.
    pub spent: Money,
    /// Delivered beyond the budget, not chargeable. `spent` and this are the sum of the amounts.
    pub over_budget: Money,
    /// What is left of the budget; never negative.
    pub left: Money,
    /// Delivered minutes of kinds that are not charged.
    pub not_chargeable_minutes: i64,
    /// Delivered minutes on days without a price; only a mistake in the data makes any.
    pub unpriced_minutes: i64,
}

/// The price that holds on `day`: the latest that began by then.
pub fn rate_on(rates: &[DatedRate], day: NaiveDate) -> Option<DatedRate> {
    rates.iter().filter(|dated| dated.from <= day).max_by_key(|dated| dated.from).copied()
}

/// Puts delivered sessions (day, minutes, kind) into lines and counts them against the budget,
/// earliest period first. `anchor` is the Monday from which periods are counted.
///
/// Source: rounding once per line, half-up; which kinds are charged is [`SessionKind::is_chargeable`].
pub fn charge_lines(
    sessions: impl IntoIterator<Item = (NaiveDate, i64, SessionKind)>,
    rates: &[DatedRate],
    budget: Money,
    anchor: NaiveDate,
) -> Statement {
    let mut statement = Statement { left: budget, ..Statement::default() };
    let mut gathered: BTreeMap<(FourWeeks, NaiveDate), (Rate, u32, i64)> = BTreeMap::new();
    for (on, minutes, kind) in sessions {
        if !kind.is_chargeable() {
            statement.not_chargeable_minutes += minutes;
            continue;
        }
        let Some(dated) = rate_on(rates, on) else {
            statement.unpriced_minutes += minutes;
            continue;
        };
        let line = gathered.entry((FourWeeks::holding(on, anchor), dated.from)).or_insert((dated.rate, 0, 0));
        line.1 += 1;
        line.2 += minutes;
    }
    for ((period, _), (rate, sessions, minutes)) in gathered {
        let amount = rate.charge(minutes);
        let due = amount.min(statement.left);
        statement.spent = statement.spent + due;
        statement.left = statement.left - due;
        statement.over_budget = statement.over_budget + (amount - due);
        let (first, last) = (period.first, period.last);
        statement.lines.push(PeriodLine { first, last, rate, sessions, minutes, amount, due });
    }
    statement
}

/// The statement of an engagement; empty while nobody pays.
pub fn statement(engagement: &Engagement, anchor: NaiveDate) -> Statement {
    let budget = engagement.funding.as_ref().map_or(Money::ZERO, |funding| funding.budget);
    charge_lines(engagement.delivered(), &engagement.rates, budget, anchor)
}

/// The lines of an engagement.
pub fn lines(engagement: &Engagement, anchor: NaiveDate) -> Vec<PeriodLine> {
    statement(engagement, anchor).lines
}
