//! People as connectors see them: who they are, how to communicate with them, what they love, who is in
//! their life.

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::person::codes::{CommunicationNeed, PersonKind};
use domain::person::records::Details;
use domain::person::{AskAgain, Person};
use domain::shared::ids::{AccountId, DocumentId, OrganisationId, PersonId};
use domain::shared::text::Line;
use serde::{Deserialize, Serialize};

use crate::access::Connecting;
use crate::error::Failure;

/// One person's record, folded from their stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// Who began the record, and so may see it before there is an engagement.
    pub registered_by: AccountId,
    /// Events so far: what a form carries so that a stale page is noticed.
    pub version: i64,
    /// Position of the last of them: whoever keeps something of this row beside it knows what is new.
    pub changed_at: i64,
    /// Who decided that they are to be forgotten, until they are.
    pub erasure_by: Option<AccountId>,
    /// The record.
    pub person: Person,
}

/// Enough of a person for a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSummary {
    /// Who.
    pub person_id: PersonId,
    /// Why Kith knows them.
    pub kind: PersonKind,
    /// Their name; "Somebody forgotten" once they are.
    pub name: String,
    /// What to call them.
    pub called: String,
    /// Date of birth, when known.
    pub born_on: Option<NaiveDate>,
    /// Part of town, when known.
    pub area: Option<String>,
    /// How to communicate with them.
    pub needs: Vec<CommunicationNeed>,
    /// What they love or offer, in a few words each.
    pub interests: Vec<String>,
    /// Whether they have said that they do not want to be introduced to anybody.
    #[serde(default)]
    pub refuses_introductions: bool,
}

/// Somebody found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Who.
    pub person: PersonSummary,
    /// Not spelt as was typed, but nearly.
    pub near: bool,
}

/// Something to ask a person again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// Whom.
    pub person_id: PersonId,
    /// What to call them.
    pub called: String,
    /// The day until which it holds, or since which they could be asked.
    pub on: NaiveDate,
    /// What.
    pub what: AskAgain,
}

/// Queries about people.
#[async_trait]
pub trait People: Send + Sync {
    /// One person, if the viewer may know of them: a connector of those they registered or work with,
    /// and of the community members of their organisation.
    async fn person(&self, who: &Connecting<'_>, id: PersonId) -> Result<Option<PersonRow>, Failure>;

    /// Whether the viewer may know of a person.
    async fn knows(&self, who: &Connecting<'_>, id: PersonId) -> Result<bool, Failure>;

    /// People of the whole organisation who may be the same as the one about to be registered, as
    /// [`crate::alike::Marks::looks_like`] says. At most 5, by name.
    async fn alike(&self, who: &Connecting<'_>, details: &Details) -> Result<Vec<PersonSummary>, Failure>;

    /// Who in the whole organisation has this NHS number, digits alone, on record.
    async fn with_nhs_number(&self, who: &Connecting<'_>, number: &Line)
    -> Result<Option<PersonId>, Failure>;

    /// Position of the last thing that happened to anybody on record, as far as these rows show it; 0 for nothing.
    async fn people_changed_at(&self) -> Result<i64, Failure>;

    /// People the viewer may know of whose name, nickname, part of town or interest answers to each of the
    /// words typed, best first, at most `limit`. When nobody is spelt so, those who nearly are.
    async fn find(&self, who: &Connecting<'_>, typed: &str, limit: usize) -> Result<Vec<Found>, Failure>;

    /// Everybody the viewer may know of, by name, at most `limit`.
    async fn everybody(&self, who: &Connecting<'_>, limit: i64) -> Result<Vec<PersonSummary>, Failure>;

    /// These people, as far as the viewer may know of them, in no order. At most 1,000.
    async fn people_named(
        &self,
        who: &Connecting<'_>,
        ids: &[PersonId],
    ) -> Result<Vec<PersonSummary>, Failure>;

    /// The photographs that stand for these people on a day, of those who have one and agree to it, as far as
    /// the viewer may know of them. At most 1,000.
    async fn faces(
        &self,
        who: &Connecting<'_>,
        ids: &[PersonId],
        today: NaiveDate,
    ) -> Result<Vec<(PersonId, DocumentId)>, Failure>;

    /// Supported people whom the viewer registered and for whom nobody has taken in a referral yet, by
    /// name, at most 20.
    async fn not_referred(&self, who: &Connecting<'_>) -> Result<Vec<PersonSummary>, Failure>;

    /// Community members of the organisation, by name.
    async fn community(&self, who: &Connecting<'_>) -> Result<Vec<PersonSummary>, Failure>;

    /// What has to be asked again by a day, of the people of the viewer's own open cases; at most 100 people.
    async fn to_ask_again(&self, who: &Connecting<'_>, by: NaiveDate) -> Result<Vec<Asking>, Failure>;

    /// People whose erasure was decided and not finished: whose data, who decided it, whom. Asked by the
    /// installation itself at its start.
    async fn erasures_decided(&self) -> Result<Vec<(OrganisationId, AccountId, PersonId)>, Failure>;
}
