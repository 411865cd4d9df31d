//! What a team lead keeps beside the log: how much each colleague can take, whether early endings and more
//! time need an agreement, notes of supervision, and samples of records that were looked through. Rows, not
//! events: nothing of it says what happened to anybody, and no figure rests on it.
//!
//! What somebody wrote is sealed by the adapter under the installation's key.

pub mod capacity;
pub mod moving;
pub mod sampling;
pub mod supervision;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::shared::ids::{AccountId, EngagementId, OrganisationId, PersonId, SampleId, SupervisionId};

use crate::App;
use crate::access::Connecting;
use crate::error::{Failure, Refusal};

use self::capacity::Capacity;
use self::sampling::{Checked, Sample};
use self::supervision::{LastHeld, Supervision};

/// Where all of it is kept.
#[async_trait]
pub trait TeamBook: Send + Sync {
    /// What was said of each colleague; of whom nothing was said the default holds.
    async fn capacities(&self, who: &Connecting<'_>) -> Result<Vec<(AccountId, Capacity)>, Failure>;

    /// Says how much a colleague can take.
    async fn set_capacity(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        capacity: Capacity,
        at: DateTime<Utc>,
    ) -> Result<(), Failure>;

    /// Whether a team lead has to agree to more time and to early endings; no until somebody says so.
    async fn needs_agreement(&self, organisation: OrganisationId) -> Result<bool, Failure>;

    /// Says it.
    async fn set_needs_agreement(
        &self,
        who: &Connecting<'_>,
        needed: bool,
        at: DateTime<Utc>,
    ) -> Result<(), Failure>;

    /// The latest 200 notes of supervision that the viewer may read, newest first: a team lead the whole
    /// organisation's, a connector their own.
    async fn supervisions(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
    ) -> Result<Vec<Supervision>, Failure>;

    /// A page of the same: how many to leave out at its beginning, and how many to read at most.
    async fn supervisions_from(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        part: (i64, i64),
    ) -> Result<Vec<Supervision>, Failure>;

    /// How many there are in all.
    async fn supervisions_counted(&self, who: &Connecting<'_>, of: Option<AccountId>)
    -> Result<i64, Failure>;

    /// Of each colleague whose notes the viewer may read, when the last one was held and when they sit together
    /// again.
    async fn last_supervisions(&self, who: &Connecting<'_>) -> Result<Vec<LastHeld>, Failure>;

    /// One of them.
    async fn supervision(
        &self,
        who: &Connecting<'_>,
        id: SupervisionId,
    ) -> Result<Option<Supervision>, Failure>;

    /// Keeps one as it now is.
    async fn keep_supervision(&self, who: &Connecting<'_>, note: &Supervision) -> Result<(), Failure>;

    /// The latest 100 samples of the organisation, newest first, with their cases and what was found, but without what
    /// was written beside it: a list says none of that.
    async fn samples(&self, who: &Connecting<'_>) -> Result<Vec<Sample>, Failure>;

    /// One of them.
    async fn sample(&self, who: &Connecting<'_>, id: SampleId) -> Result<Option<Sample>, Failure>;

    /// Keeps a sample that was drawn; of an id that is there already nothing is changed.
    async fn keep_sample(&self, who: &Connecting<'_>, sample: &Sample) -> Result<(), Failure>;

    /// Keeps what was found in one of its cases.
    async fn keep_checked(
        &self,
        who: &Connecting<'_>,
        sample: SampleId,
        engagement: EngagementId,
        checked: &Checked,
    ) -> Result<(), Failure>;

    /// Empties what was written about the records of somebody who is forgotten; what was found stays counted.
    async fn forget(&self, house: OrganisationId, person: PersonId) -> Result<(), Failure>;
}

impl App {
    /// Refuses whoever does not lead.
    pub(crate) fn leads(who: &Connecting<'_>) -> Result<(), Refusal> {
        if who.leads() { Ok(()) } else { Err(Refusal::NotYours) }
    }

    /// Whether a team lead has to agree to more time and to early endings in the viewer's organisation.
    pub async fn needs_agreement(&self, who: &Connecting<'_>) -> Result<bool, Failure> {
        self.team_book.needs_agreement(who.organisation()).await
    }

    /// Says whether one has to.
    pub async fn set_needs_agreement(&self, who: &Connecting<'_>, needed: bool) -> Result<(), Refusal> {
        Self::leads(who)?;
        Ok(self.team_book.set_needs_agreement(who, needed, self.clock.now()).await?)
    }
}
