//! Why two records are not put together, or not taken apart. Read by a team lead as it stands.

use chrono::NaiveDate;
use thiserror::Error;

use crate::shared::ids::{PersonId, RelationshipId};

/// Reasons.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MergingError {
    #[error("That is the same record. Choose the other one")]
    MergedWithItself,
    #[error(
        "This record was put together with another one of the same person. Open that one, or take them apart first"
    )]
    MergedAlready { into: PersonId },
    #[error("There is nothing on the other record any more that could be put together")]
    NothingToMerge,
    #[error("One of the two records is of somebody who died on {died_on}. Both stay as they are")]
    NotMergedAfterDeath { died_on: NaiveDate },
    #[error(
        "Other records were put together with the one that would go. Keep that one instead, or take them apart first"
    )]
    OthersWereTakenIn { from: PersonId },
    #[error(
        "One record is of somebody we support and the other of somebody in the community. Keep the one of somebody we \
         support: what is on it must not be everybody's"
    )]
    KeepWhomWeSupport,
    #[error(
        "So many records were put together with this one, or taken apart again, that one more would bury what it says. \
         Leave them as they are"
    )]
    TooOften,
    #[error("They were introduced to each other, so they are two people")]
    RelationshipBetweenThem { relationship_id: RelationshipId },
    #[error(
        "One of the records says that the two are not to meet, so they are two people. If that is a mistake, put it \
         right there first"
    )]
    KeptFromEachOther,
    #[error(
        "They have different NHS numbers, so they are two people, or one number is wrong. Put it right first"
    )]
    TwoNhsNumbers,
    #[error("That record was not put together with this one, or has been taken apart again")]
    NotTakenIn { from: PersonId },
    #[error("This record stands by itself already")]
    NotMerged,
}
