//! What can be seen. Each file is one noun of the reading side: its rows and the queries over them.
//! Every query takes the hat of who asks, and answers only what that hat may know of.

pub mod budgets;
pub mod cases;
pub mod concerns;
pub mod interval;
pub mod late;
pub mod matching;
pub mod measures;
pub mod merging;
pub mod messages;
pub mod outcomes;
pub mod outings;
pub mod people;
pub mod places;
pub mod relationships;
pub mod roles;
pub mod safety;
pub mod sessions;
pub mod team;
pub mod timeline;
pub mod today;
pub mod week;

use async_trait::async_trait;
use domain::shared::ids::{EngagementId, RelationshipId};
use uuid::Uuid;

use crate::error::Failure;

/// Every query.
pub trait Views:
    people::People
    + cases::Cases
    + sessions::Sessions
    + relationships::Relationships
    + outcomes::Outcomes
    + budgets::Budgets
    + safety::Safety
    + team::Caseloads
    + matching::Matching
    + measures::Measures
    + concerns::Concerns
    + messages::Messages
    + outings::Outings
    + late::Lates
    + places::Places
    + merging::Duplicates
    + Freshness
{
}

impl<T> Views for T where
    T: people::People
        + cases::Cases
        + sessions::Sessions
        + relationships::Relationships
        + outcomes::Outcomes
        + budgets::Budgets
        + safety::Safety
        + team::Caseloads
        + matching::Matching
        + measures::Measures
        + concerns::Concerns
        + messages::Messages
        + outings::Outings
        + late::Lates
        + places::Places
        + merging::Duplicates
        + Freshness
{
}

/// How far the views are behind the log.
#[async_trait]
pub trait Freshness: Send + Sync {
    /// Waits, for two seconds at most, until the views show everything up to `position`; answers
    /// whether they do.
    async fn catch_up(&self, position: i64) -> bool;

    /// How far the views are, each of them, and which of them stand still.
    async fn shown(&self) -> Result<Shown, Failure>;
}

/// How far the views are. Asked before figures are read: they count everything up to the position, and
/// may count what happened while they were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The position that every view has passed, also those that stand still.
    pub position: i64,
    /// Views that stopped at an event they could not take, or follow some record no further.
    pub still: Vec<Still>,
}

/// A view that stands still, in whole or for one record, until it is made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Still {
    /// Its name, as in `kith rebuild <name>`.
    pub view: &'static str,
    /// Position of the first event that it does not show.
    pub from: i64,
    /// Whether it shows nothing at all from there on; otherwise some records stand still, and others go on.
    pub whole: bool,
}

/// How an engagement is called where nobody may be named: a word of eight letters and digits.
/// It follows from the id, so it is the same in every list and export, and leads back only for those
/// who may look the id up.
pub fn reference(id: EngagementId) -> String {
    format!("E-{}", word(id.uuid()))
}

/// How a relationship is called where nobody may be named, in the same way.
pub fn tie_reference(id: RelationshipId) -> String {
    format!("R-{}", word(id.uuid()))
}

/// The last forty bits, which are random in every id.
fn word(id: Uuid) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut rest = id.as_u128();
    let mut word = String::new();
    for _ in 0..8 {
        word.push(char::from(LETTERS[(rest & 31) as usize]));
        rest >>= 5;
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_the_same_every_time_and_differs_between_engagements() {
        let id = |n: u128| EngagementId(uuid::Uuid::from_u128(n));
        assert_eq!(reference(id(7)), "E-70000000");
        assert_ne!(reference(id(7)), reference(id(8)));
        assert_eq!(tie_reference(RelationshipId(id(7).uuid())), "R-70000000");
    }
}
