//! How it is kept and sent: every adapter of the application's ports, one noun a file.
//!
//! Read `database` (which of the two, and where they differ), `log` (appending, sealing, the feed),
//! `projector` (from the feed to the read models) and `read_models` (a table and its queries each).

pub mod accounts;
pub mod bell;
pub mod clock;
pub mod contracts;
pub mod database;
pub mod documents;
pub mod drafts;
pub mod imports;
pub mod instruments;
pub mod log;
pub mod migrations;
pub mod projector;
pub mod ranked_lists;
pub mod read_models;
pub mod safe;
pub mod team_book;
pub mod telemetry;
pub mod terms;
pub mod ways;
