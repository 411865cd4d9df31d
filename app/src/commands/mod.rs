//! What can be done. Every request comes through [`App::ask`]: load, check who asks, fill in what the
//! rule must know, decide, append; again, a few times and in turn, when somebody else was quicker.

mod access;
mod arrival;
mod concern;
mod destruction;
mod erasure;
mod facts;
mod following;
mod instruction;
mod meet_up;
mod merging;
mod newcomer;
mod outing;
mod place;
mod taking_back;
mod turns;
mod work;

pub use arrival::{Arrival, Referral, TakenBack};
pub use instruction::{Instruction, Request};
pub use meet_up::MeetUp;
pub use merging::{Merging, Preview};
pub use newcomer::Newcomer;

use domain::concern::ConcernCommand;
use domain::engagement::Engagement;
use domain::person::{Person, PersonCommand};
use domain::relationship::Relationship;
use domain::shared::aggregate::Asked;
use domain::shared::ids::{AccountId, CommandId, OrganisationId};

use crate::App;
use crate::access::Viewer;
pub use crate::commands::turns::Turns;
use crate::commands::work::Work;
use crate::error::Refusal;
use crate::log::{Append, AppendError, Recorded, StreamAppend};

/// How often a request is decided afresh when its streams move on in between.
const ATTEMPTS: u32 = 5;

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Position of its last event; a page that follows waits until it shows this.
    pub position: i64,
    /// Whether it had been done before, under the same command id.
    pub replayed: bool,
}

/// In which organisation, and in whose name, something is done that follows by itself.
type Mover = (OrganisationId, AccountId);

