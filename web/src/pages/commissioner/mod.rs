//! What the money bought, for whoever pays for it: figures, the cohorts behind them, and how we know. No
//! name and no word about anybody is asked for here, so none can be shown: cases and relationships are
//! called by references that mean nothing outside.
//!
//! [`frame`] reads the span that every page is about; [`definitions`] says what each figure counts, on the
//! page and on the sheet in the same words.

pub mod contract;
pub mod contracts;
pub mod definitions;
pub mod files;
pub mod frame;
pub mod introductions;
pub mod people;
pub mod relationship;
pub mod relationships;
pub mod sheets;
pub mod span;

use crate::router::Route;

/// Every page of the commissioner's.
pub fn routes() -> Vec<Route> {
    [
        contracts::routes(),
        contract::routes(),
        people::routes(),
        introductions::routes(),
        relationships::routes(),
        relationship::routes(),
        files::routes(),
    ]
    .concat()
}
