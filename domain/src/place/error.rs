//! Why a place says no.

use chrono::NaiveDate;
use thiserror::Error;

use super::record::{ACTIVITIES_LIMIT, COST_LIMIT_PENCE, ROOM_LIMIT};
use crate::person::{DayOfWeek, SLOTS_LIMIT};
use crate::shared::calendar::DateError;

/// A reason, with its data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlaceError {
    /// Nobody has recorded it.
    #[error("Nobody has written this place down")]
    NotRecorded,
    /// It was recorded before.
    #[error("This place was written down before")]
    AlreadyRecorded,
    /// It is offered to nobody.
    #[error("This place is put away. Take it up again first")]
    PutAway,
    /// It is offered as it is.
    #[error("This place is offered already")]
    NotPutAway,
    /// A date that cannot be right.
    #[error("{problem}")]
    Date { field: &'static str, problem: DateError },
    /// Before we knew of it.
    #[error("We have known of this place since {}; this cannot have been before that", said(recorded_on))]
    BeforeRecorded { field: &'static str, on: NaiveDate, recorded_on: NaiveDate },
    /// Nothing to do there.
    #[error("Say what happens there: without it, it fits nobody")]
    NothingHappens,
    /// More than a place has.
    #[error("{count} things happen there; write down the {ACTIVITIES_LIMIT} that matter most")]
    TooMuchHappens { count: usize },
    /// More times than a week is planned by.
    #[error("These are {count} times in a week; at most {SLOTS_LIMIT} are kept")]
    TooManyTimes { count: usize },
    /// A time that is none.
    #[error("On {} it ends before it begins. Please check both times", day.label())]
    EndsBeforeItBegins { day: DayOfWeek },
    /// A price that is a slip.
    #[error("Taking part costs nothing, or up to £{}", COST_LIMIT_PENCE / 100)]
    CostOutOfRange,
    /// More people than a group takes in.
    #[error("Say how many it can welcome, up to {ROOM_LIMIT}")]
    RoomOutOfRange { room: u16 },
}

impl PlaceError {
    /// The field of the form that the refusal is about; `None` when it is about the whole.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Date { field, .. } | Self::BeforeRecorded { field, .. } => Some(field),
            Self::NothingHappens | Self::TooMuchHappens { .. } => Some("activity-1"),
            Self::TooManyTimes { .. } | Self::EndsBeforeItBegins { .. } => Some("from-1"),
            Self::CostOutOfRange => Some("cost"),
            Self::RoomOutOfRange { .. } => Some("room"),
            Self::NotRecorded | Self::AlreadyRecorded | Self::PutAway | Self::NotPutAway => None,
        }
    }
}

/// A date as people say it.
fn said(on: &NaiveDate) -> String {
    on.format("%-d %B %Y").to_string()
}
