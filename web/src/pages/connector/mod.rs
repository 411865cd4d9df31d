//! A connector's work: their day and week, their calendar elsewhere, logging a meet-up in four taps, the plan of each engagement, and for a
//! team lead every caseload.

mod agreed;
pub mod ahead;
pub mod calendar;
pub mod due;
pub mod engagement;
pub mod fairness;
pub mod group;
pub mod group_plan;
pub mod instruments;
pub mod late;
pub mod meet_up;
pub mod place_lists;
pub mod ranked_lists;
pub mod team;
pub mod term;
pub mod terms;
pub mod today;
pub mod week;
pub mod week_plan;

mod group_account;

use crate::router::Route;

/// Every entry of a connector's work.
pub fn routes() -> Vec<Route> {
    [
        today::routes(),
        week::routes(),
        week_plan::routes(),
        calendar::routes(),
        meet_up::routes(),
        engagement::routes(),
        team::routes(),
        fairness::routes(),
        ranked_lists::routes(),
        terms::routes(),
        instruments::routes(),
        term::routes(),
        group_plan::routes(),
        group::routes(),
    ]
    .concat()
}
