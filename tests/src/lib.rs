//! What every proof stands on: fresh databases on both engines, the application wired on one of them,
//! somebody's browser, and cases to look at.

pub mod browser;
pub mod cases;
mod course;
pub mod databases;
pub mod documents;
pub mod folded;
mod measures;
pub mod places;
mod safeguards;
pub mod stumbling;
pub mod test_app;

pub use browser::{Answer, Browser};
pub use test_app::{Persona, TestApp};
