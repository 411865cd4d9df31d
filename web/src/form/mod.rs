//! Forms. A handler is given [`Typed`], reads it with a [`Reader`] that collects every mistake at once,
//! and answers either onwards or with the same page again: status 422, a summary, a message by each
//! field, and everything that was typed. Nothing typed is ever lost.

mod attempt;
mod reader;
mod slots;
mod summary;
mod typed;
pub mod upload;
mod written;

pub use attempt::{Attempt, Keys, people_say};
pub use domain::shared::days::{DayError, parse_day};
pub use reader::Reader;
pub use slots::{SlotRow, read_slots, row_field, slot_rows, with_slot};
pub use summary::named;
pub use typed::Typed;
pub use upload::Upload;
pub use written::Written;
