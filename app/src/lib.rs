//! What someone can do and see: use cases and ports, no I/O of its own.
//!
//! Read `clock` and `access` first (when, and who), then `log` (the port to the event log), `commands`
//! (what can be done), `views` (what can be seen). [`App`] holds one of each port.

pub mod access;
pub mod accounts;
pub mod alike;
pub mod bell;
pub mod clock;
pub mod commands;
pub mod contracts;
pub mod documents;
pub mod drafts;
pub mod error;
pub mod fairness;
pub mod folded;
pub mod groups;
pub mod imports;
pub mod instruments;
pub mod introducing;
pub mod likeness;
pub mod log;
pub mod lone_working;
pub mod nearby;
pub mod offered_terms;
pub mod stories;
pub mod team_book;
pub mod terms;
pub mod views;
pub mod ways;

use std::sync::Arc;

use crate::accounts::Accounts;
use crate::bell::Bell;
use crate::clock::{Clock, Ids};
use crate::commands::Turns;
use crate::contracts::Contracts;
use crate::documents::{Documents, Files};
use crate::drafts::Drafts;
use crate::imports::{Checks, Imports};
use crate::instruments::Instruments;
use crate::introducing::RankedLists;
use crate::log::EventLog;
use crate::lone_working::LoneWorkers;
use crate::team_book::TeamBook;
use crate::terms::Terms;
use crate::views::Views;
use crate::ways::WayBook;

/// The whole application behind its ports. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where new ids come from.
    pub ids: Arc<dyn Ids>,
    /// What happened.
    pub log: Arc<dyn EventLog>,
    /// Whose turn it is, where many ask something of one record at once.
    pub turns: Turns,
    /// What can be seen.
    pub views: Arc<dyn Views>,
    /// Who signs in.
    pub accounts: Arc<dyn Accounts>,
    /// Who pays.
    pub contracts: Arc<dyn Contracts>,
    /// Lists that people bring.
    pub imports: Arc<dyn Imports>,
    /// What would become of their rows, as it was last worked out.
    pub checks: Arc<Checks>,
    /// What the things that people love are called.
    pub terms: Arc<dyn Terms>,
    /// How long the way between parts of town is.
    pub ways: Arc<dyn WayBook>,
    /// What a team lead keeps beside the log.
    pub team_book: Arc<dyn TeamBook>,
    /// Lists of who could be introduced to somebody, as they were shown.
    pub lists: Arc<dyn RankedLists>,
    /// Which questions about how life is are asked.
    pub instruments: Arc<dyn Instruments>,
    /// What is in photographs and papers.
    pub documents: Arc<dyn Documents>,
    /// Looks at files that people bring.
    pub files: Arc<dyn Files>,
    /// What people have begun to type.
    pub drafts: Arc<dyn Drafts>,
    /// How an organisation looks out for those who are out alone.
    pub lone: Arc<dyn LoneWorkers>,
    /// What rings for them outside Kith.
    pub bell: Arc<dyn Bell>,
}
