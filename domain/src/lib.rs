//! What is true and what is allowed: the rules of community connecting, pure and synchronous.
//!
//! Read `shared` for the values, then `person`, `engagement`, `relationship`, `concern`, `outing` and `place`: each folder is one
//! noun with its events (facts), commands (requests), state, and refusals. [`Event`] gathers the facts
//! of every noun, which is what the log keeps. `matching` has no facts of its own: it says who fits whom, and
//! which places fit.

pub mod shared;

pub mod person;

pub mod engagement;

pub mod relationship;

pub mod concern;
pub mod matching;

pub mod outing;

pub mod place;

mod event;

pub use event::{Event, Kept, Noun, State};
