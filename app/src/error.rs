//! Why something was not done or not shown. A refusal is an answer, not a failure: it says what was
//! wrong and leaves what was typed with whoever typed it.

use domain::concern::ConcernError;
use domain::engagement::EngagementError;
use domain::outing::OutingError;
use domain::person::PersonError;
use domain::place::PlaceError;
use domain::relationship::RelationshipError;
use thiserror::Error;

use crate::log::LogError;

/// A no, with its reason.
#[derive(Debug, Error)]
pub enum Refusal {
    /// It does not exist, or they may not know of it: the same answer for both.
    #[error("There is nothing here that you can see")]
    NotFound,
    /// Their role does not do this.
    #[error("Your role does not include this")]
    NotYours,
    /// A rule about people says no.
    #[error(transparent)]
    Person(#[from] PersonError),
    /// A rule about engagements says no.
    #[error(transparent)]
    Engagement(#[from] EngagementError),
    /// A rule about relationships says no.
    #[error(transparent)]
    Relationship(#[from] RelationshipError),
    /// A rule about safeguarding concerns says no.
    #[error(transparent)]
    Concern(#[from] ConcernError),
    /// A rule about being out alone says no.
    #[error(transparent)]
    Outing(#[from] OutingError),
    /// A rule about places says no.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// The page was opened before somebody else's change.
    #[error("Somebody else changed this while you were writing")]
    Stale {
        /// Version the page showed.
        seen: i64,
        /// Version it has now.
        now: i64,
    },
    /// The stream moved on each time while this was being decided.
    #[error("Many people are changing this just now. Please try again")]
    Busy,
    /// The command id was used for something else.
    #[error("This was sent before with other content, so it was not done again")]
    CommandReused,
    /// Nothing more can be kept about somebody who has been forgotten.
    #[error("This person has been forgotten, so nothing more can be kept about them")]
    Forgotten,
    /// Something typed was not understood.
    #[error("{message}")]
    Invalid {
        /// Which field.
        field: &'static str,
        /// Why, and what to do.
        message: String,
    },
    /// The installation is at fault, not the request.
    #[error("Kith could not do this just now")]
    Failed(#[from] Failure),
}

impl Refusal {
    /// The field that the refusal is about, named as in the command.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Person(error) => error.field(),
            Self::Engagement(error) => error.field(),
            Self::Relationship(error) => error.field(),
            Self::Concern(error) => error.field(),
            Self::Outing(error) => error.field(),
            Self::Place(error) => error.field(),
            Self::Invalid { field, .. } => Some(field),
            Self::NotFound
            | Self::NotYours
            | Self::Stale { .. }
            | Self::Busy
            | Self::CommandReused
            | Self::Forgotten
            | Self::Failed(_) => None,
        }
    }

    /// Something typed was not understood.
    pub fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid { field, message: message.into() }
    }
}

/// The installation could not do what was asked. Its cause is logged once, at the boundary.
#[derive(Debug, Error)]
#[error("{doing}")]
pub struct Failure {
    /// What was being done.
    pub doing: &'static str,
    /// Why it failed.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

impl Failure {
    /// For `map_err`: names what was being done and keeps the cause.
    pub fn doing<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
        doing: &'static str,
    ) -> impl Fn(E) -> Self {
        move |source| Self { doing, source: source.into() }
    }

    /// Every cause below it, for a log line. A reader of JSON quotes what it could not read, which may be
    /// somebody's name, and whoever passes that on quotes it too: here it only says that it did not fit.
    pub fn causes(&self) -> String {
        let first: &(dyn std::error::Error + 'static) = &*self.source;
        let chain: Vec<_> = std::iter::successors(Some(first), |error| error.source()).collect();
        let quoted = chain.iter().find_map(|error| error.downcast_ref::<serde_json::Error>());
        let words = |error: &&(dyn std::error::Error + 'static)| match quoted {
            Some(json) => error.to_string().replace(&json.to_string(), "the JSON that is there does not fit"),
            None => error.to_string(),
        };
        let mut causes: Vec<String> = chain.iter().map(words).collect();
        causes.dedup();
        causes.join(": ")
    }
}

impl From<LogError> for Refusal {
    fn from(error: LogError) -> Self {
        Self::Failed(Failure { doing: error.doing, source: error.source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Error)]
    #[error("line 7: {0}")]
    struct Quoting(#[source] serde_json::Error);

    #[test]
    fn the_causes_of_a_failure_do_not_tell_what_could_not_be_read() {
        let unread = serde_json::from_str::<u8>("\"Gordon\"").unwrap_err();
        assert!(unread.to_string().contains("Gordon"));
        let failure = Failure::doing("reading a document")(Quoting(unread));
        assert_eq!(
            failure.causes(),
            "line 7: the JSON that is there does not fit: the JSON that is there does not fit"
        );
        assert_eq!(Failure::doing("asking")("it was away").causes(), "it was away");
    }
}
