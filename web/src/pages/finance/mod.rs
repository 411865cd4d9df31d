//! Finance: each engagement's budget, and the statement that says what of it was spent on which session.
//! Names, hours and amounts; never a word of what was written about anybody, and no place.

pub mod budget;
pub mod budgets;
pub mod files;
pub mod sheets;
pub mod statement;

use crate::router::Route;

/// Every page of finance's.
pub fn routes() -> Vec<Route> {
    [budgets::routes(), budget::routes(), files::routes()].concat()
}

/// How an amount comes about, as it stands on the page and below the rows of an export.
pub const ROUNDING: &str = "The minutes of one four-week period at one hourly rate are added up, multiplied by that \
    rate, and rounded once, half a penny up. The rate is that of the day of the session. A total is the sum of the \
    rounded lines. A session’s own amount stands beside it where it is whole pence, or where it is alone in its line; \
    elsewhere only the line can say.";

/// What was agreed, beside what was delivered.
pub const AGREED: &str = "Agreed hours of a line are those of its four weeks on the days on which its rate held: minutes \
    a week × days ÷ 7, with the minutes that held on each day, days of rest left out. They are a measure and are not \
    charged. Agreed a week, beside a session, is what held on its day.";

/// What is recorded late.
pub const LATE: &str = "A session that was recorded, or put right, after its four weeks had ended is marked: a statement \
    made before then did not have it.";

/// What is charged, as it stands on the page and below the rows of an export.
pub const CHARGED: &str = "Charged are delivered sessions: together, introductions, by phone or message, reviews and \
    circle meetings. Planning, writing and travel are recorded and not charged. Lines are counted against the budget \
    in their order; what lies beyond it was delivered and is not charged.";
