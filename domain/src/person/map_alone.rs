//! Whether everybody in somebody's life is paid to be in it: the one thing about a map that must not be missed.
//! People only hoped for, and pets, are neither.

use super::{RelationshipMap, Ring, TieKind};

impl RelationshipMap {
    /// Whether everybody on it is paid; `None` once the person has been forgotten. A map without anybody says
    /// nothing about anybody, so it answers no.
    pub fn is_only_paid(&self) -> Option<bool> {
        let unpaid = self.unpaid_size()?;
        let there = |ring: Ring, tie: TieKind| ring != Ring::Possible && tie != TieKind::Pet;
        let anybody = self.entries().iter().any(|entry| there(entry.ring, entry.tie));
        Some(unpaid == 0 && anybody)
    }
}
