//! A connector's work: their day, logging a meet-up in four taps, the plan of each engagement, and for a
//! team lead every caseload.

pub mod due;
pub mod engagement;
pub mod meet_up;
pub mod team;
pub mod term;
pub mod terms;
pub mod today;

use crate::router::Route;

/// Every entry of a connector's work.
pub fn routes() -> Vec<Route> {
    [
        today::routes(),
        meet_up::routes(),
        engagement::routes(),
        team::routes(),
        terms::routes(),
        term::routes(),
    ]
    .concat()
}