impl App {
    /// Does what is asked, once, however often the same command id asks.
    #[tracing::instrument(name = "command", skip_all, fields(
        command = request.instruction.name(),
        command.id = %request.command_id,
        command.outcome = tracing::field::Empty,
    ))]
    pub async fn ask(&self, viewer: &Viewer, request: Request) -> Result<Done, Refusal> {
        let mut answer = self.decide(viewer, &request).await;
        if let Instruction::Person { id, command: PersonCommand::RemoveDocument { document_id, .. } } =
            &request.instruction
            && !matches!(answer, Err(Refusal::NotFound | Refusal::NotYours))
        {
            self.settle_unnamed(*id, *document_id).await?;
        }
        if let Instruction::Person { id, command: PersonCommand::DecideErasure { .. } } = request.instruction
        {
            answer = self.after_deciding(viewer, id, answer).await;
        }
        if let Instruction::Concern { id, command: ConcernCommand::DecideDestruction { .. } } =
            request.instruction
        {
            answer = self.after_deciding_destruction(viewer, id, answer).await;
        }
        if let Instruction::PutTogether(merging) = &request.instruction {
            answer = self.after_putting_together(viewer, request.command_id, merging, answer).await;
        }
        tracing::Span::current().record("command.outcome", outcome(&answer));
        answer
    }

    async fn decide(&self, viewer: &Viewer, request: &Request) -> Result<Done, Refusal> {
        if !request.instruction.names_its_own_record() {
            return Err(Refusal::invalid("id", "The id inside the command is not the id it is asked of"));
        }
        let fingerprint = request.instruction.fingerprint()?;
        let mut turn = None;
        for attempt in 0..ATTEMPTS {
            let mut work = Work::new(self, attempt > 0);
            if let Err(refusal) = self.plan(viewer, request, &mut work).await {
                if let Some(before) =
                    self.log.outcome(request.command_id, fingerprint).await.map_err(refuse)?
                {
                    return Ok(Done { position: before.position, replayed: true });
                }
                if work.is_certain().await? {
                    return Err(refusal);
                }
                continue;
            }
            let streams = work.finish();
            if streams.is_empty() {
                return Ok(Done { position: self.log.head().await?, replayed: true });
            }
            let begun = following::beginning(&streams);
            let append = Append {
                command_id: request.command_id,
                fingerprint,
                organisation: viewer.organisation(),
                actor: viewer.account(),
                recorded_at: self.clock.now(),
                streams,
            };
            match self.log.append(append).await {
                Ok(recorded) => {
                    drop(turn);
                    self.follow_who_went(viewer, request.command_id, &begun).await;
                    return Ok(Done { position: recorded.position, replayed: recorded.replayed });
                }
                Err(AppendError::Conflict { stream }) => {
                    // Let go of one before the next is waited for.
                    drop(turn.take());
                    turn = Some(self.turns.at(stream).await);
                }
                Err(error) => return Err(refuse(error)),
            }
        }
        Err(Refusal::Busy)
    }

    /// Puts what the request leads to into `work`.
    async fn plan(&self, viewer: &Viewer, request: &Request, work: &mut Work<'_>) -> Result<(), Refusal> {
        let seen = request.seen;
        match &request.instruction {
            Instruction::Person { id, command } => {
                let person = work.load::<Person>(*id, seen).await?;
                self.may_ask_person(viewer, *id, &person, command).await?;
                let command = self.with_person_facts(viewer, work, *id, command.clone()).await?;
                work.decide::<Person>(*id, &self.asked(viewer, command)).await
            }
            Instruction::Engagement { id, command } => {
                let engagement = work.load::<Engagement>(*id, seen).await?;
                self.may_ask_engagement(viewer, work, &engagement, command).await?;
                let command = self.with_engagement_facts(viewer, work, &engagement, command.clone()).await?;
                work.decide::<Engagement>(*id, &self.asked(viewer, command)).await
            }
            Instruction::Relationship { id, command } => {
                let relationship = work.load::<Relationship>(*id, seen).await?;
                self.may_ask_relationship(viewer, work, &relationship, command).await?;
                let command =
                    self.with_relationship_facts(viewer, work, &relationship, command.clone()).await?;
                work.decide::<Relationship>(*id, &self.asked(viewer, command)).await
            }
            Instruction::Outing { id, command } => self.plan_outing(viewer, *id, command, work).await,
            Instruction::Place { id, command } => self.plan_place(viewer, *id, command, work).await,
            Instruction::Concern { id, command } => self.plan_concern(viewer, *id, command, work).await,
            Instruction::MeetUp(meet_up) => self.plan_meet_up(viewer, meet_up, work).await,
            Instruction::Newcomer(newcomer) => self.plan_newcomer(viewer, newcomer, work).await,
            Instruction::Arrival(arrival) => self.plan_arrival(viewer, arrival, work).await,
            Instruction::TakenBack(taken) => self.plan_taking_back(viewer, taken, work).await,
            Instruction::PutTogether(merging) => self.plan_merging(viewer, (merging, seen), work).await,
            Instruction::TakeApart(merging) => self.plan_unmerging(viewer, (merging, seen), work).await,
        }
    }

    /// Keeps what follows by itself from something that was asked, once for each command id. `None` when somebody else
    /// was quicker, and it is to be decided afresh.
    async fn keep_consequence(
        &self,
        (organisation, actor): Mover,
        command_id: CommandId,
        streams: Vec<StreamAppend>,
    ) -> Result<Option<Done>, Refusal> {
        let recorded_at = self.clock.now();
        let append = Append { command_id, fingerprint: [0; 32], organisation, actor, recorded_at, streams };
        match self.log.append(append).await {
            Ok(Recorded { position, replayed }) => Ok(Some(Done { position, replayed })),
            Err(AppendError::Conflict { .. }) => Ok(None),
            Err(error) => Err(refuse(error)),
        }
    }

    /// A command with the day and who asks.
    fn asked<C>(&self, viewer: &Viewer, command: C) -> Asked<C> {
        Asked { command, today: self.clock.today(), by: viewer.account() }
    }
}

/// What became of a request, as one word for traces and counts.
fn outcome(answer: &Result<Done, Refusal>) -> &'static str {
    match answer {
        Ok(Done { replayed: false, .. }) => "done",
        Ok(Done { replayed: true, .. }) => "replayed",
        Err(Refusal::Stale { .. }) => "stale",
        Err(Refusal::Busy) => "busy",
        Err(Refusal::Failed(_)) => "failed",
        Err(_) => "refused",
    }
}

/// An append that was not made, as an answer.
fn refuse(error: AppendError) -> Refusal {
    match error {
        AppendError::Conflict { .. } => Refusal::Busy,
        AppendError::CommandReused => Refusal::CommandReused,
        AppendError::Forgotten { .. } => Refusal::Forgotten,
        AppendError::Log(error) => error.into(),
    }
}
