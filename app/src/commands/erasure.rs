//! Forgetting somebody: decided, key destroyed, marked as forgotten. Each step may be repeated, so that
//! what a crash interrupted is finished at the next start.

use domain::person::codes::ErasureGround;
use domain::person::{Person, PersonCommand};
use domain::shared::ids::{AccountId, CommandId, OrganisationId, PersonId};
use domain::shared::text::Line;

use super::work::Work;
use super::{Done, Instruction, Request, refuse};
use crate::App;
use crate::access::Viewer;
use crate::error::Refusal;
use crate::log::Append;

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
        self.ask(viewer, Request { command_id, seen: None, instruction }).await?;
        self.finish_erasure(viewer.organisation(), viewer.account(), id).await
    }

    /// Finishes what a crash interrupted. Answers how many people have been forgotten by it.
    pub async fn finish_erasures(&self) -> Result<usize, Refusal> {
        let waiting = self.views.erasures_decided().await?;
        for (organisation, decided_by, id) in &waiting {
            self.finish_erasure(*organisation, *decided_by, *id).await?;
        }
        Ok(waiting.len())
    }

    async fn finish_erasure(
        &self,
        house: OrganisationId,
        actor: AccountId,
        id: PersonId,
    ) -> Result<Done, Refusal> {
        self.log.destroy_key(id).await?;
        let mut work = Work::new(self, true);
        let person = work.load::<Person>(id, None).await?;
        if person.state.forgotten_on.is_some() {
            return Ok(Done { position: self.log.head().await?, replayed: true });
        }
        let asked = domain::shared::aggregate::Asked {
            command: PersonCommand::ConfirmForgotten,
            today: self.clock.today(),
            by: actor,
        };
        work.decide::<Person>(id, &asked).await?;
        let append = Append {
            command_id: CommandId(self.ids.next()),
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
