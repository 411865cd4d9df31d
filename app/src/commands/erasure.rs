//! Forgetting somebody: decided, key destroyed, marked as forgotten. Each step may be repeated, so that
//! what was interrupted is finished by whoever looks next: the lead who asks again, the clock, the next start.

use domain::person::codes::ErasureGround;
use domain::person::{Person, PersonCommand, PersonError};
use domain::shared::aggregate::Asked;
use domain::shared::ids::{AccountId, CommandId, OrganisationId, PersonId};
use domain::shared::text::Line;

use super::work::Work;
use super::{ATTEMPTS, Done, Instruction, Request};
use crate::App;
use crate::access::Viewer;
use crate::clock::following_from;
use crate::error::Refusal;

impl App {
    /// Forgets a person everywhere, backups included. A team lead's decision.
    pub async fn forget(
        &self,
        viewer: &Viewer,
        command_id: CommandId,
        id: PersonId,
        ground: ErasureGround,
        authority: Line,
    ) -> Result<Done, Refusal> {
        let command = PersonCommand::DecideErasure { ground, authority };
        let instruction = Instruction::Person { id, command };
        self.ask(viewer, Request { command_id, seen: None, instruction }).await
    }

    /// What follows a decision to forget: that it is done, whoever asked and by whichever way. One that
    /// was decided before and not finished is finished now.
    pub(super) async fn after_deciding(
        &self,
        viewer: &Viewer,
        id: PersonId,
        decided: Result<Done, Refusal>,
    ) -> Result<Done, Refusal> {
        match decided {
            Ok(_) | Err(Refusal::Person(PersonError::ErasureDecided { .. })) => {
                self.finish_erasure(viewer.organisation(), viewer.account(), id).await
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// Finishes what a crash interrupted. Answers how many people have been forgotten by it; one that
    /// cannot be finished is told in the log and keeps nobody from their work.
    pub async fn finish_erasures(&self) -> Result<usize, Refusal> {
        let mut finished = 0;
        for (organisation, decided_by, id) in self.views.erasures_decided().await? {
            match self.finish_erasure(organisation, decided_by, id).await {
                Ok(_) => finished += 1,
                Err(error) => tracing::error!(%error, "an erasure that was decided could not be finished"),
            }
        }
        Ok(finished)
    }

    async fn finish_erasure(
        &self,
        house: OrganisationId,
        actor: AccountId,
        id: PersonId,
    ) -> Result<Done, Refusal> {
        let mut work = Work::new(self, true);
        let person = work.load::<Person>(id, None).await?;
        // Records that were put together with theirs go with them: each is sealed under a key of its own.
        let mut all: Vec<PersonId> = person.state.taken_in.iter().map(|taken| taken.from).collect();
        all.push(id);
        for one in &all {
            self.log.destroy_key(*one).await?;
            self.team_book.forget(house, *one).await?;
            self.lists.forget(house, *one).await?;
            self.documents.forget(*one).await?;
            self.drafts.forget(house, *one).await?;
        }
        for _ in 0..ATTEMPTS {
            // Read again, so that nothing that was known before is kept in memory.
            let mut work = Work::new(self, true);
            let person = work.load::<Person>(id, None).await?;
            if person.state.forgotten_on.is_some() {
                return Ok(Done { position: self.log.head().await?, replayed: true });
            }
            let command = PersonCommand::ConfirmForgotten;
            let asked = Asked { command, today: self.clock.today(), by: actor };
            for one in &all {
                work.decide::<Person>(*one, &asked).await?;
            }
            let command = CommandId(following_from([b"forgotten", id.uuid().as_bytes()]));
            if let Some(done) = self.keep_consequence((house, actor), command, work.finish()).await? {
                return Ok(done);
            }
        }
        Err(Refusal::Busy)
    }
}
