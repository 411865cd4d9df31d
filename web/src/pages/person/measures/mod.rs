//! How life is, by questions that others have tried out: asking them, what was answered, and how it has changed.

pub mod came_of_it;
pub mod community;
pub mod kept;
pub mod network;
pub mod network_trend;
pub mod page;
pub mod questions;
pub mod taking;

use crate::router::Route;

/// Every entry about measures.
pub fn routes() -> Vec<Route> {
    [page::routes(), taking::routes(), kept::routes()].concat()
}
