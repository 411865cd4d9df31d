//! A session as the state keeps it: what became of it, each time it was moved or put right, and why.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AbsentParty, CancelledBy, SessionDetails, SessionStatus, SessionTime};
use crate::shared::ids::SeriesId;
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// A session and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// What became of it.
    pub status: SessionStatus,
    /// When and how it was, or is meant to be; corrections included.
    pub time: SessionTime,
    /// When and how it was meant to be; `None` when nobody planned it.
    pub planned: Option<SessionTime>,
    /// Where.
    pub place: Option<Personal<Line>>,
    /// What the connector wrote about it.
    pub note: Option<Personal<Words>>,
    /// What else is known of it.
    #[serde(default)]
    pub details: SessionDetails<Personal<Line>>,
    /// With which others it was planned.
    #[serde(default)]
    pub series_id: Option<SeriesId>,
    /// Each time the plan was moved, in order.
    #[serde(default)]
    pub moves: Vec<Move>,
    /// Who called it off, and when.
    pub cancellation: Option<Cancellation>,
    /// Who did not come.
    pub absent: Option<AbsentParty>,
    /// Why they did not.
    #[serde(default)]
    pub absent_because: Option<Personal<Words>>,
    /// Each time it was put right, in order.
    pub corrections: Vec<Correction>,
    /// That it did not happen at all.
    pub voiding: Option<Voiding>,
}

/// Somebody called it off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// Who.
    pub by: CancelledBy,
    /// Whole hours before it was to begin.
    pub notice_hours: u32,
    /// When.
    pub cancelled_on: NaiveDate,
    /// Why.
    pub reason: Option<Personal<Words>>,
}

/// It was meant to be at another time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// When it had been planned.
    pub was: SessionTime,
    /// Why it was moved.
    pub reason: Option<Personal<Words>>,
    /// When that was.
    pub moved_on: NaiveDate,
}

/// It had been recorded wrongly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// As it had been recorded.
    pub was: SessionTime,
    /// Where it had been recorded to be.
    #[serde(default)]
    pub was_place: Option<Personal<Line>>,
    /// What else had been recorded.
    #[serde(default)]
    pub was_details: SessionDetails<Personal<Line>>,
    /// What had been written of it, where the words were put right.
    #[serde(default)]
    pub was_note: Option<Personal<Words>>,
    /// Why it was put right.
    pub reason: Personal<Words>,
    /// When.
    pub corrected_on: NaiveDate,
}

/// It had been recorded and was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voiding {
    /// Why it was taken back.
    pub reason: Personal<Words>,
    /// When.
    pub voided_on: NaiveDate,
}
