//! What a team lead keeps beside the log, in tables: settings, notes of supervision, samples of records. What
//! somebody wrote is sealed under the installation's key; numbers, days and verdicts stand in clear.

mod samples;
mod settings;
mod supervisions;

use app::access::Connecting;
use app::error::Failure;
use app::team_book::TeamBook;
use app::team_book::capacity::Capacity;
use app::team_book::sampling::{Checked, Sample};
use app::team_book::supervision::{LastHeld, Supervision};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::shared::ids::{AccountId, EngagementId, OrganisationId, PersonId, SampleId, SupervisionId};

use crate::database::Database;
use crate::safe::Safe;

/// The book of every organisation, in either database.
#[derive(Clone)]
pub struct SqlTeamBook {
    database: Database,
    safe: Safe,
}

impl SqlTeamBook {
    /// The book of a database whose migrations have run.
    pub fn new(database: Database, safe: Safe) -> Self {
        Self { database, safe }
    }
}

#[async_trait]
impl TeamBook for SqlTeamBook {
    async fn capacities(&self, who: &Connecting<'_>) -> Result<Vec<(AccountId, Capacity)>, Failure> {
        settings::capacities(self, who).await
    }

    async fn set_capacity(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        capacity: Capacity,
        at: DateTime<Utc>,
    ) -> Result<(), Failure> {
        settings::set_capacity(self, who, of, capacity, at).await
    }

    async fn needs_agreement(&self, organisation: OrganisationId) -> Result<bool, Failure> {
        settings::needs_agreement(self, organisation).await
    }

    async fn set_needs_agreement(
        &self,
        who: &Connecting<'_>,
        needed: bool,
        at: DateTime<Utc>,
    ) -> Result<(), Failure> {
        settings::set_needs_agreement(self, who, needed, at).await
    }

    async fn supervisions(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
    ) -> Result<Vec<Supervision>, Failure> {
        supervisions::page(self, who, of, (0, supervisions::LATEST)).await
    }

    async fn supervisions_from(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        part: (i64, i64),
    ) -> Result<Vec<Supervision>, Failure> {
        supervisions::page(self, who, of, part).await
    }

    async fn supervisions_counted(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
    ) -> Result<i64, Failure> {
        supervisions::counted(self, who, of).await
    }

    async fn last_supervisions(&self, who: &Connecting<'_>) -> Result<Vec<LastHeld>, Failure> {
        supervisions::last_held(self, who).await
    }

    async fn supervision(
        &self,
        who: &Connecting<'_>,
        id: SupervisionId,
    ) -> Result<Option<Supervision>, Failure> {
        supervisions::one(self, who, id).await
    }

    async fn keep_supervision(&self, who: &Connecting<'_>, note: &Supervision) -> Result<(), Failure> {
        supervisions::keep(self, who, note).await
    }

    async fn samples(&self, who: &Connecting<'_>) -> Result<Vec<Sample>, Failure> {
        samples::latest(self, who).await
    }

    async fn sample(&self, who: &Connecting<'_>, id: SampleId) -> Result<Option<Sample>, Failure> {
        samples::one(self, who, id).await
    }

    async fn keep_sample(&self, who: &Connecting<'_>, sample: &Sample) -> Result<(), Failure> {
        samples::keep(self, who, sample).await
    }

    async fn keep_checked(
        &self,
        who: &Connecting<'_>,
        sample: SampleId,
        engagement: EngagementId,
        checked: &Checked,
    ) -> Result<(), Failure> {
        samples::keep_checked(self, who, (sample, engagement), checked).await
    }

    async fn forget(&self, house: OrganisationId, person: PersonId) -> Result<(), Failure> {
        samples::forget(self, house, person).await
    }
}
