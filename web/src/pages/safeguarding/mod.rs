//! Safeguarding: telling the lead, which whoever knows a person can do in one tap, and what the leads do with
//! it. No other page shows a word of a concern.

pub mod concern;
pub mod destruction;
pub mod due;
pub mod letter;
pub mod list;
pub mod receipt;
pub mod register;
pub mod report;
pub mod step;
pub mod telling;
pub mod told;
pub mod wording;

use crate::router::Route;

/// Every page about concerns.
pub fn routes() -> Vec<Route> {
    [
        telling::routes(),
        receipt::routes(),
        told::routes(),
        list::routes(),
        register::routes(),
        concern::routes(),
        letter::routes(),
        report::routes(),
        step::routes(),
        destruction::routes(),
    ]
    .concat()
}
