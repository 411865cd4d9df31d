//! Why an outing says no.

use thiserror::Error;

use super::going::{LONGEST_HOURS, MORE_MINUTES};
use crate::shared::ids::OutingId;

/// A reason, with its data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OutingError {
    /// Nobody went in.
    #[error("Nobody has said that they are going in")]
    NotBegun,
    /// It was begun before.
    #[error("This was begun before")]
    AlreadyBegun,
    /// They are out already.
    #[error("You are still out elsewhere. Say first that you are out and safe there")]
    AlreadyOut { outing_id: OutingId },
    /// They would be out before they are in.
    #[error("This time has passed. Say when you will be out")]
    BackBeforeNow,
    /// Longer than a day's work.
    #[error("Choose a time within the next {LONGEST_HOURS} hours")]
    TooLong,
    /// A length that is not offered.
    #[error("You can have {}, {} or {} minutes more", MORE_MINUTES[0], MORE_MINUTES[1], MORE_MINUTES[2])]
    NotOffered,
    /// It is over.
    #[error("This is over: they said that they are out, or somebody made sure")]
    AlreadyEnded,
}

impl OutingError {
    /// The field of the form that the refusal is about; `None` when it is about the whole.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::BackBeforeNow | Self::TooLong => Some("back_by"),
            Self::NotOffered => Some("minutes"),
            Self::NotBegun | Self::AlreadyBegun | Self::AlreadyOut { .. } | Self::AlreadyEnded => None,
        }
    }
}
