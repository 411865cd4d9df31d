//! What someone can do and see: use cases and ports, no I/O of its own.
//!
//! Read `clock` and `access` first (when, and who), then `log` (the port to the event log), `commands`
//! (what can be done), `views` (what can be seen). [`App`] holds one of each port.

pub mod access;
pub mod accounts;
pub mod clock;
pub mod commands;
pub mod contracts;
pub mod error;
pub mod imports;
pub mod log;
pub mod lone_working;
pub mod stories;
pub mod terms;
pub mod views;

use std::sync::Arc;

use crate::accounts::Accounts;
use crate::clock::{Clock, Ids};
use crate::contracts::Contracts;
use crate::imports::Imports;
use crate::log::EventLog;
use crate::lone_working::LoneWorkers;
use crate::terms::Terms;
use crate::views::Views;

/// The whole application behind its ports. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where new ids come from.
    pub ids: Arc<dyn Ids>,
    /// What happened.
    pub log: Arc<dyn EventLog>,
    /// What can be seen.
    pub views: Arc<dyn Views>,
    /// Who signs in.
    pub accounts: Arc<dyn Accounts>,
    /// Who pays.
    pub contracts: Arc<dyn Contracts>,
    /// Lists that people bring.
    pub imports: Arc<dyn Imports>,
    /// What the things that people love are called.
    pub terms: Arc<dyn Terms>,
    /// How an organisation looks out for those who are out alone.
    pub lone: Arc<dyn LoneWorkers>,
}
