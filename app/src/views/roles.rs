//! Roles among others as rows: whose, from which day to which. What a role is stands on the person's record alone.

use chrono::NaiveDate;
use domain::shared::ids::{OrganisationId, PersonId, RoleId};
use serde::{Deserialize, Serialize};

/// One role, without its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRow {
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// Whose role.
    pub person_id: PersonId,
    /// Which of theirs.
    pub role_id: RoleId,
    /// Its first day.
    pub began_on: NaiveDate,
    /// Its last day; `None` while it is theirs.
    pub ended_on: Option<NaiveDate>,
    /// Whether it counts: it was not taken back.
    pub counts: bool,
    /// The record that it came with, while that is put together with this person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_from: Option<PersonId>,
}
