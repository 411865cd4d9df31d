//! How it looks and speaks HTTP: pages, the API and the `kith` command.
//!
//! Read `router` (every route is an entry in one list), `guard` (who may pass, before any handler runs),
//! `form` (what was typed is never lost) and then one page, `pages::admin::accounts`. Pages are arranged
//! by audience. Only `wiring` knows which adapters stand behind the application's ports.

pub mod api;
pub mod assets;
pub mod charts;
pub mod config;
pub mod drafts;
pub mod error;
pub mod export;
pub mod extract;
pub mod flash;
pub mod form;
pub mod format;
pub mod guard;
pub mod headers;
pub mod import;
pub mod installation;
pub mod look;
pub mod moved;
pub mod observe;
pub mod pages;
pub mod paths;
pub mod router;
pub mod sentences;
pub mod session;
pub mod site;
pub mod wiring;
