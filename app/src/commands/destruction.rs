//! Destroying a safeguarding concern whose time is over: decided, key destroyed, noted as destroyed. As when somebody is
//! forgotten, each step may be repeated, and what was interrupted is finished by whoever looks next: the lead who presses
//! again, the clock, the next start.

use domain::concern::{Concern, ConcernCommand, ConcernError};
use domain::shared::aggregate::Asked;
use domain::shared::ids::{AccountId, CommandId, ConcernId, OrganisationId, PersonId};

use super::access::same_house;
use super::concern::may_handle;
use super::work::Work;
use super::{ATTEMPTS, Done};
use crate::App;
use crate::access::Viewer;
use crate::clock::following_from;
use crate::error::{Failure, Refusal};

/// The view that says what is open.
const VIEW: &str = "concerns";

impl App {
    /// Whether another concern about the same person is open: it may need what is in this one. A view that stands still
    /// cannot say, and is not believed.
    pub(super) async fn another_is_open(
        &self,
        house: OrganisationId,
        concern: &Concern,
    ) -> Result<bool, Refusal> {
        if !self.views.catch_up(self.log.head().await?).await {
            return Err(Refusal::Busy);
        }
        if self.views.shown().await?.still.iter().any(|still| still.view == VIEW) {
            let failure = Failure::doing("asking whether another concern is open");
            return Err(Refusal::Failed(failure("the concerns stand still until they are rebuilt")));
        }
        Ok(self.views.is_another_open(house, concern.person_id, concern.concern_id).await?)
    }

    /// What follows a decision to destroy a concern: that it is done, by whichever way it was asked. One that was
    /// decided before and not finished is finished now.
    pub(super) async fn after_deciding_destruction(
        &self,
        viewer: &Viewer,
        id: ConcernId,
        decided: Result<Done, Refusal>,
    ) -> Result<Done, Refusal> {
        let decided = match decided {
            Ok(done) => done,
            Err(Refusal::Concern(ConcernError::Destroyed { .. })) => {
                Done { position: self.log.head().await?, replayed: true }
            }
            Err(refusal) => return Err(refusal),
        };
        let finished = self.finish_destruction(viewer.organisation(), viewer.account(), id).await?;
        Ok(finished.unwrap_or(decided))
    }

    /// Goes on with a decision that was made, for a lead who presses again where nothing can be opened any more.
    pub async fn go_on_destroying(&self, viewer: &Viewer, id: ConcernId) -> Result<Done, Refusal> {
        let decided = self.decided_for(viewer, id).await?.destruction;
        let again = decided.map(|destruction| ConcernError::Destroyed { decided_on: destruction.decided_on });
        let refusal = again.map_or(Refusal::NotFound, Refusal::Concern);
        self.after_deciding_destruction(viewer, id, Err(refusal)).await
    }

    /// Whether it was destroyed, which every safeguarding lead of the house may know.
    pub async fn is_destroyed(&self, viewer: &Viewer, id: ConcernId) -> Result<bool, Refusal> {
        Ok(self.decided_for(viewer, id).await?.destroyed_on.is_some())
    }

    async fn decided_for(&self, viewer: &Viewer, id: ConcernId) -> Result<Concern, Refusal> {
        let mut work = Work::new(self, true);
        let concern = work.load::<Concern>(id, None).await?;
        same_house(viewer, concern.organisation)?;
        may_handle(viewer, &concern)?;
        Ok((*concern.state).clone())
    }

    /// Finishes what was interrupted, or what was still needed when it was decided. Answers how many concerns have been
    /// destroyed by it; one that cannot be finished is told in the log and keeps nobody from their work.
    pub async fn finish_destructions(&self) -> Result<usize, Refusal> {
        let mut finished = 0;
        for (organisation, decided_by, id) in self.views.destructions_decided().await? {
            match self.finish_destruction(organisation, decided_by, id).await {
                Ok(Some(done)) if !done.replayed => finished += 1,
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "a destruction that was decided could not be finished"),
            }
        }
        Ok(finished)
    }

    /// Destroys the key and notes it. `None` when something that was opened since the decision needs it: it stays
    /// decided, and is finished once that is over.
    async fn finish_destruction(
        &self,
        house: OrganisationId,
        actor: AccountId,
        id: ConcernId,
    ) -> Result<Option<Done>, Refusal> {
        let concern = (*Work::new(self, true).load::<Concern>(id, None).await?.state).clone();
        if concern.destroyed_on.is_none() {
            if concern.destruction.is_none() {
                return Err(ConcernError::NotDecided.into());
            }
            if self.another_is_open(house, &concern).await? {
                return Ok(None);
            }
        }
        // The key of a concern lies among those of people, under the concern's own id.
        self.log.destroy_key(PersonId(id.uuid())).await?;
        for _ in 0..ATTEMPTS {
            // Read again, so that nothing that was known before is kept in memory.
            let mut work = Work::new(self, true);
            let concern = work.load::<Concern>(id, None).await?;
            if concern.state.destroyed_on.is_some() {
                return Ok(Some(Done { position: self.log.head().await?, replayed: true }));
            }
            let command = ConcernCommand::ConfirmDestroyed;
            let asked = Asked { command, today: self.clock.today(), by: actor };
            work.decide::<Concern>(id, &asked).await?;
            // Somebody else may be quicker: with the same, or with the person's record put together with another.
            let command = CommandId(following_from([b"destroyed", id.uuid().as_bytes()]));
            let kept = self.keep_consequence((house, actor), command, work.finish()).await?;
            if kept.is_some() {
                return Ok(kept);
            }
        }
        Err(Refusal::Busy)
    }
}
