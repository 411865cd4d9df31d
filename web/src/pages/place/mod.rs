//! Places and groups nearby: what there is, what one of them is like, writing one down, and what becomes of it.

pub mod course;
pub mod form;
pub mod list;
pub mod one;
pub mod retirement;
pub mod search;
pub mod told;
pub mod ways;

use crate::router::Route;

/// Every page about places.
pub fn routes() -> Vec<Route> {
    [list::routes(), form::routes(), one::routes(), course::routes(), retirement::routes(), ways::routes()]
        .concat()
}
