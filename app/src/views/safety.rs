//! Safety notes that are to be looked at again: whose, about whom, by when. What they say stays on the
//! person's record; nothing of it is kept here.

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::person::SafetyKind;
use domain::shared::ids::{AccountId, OrganisationId, PersonId, SafetyNoteId};
use serde::{Deserialize, Serialize};

use crate::App;
use crate::access::Connecting;
use crate::accounts::Colleague;
use crate::error::{Failure, Refusal};

/// One note, without its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyNoteRow {
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// About whom.
    pub person_id: PersonId,
    /// Which of their notes.
    pub note_id: SafetyNoteId,
    /// How binding it is.
    pub kind: SafetyKind,
    /// Who looks at it again.
    pub owner: AccountId,
    /// By when.
    pub review_on: NaiveDate,
    /// Whether it holds: it has not ended.
    pub open: bool,
    /// The record that it came with, while that is put together with this person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_from: Option<PersonId>,
}

/// A note to look at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafetyDue {
    /// Which.
    pub note_id: SafetyNoteId,
    /// About whom.
    pub person_id: PersonId,
    /// What to call them.
    pub called: String,
    /// How binding it is.
    pub kind: SafetyKind,
    /// By when.
    pub review_on: NaiveDate,
}

impl SafetyNoteRow {
    /// The note as something to look at, about somebody who is called so.
    pub fn due(self, called: String) -> SafetyDue {
        let Self { note_id, person_id, kind, review_on, .. } = self;
        SafetyDue { note_id, person_id, called, kind, review_on }
    }
}

/// Queries about safety notes.
#[async_trait]
pub trait Safety: Send + Sync {
    /// Notes to look at again on a day or before, which the viewer owns or which are about somebody of
    /// their open cases; earliest first, at most 100. None about anybody who has died.
    async fn safety_due(&self, who: &Connecting<'_>, by: NaiveDate) -> Result<Vec<SafetyDue>, Failure>;
}

impl App {
    /// Who can keep an eye on a note about a person, because they may open the record: team leads, the
    /// viewer, and the connectors of the cases that the viewer may know of. By name.
    pub async fn watchers(&self, who: &Connecting<'_>, id: PersonId) -> Result<Vec<Colleague>, Refusal> {
        let cases = self.views.cases_of(who, id, self.clock.today()).await?;
        let works_with =
            |account: AccountId| cases.iter().any(|case| case.row.engagement.connector() == Some(account));
        let mut colleagues = self.accounts.colleagues(who).await?;
        colleagues.retain(|colleague| {
            colleague.role.leads()
                || colleague.account_id == who.account()
                || works_with(colleague.account_id)
        });
        Ok(colleagues)
    }
}
