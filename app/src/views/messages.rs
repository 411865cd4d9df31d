//! Messages back to whoever referred somebody that are owed: of which case, about what, by when. What a message
//! said stands in the engagement alone.

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::engagement::message_back::{MessageClock, Owed};
use domain::shared::ids::{AccountId, EngagementId, OrganisationId, PersonId};
use serde::{Deserialize, Serialize};

use crate::access::Connecting;
use crate::error::Failure;

/// One engagement, as far as messages about it go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRow {
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// Which.
    pub engagement_id: EngagementId,
    /// With whom.
    pub person_id: PersonId,
    /// Who has it now.
    pub connector: Option<AccountId>,
    /// What happened and what was told.
    pub clock: MessageClock,
    /// Whether the person was forgotten: then nothing can be written any more.
    pub forgotten: bool,
    /// Whether their record was begun by mistake: then nobody waits for a word about it.
    #[serde(default)]
    pub taken_back: bool,
}

/// A message to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageOwed {
    /// About which engagement.
    pub engagement_id: EngagementId,
    /// What to call the person.
    pub called: String,
    /// What about, and by when.
    pub owed: Owed,
}

/// Queries about messages.
#[async_trait]
pub trait Messages: Send + Sync {
    /// Messages that one connector owes by a day, of cases of their own; earliest first, at most 100. None that nobody
    /// waits for any more on `today`. Anybody but a team lead is answered of their own alone.
    async fn messages_owed(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        (today, by): (NaiveDate, NaiveDate),
    ) -> Result<Vec<MessageOwed>, Failure>;
}
