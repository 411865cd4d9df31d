//! Forms. A handler is given [`Typed`], reads it with a [`Reader`] that collects every mistake at once,
//! and answers either onwards or with the same page again: status 422, a summary, a message by each
//! field, and everything that was typed. Nothing typed is ever lost.

mod attempt;
mod days;
mod reader;
mod typed;
mod written;

pub use attempt::{Attempt, Keys, people_say};
pub use days::{DayError, parse_day};
pub use reader::Reader;
pub use typed::Typed;
pub use written::Written;
