//! What delivered sessions come to: one line per four-week period and price, whole minutes added up
//! and rounded once. Each session has the price of its own day. Billing stops at the budget; what was
//! delivered beyond it is shown, and not charged.
//!
//! These are plain sums over a list, so that a read model gets the same figures as the state.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{DatedRate, Engagement, SessionStatus};
use crate::codes;
use crate::shared::calendar::FourWeeks;
use crate::shared::ids::SessionId;
use crate::shared::money::{Money, Rate};

codes! {
    /// How far the budget reached for a session.
    Cover {
        InFull = "In full",
        InPart = "In part",
        Beyond = "Beyond the budget",
    }
}

/// A delivered session, as far as money is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivered {
    /// Which.
    pub session_id: SessionId,
    /// Its day.
    pub on: NaiveDate,
    /// How long it was.
    pub minutes: i64,
    /// Whether its kind is charged, as [`SessionKind::is_chargeable`](super::SessionKind::is_chargeable) has it.
    pub chargeable: bool,
}

/// One session of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineSession {
    /// Which.
    pub session_id: SessionId,
    /// How long it was.
    pub minutes: i64,
    /// How far the budget reached for it, counting the sessions of the line from its first day on.
    pub cover: Cover,
    /// What it is worth alone; `None` where that is no whole penny, because only the line is rounded.
    pub amount: Option<Money>,
    /// What of that is due; `None` where it cannot be said to the penny.
    pub due: Option<Money>,
}

/// What the sessions of one period at one price come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodLine {
    /// First day of the period, a Monday.
    pub first: NaiveDate,
    /// Last day of the period, a Sunday.
    pub last: NaiveDate,
    /// First day of the period on which this price held.
    pub from: NaiveDate,
    /// Last day of the period on which this price held.
    pub to: NaiveDate,
    /// Price per hour.
    pub rate: Rate,
    /// What it is made of, in order of the day.
    pub sessions: Vec<LineSession>,
    /// Minutes agreed from `from` to `to`; a measure, not something that is charged.
    pub agreed_minutes: i64,
    /// Minutes delivered.
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

/// Puts delivered sessions into lines and counts them against the budget, earliest period first.
/// `anchor` is the Monday from which periods are counted; `agreed` says how many minutes were agreed
/// from one day to another, as [`Engagement::agreed_minutes`] does.
///
/// Source: rounding once per line, half-up; which kinds are charged is [`SessionKind::is_chargeable`](super::SessionKind::is_chargeable).
pub fn charge_lines(
    delivered: impl IntoIterator<Item = Delivered>,
    rates: &[DatedRate],
    budget: Money,
    anchor: NaiveDate,
    agreed: impl Fn(NaiveDate, NaiveDate) -> i64,
) -> Statement {
    let mut statement = Statement { left: budget, ..Statement::default() };
    let mut gathered: BTreeMap<(FourWeeks, NaiveDate), (Rate, Vec<Delivered>)> = BTreeMap::new();
    for session in delivered {
        if !session.chargeable {
            statement.not_chargeable_minutes += session.minutes;
            continue;
        }
        let Some(dated) = rate_on(rates, session.on) else {
            statement.unpriced_minutes += session.minutes;
            continue;
        };
        let period = FourWeeks::holding(session.on, anchor);
        gathered.entry((period, dated.from)).or_insert((dated.rate, Vec::new())).1.push(session);
    }
    for ((period, dated_from), (rate, mut sessions)) in gathered {
        sessions.sort_by_key(|session| (session.on, session.session_id));
        let minutes = sessions.iter().map(|session| session.minutes).sum();
        let amount = rate.charge(minutes);
        let due = amount.min(statement.left);
        statement.spent = statement.spent + due;
        statement.left = statement.left - due;
        statement.over_budget = statement.over_budget + (amount - due);
        let next = rates.iter().map(|other| other.from).filter(|from| *from > dated_from).min();
        let (from, until) =
            (period.first.max(dated_from), next.map_or(period.last, |next| next - Days::new(1)));
        let to = period.last.min(until);
        statement.lines.push(PeriodLine {
            first: period.first,
            last: period.last,
            from,
            to,
            rate,
            sessions: covered(&sessions, rate, due),
            agreed_minutes: agreed(from, to),
            minutes,
            amount,
            due,
        });
    }
    statement
}

/// How far what is due of a line reaches, session by session.
fn covered(sessions: &[Delivered], rate: Rate, due: Money) -> Vec<LineSession> {
    let mut before = 0;
    let mut lines = Vec::with_capacity(sessions.len());
    for session in sessions {
        let up_to = before + session.minutes;
        let cover = if rate.charge(up_to) <= due {
            Cover::InFull
        } else if rate.charge(before) < due {
            Cover::InPart
        } else {
            Cover::Beyond
        };
        // A line of one session is that session, rounded as the line is.
        let amount =
            (sessions.len() == 1 || rate.is_exact(session.minutes)).then(|| rate.charge(session.minutes));
        let due = match cover {
            Cover::InFull => amount,
            Cover::InPart => rate.is_exact(before).then(|| due - rate.charge(before)),
            Cover::Beyond => Some(Money::ZERO),
        };
        lines.push(LineSession {
            session_id: session.session_id,
            minutes: session.minutes,
            cover,
            amount,
            due,
        });
        before = up_to;
    }
    lines
}

/// The statement of an engagement whose sessions are kept elsewhere; empty while nobody pays.
pub fn statement_of(
    engagement: &Engagement,
    delivered: impl IntoIterator<Item = Delivered>,
    anchor: NaiveDate,
) -> Statement {
    let budget = engagement.funding.as_ref().map_or(Money::ZERO, |funding| funding.budget);
    let hours = engagement.agreed_hours();
    let agreed = |from, to| hours.as_ref().map_or(0, |hours| hours.minutes(from, to));
    charge_lines(delivered, &engagement.rates, budget, anchor, agreed)
}

/// The statement of an engagement; empty while nobody pays.
pub fn statement(engagement: &Engagement, anchor: NaiveDate) -> Statement {
    let delivered =
        engagement.sessions.iter().filter(|(_, session)| session.status == SessionStatus::Delivered);
    let delivered = delivered.map(|(session_id, session)| Delivered {
        session_id: *session_id,
        on: session.time.on,
        minutes: session.time.minutes,
        chargeable: session.time.kind.is_chargeable(),
    });
    statement_of(engagement, delivered, anchor)
}

/// The lines of an engagement.
pub fn lines(engagement: &Engagement, anchor: NaiveDate) -> Vec<PeriodLine> {
    statement(engagement, anchor).lines
}
