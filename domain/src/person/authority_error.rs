//! Why somebody may not decide for another. Read by a connector as it stands.

use chrono::NaiveDate;
use thiserror::Error;

use crate::shared::ids::SupporterId;

/// Reasons.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AuthorityError {
    #[error(
        "Only of an attorney or deputy is it written down what they may decide. If they are one, add them anew as that"
    )]
    DecidesNothingForThem { supporter_id: SupporterId },
    #[error("Say over what they may decide: health and welfare, property and money, or both")]
    OverNothing,
    #[error(
        "An enduring power is over property and money alone. For health and welfare it takes a lasting power or a deputy"
    )]
    EnduringPowerIsOverProperty,
    #[error("It was decided in their best interests, so nobody answered for them. Leave out who did")]
    DecidedAndAnswered { supporter_id: SupporterId },
    #[error("It is not on record that they may decide this. Write down first what they may decide")]
    MayNotAnswerForThem { supporter_id: SupporterId },
    #[error("They are not on record as being there for them on {on}. Please check the day")]
    NotThereThen { supporter_id: SupporterId, on: NaiveDate },
}

impl AuthorityError {
    /// The field that the refusal is about, named as in the command.
    pub fn field(&self) -> &'static str {
        match self {
            Self::OverNothing | Self::EnduringPowerIsOverProperty => "scopes",
            Self::DecidesNothingForThem { .. } => "supporter_id",
            Self::DecidedAndAnswered { .. }
            | Self::MayNotAnswerForThem { .. }
            | Self::NotThereThen { .. } => "given_by",
        }
    }
}
