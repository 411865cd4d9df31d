//! Destroying a safeguarding concern whose time is over: decided, key destroyed, noted as destroyed. As when somebody is
//! forgotten, each step may be repeated, and what a crash interrupted is finished at the next start.

use domain::concern::{Concern, ConcernCommand, ConcernError};
use domain::shared::aggregate::Asked;
use domain::shared::ids::{AccountId, CommandId, ConcernId, OrganisationId, PersonId};

use super::work::Work;
use super::{Done, refuse};
use crate::App;
use crate::access::Viewer;
use crate::clock::following_from;
use crate::error::Refusal;
use crate::log::Append;

impl App {
    /// Whether another concern about the same person is open: it may need what is in this one.
    pub(super) async fn another_is_open(&self, viewer: &Viewer, of: &Concern) -> Result<bool, Refusal> {
        if !self.views.catch_up(self.log.head().await?).await {
            return Err(Refusal::Busy);
        }
        Ok(self.views.is_another_open(&viewer.safeguarding()?, of.person_id, of.concern_id).await?)
    }

    /// What follows a decision to destroy a concern: that it is done, by whichever way it was asked. One that was
    /// decided before and not finished is finished now.
    pub(super) async fn after_deciding_destruction(
        &self,
        viewer: &Viewer,
        id: ConcernId,
        decided: Result<Done, Refusal>,
    ) -> Result<Done, Refusal> {
        match decided {
            Ok(_) | Err(Refusal::Concern(ConcernError::Destroyed { .. })) => {
                self.finish_destruction(viewer.organisation(), viewer.account(), id).await
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// Finishes what a crash interrupted. Answers how many concerns have been destroyed by it; one that cannot be
    /// finished is told in the log and keeps nobody from their work.
    pub async fn finish_destructions(&self) -> Result<usize, Refusal> {
        let mut finished = 0;
        for (organisation, decided_by, id) in self.views.destructions_decided().await? {
            match self.finish_destruction(organisation, decided_by, id).await {
                Ok(_) => finished += 1,
                Err(error) => tracing::error!(%error, "a destruction that was decided could not be finished"),
            }
        }
        Ok(finished)
    }

    async fn finish_destruction(
        &self,
        house: OrganisationId,
        actor: AccountId,
        id: ConcernId,
    ) -> Result<Done, Refusal> {
        // The key of a concern lies among those of people, under the concern's own id.
        self.log.destroy_key(PersonId(id.uuid())).await?;
        let mut work = Work::new(self, true);
        let concern = work.load::<Concern>(id, None).await?;
        if concern.state.destroyed_on.is_some() {
            return Ok(Done { position: self.log.head().await?, replayed: true });
        }
        let command = ConcernCommand::ConfirmDestroyed;
        let asked = Asked { command, today: self.clock.today(), by: actor };
        work.decide::<Concern>(id, &asked).await?;
        let append = Append {
            command_id: CommandId(following_from([b"destroyed", id.uuid().as_bytes()])),
            fingerprint: [0; 32],
            organisation: house,
            actor,
            recorded_at: self.clock.now(),
            streams: work.finish(),
        };
        let recorded = self.log.append(append).await.map_err(refuse)?;
        Ok(Done { position: recorded.position, replayed: false })
    }
}
