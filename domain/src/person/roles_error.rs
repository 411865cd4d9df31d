//! Why nothing becomes of a role among others. Read by a connector as it stands.

use chrono::NaiveDate;
use thiserror::Error;

use super::roles::MOST_WEEKLY_MINUTES;
use crate::shared::ids::RoleId;

/// Reasons.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RoleError {
    #[error("There is no such role on this record")]
    Unknown { role_id: RoleId },
    #[error("This role has been written down already")]
    AlreadyTakenUp { role_id: RoleId },
    #[error("This role ended on {ended_on}. If they took it up again, write it down as a new one")]
    Ended { role_id: RoleId, ended_on: NaiveDate },
    #[error("This role was taken back on {taken_back_on} as recorded by mistake")]
    TakenBack { role_id: RoleId, taken_back_on: NaiveDate },
    #[error("{on} is before what is known of the role, on {last_on}. Please check the date")]
    Before { field: &'static str, on: NaiveDate, last_on: NaiveDate },
    #[error("A role takes from 1 minute to {} hours a week. Please check it", MOST_WEEKLY_MINUTES / 60)]
    HoursOutOfRange { minutes: i64 },
}

impl RoleError {
    /// The field that the refusal is about, named as in the command.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Before { field, .. } => field,
            Self::HoursOutOfRange { .. } => "minutes_per_week",
            Self::Unknown { .. }
            | Self::AlreadyTakenUp { .. }
            | Self::Ended { .. }
            | Self::TakenBack { .. } => "role_id",
        }
    }
}
