//! The same commands and views as JSON, for programs.

pub mod problem;

use crate::router::Route;

/// Every entry of the API.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
