//! Being out alone. Everybody goes in and out for themselves; leads, and the colleague who was asked, say what
//! was done when nothing is heard; the clock notices, once, that somebody should have been out.

use chrono::{DateTime, Utc};
use domain::outing::{Outing, OutingCommand, PassedOn};
use domain::person::Person;
use domain::shared::aggregate::Asked;
use domain::shared::ids::{AccountId, CommandId, OutingId};
use sha2::{Digest, Sha256};

use super::access::same_house;
use super::refuse;
use super::work::{Here, Work};
use crate::App;
use crate::access::{Connecting, Viewer};
use crate::bell::Why;
use crate::clock::following_from;
use crate::commands::{Instruction, Request};
use crate::error::Refusal;
use crate::log::{Append, AppendError};

/// Who says that somebody should have been out: nobody who signs in.
const THE_CLOCK: AccountId = AccountId(uuid::Uuid::nil());

impl App {
    pub(super) async fn plan_outing(
        &self,
        viewer: &Viewer,
        id: OutingId,
        command: &OutingCommand,
        work: &mut Work<'_>,
    ) -> Result<(), Refusal> {
        let who = viewer.connecting()?;
        let outing = work.load::<Outing>(id, None).await?;
        same_house(viewer, outing.organisation)?;
        let mut command = command.clone().at(self.clock.now());
        match &mut command {
            OutingCommand::Begin { person_id, colleague, grace_minutes, already, .. } => {
                if let Some(person) = *person_id {
                    let person = self.counts(work, person).await?;
                    *person_id = Some(person);
                    let known = work.load::<Person>(person, None).await?;
                    same_house(viewer, known.organisation)?;
                    self.knows(&who, person).await?;
                }
                match *colleague {
                    Some(asked) => {
                        self.is_colleague(viewer, asked).await.map_err(|refusal| match refusal {
                            Refusal::Invalid { message, .. } => Refusal::invalid("colleague", message),
                            other => other,
                        })?
                    }
                    None => self.somebody_leads(&who).await?,
                }
                *grace_minutes = self.lone.agreed(viewer.organisation()).await?.grace_minutes;
                self.views.catch_up(self.log.head().await?).await;
                *already =
                    self.views.my_outing(&who).await?.map(|row| row.outing_id).filter(|open| *open != id);
            }
            OutingCommand::Lengthen { .. }
            | OutingCommand::ComeBack { .. }
            | OutingCommand::RaiseAlarm { .. } => {
                is_theirs(&outing, outing.state.account_id == who.account())?;
            }
            OutingCommand::LookInto { .. } | OutingCommand::FindSafe { .. } => {
                // Nobody ends their own alarm: somebody else may be holding their telephone.
                let asked = outing.state.colleague == Some(who.account());
                let everybody = outing.state.passed_on == Some(PassedOn::OnCall);
                let own = outing.state.account_id == who.account();
                is_theirs(&outing, !own && (who.leads() || asked || everybody))?;
            }
            // The clock asks this, and nobody else.
            OutingCommand::NoticeOverdue { .. } => return Err(Refusal::NotYours),
        }
        work.decide::<Outing>(id, &self.asked(viewer, command)).await
    }

    /// Whoever asks no colleague is looked out for by somebody else who leads, where there is anybody to ask.
    async fn somebody_leads(&self, who: &Connecting<'_>) -> Result<(), Refusal> {
        let mut others = self.accounts.colleagues(who).await?;
        others.retain(|one| one.account_id != who.account());
        if others.is_empty() || others.iter().any(|one| one.role.leads()) {
            return Ok(());
        }
        let why = "Nobody else leads the team just now, so choose a colleague who looks out for you";
        Err(Refusal::invalid("colleague", why))
    }

    /// Says that the viewer is out. A word on the way that is their word of alarm raises it; the answer is the
    /// same either way.
    pub async fn come_back(
        &self,
        viewer: &Viewer,
        command_id: CommandId,
        id: OutingId,
        said: &str,
    ) -> Result<super::Done, Refusal> {
        let who = viewer.connecting()?;
        let said = crate::lone_working::plain(said);
        let now = DateTime::<Utc>::default();
        let command = match !said.is_empty() && self.lone.is_word(who.account(), &said).await? {
            true => OutingCommand::RaiseAlarm { now },
            false => OutingCommand::ComeBack { now },
        };
        let alarm = matches!(command, OutingCommand::RaiseAlarm { .. });
        let request = Request { command_id, seen: None, instruction: Instruction::Outing { id, command } };
        let done = self.ask(viewer, request).await?;
        if alarm && !done.replayed {
            let outing = Work::new(self, true).load::<Outing>(id, None).await?;
            self.ring(viewer.organisation(), (id, &outing.state), (Why::Alarm, None)).await;
        }
        Ok(done)
    }

    /// Notices everybody who should have been out by now, and passes it on; answers how many outings. Safe to
    /// ask as often as one likes, and from several nodes at once: each step is recorded once.
    pub async fn notice_overdue(&self) -> Result<usize, Refusal> {
        let now = self.clock.now();
        let mut noticed = 0;
        for id in self.views.outings_to_notice(now).await? {
            // One that cannot be passed on just now keeps none of the others from it.
            match self.notice(id, now).await {
                Ok(new) => noticed += usize::from(new),
                Err(_) => tracing::error!(outing = %id, "an outing that is overdue could not be passed on"),
            }
        }
        Ok(noticed)
    }

    async fn notice(&self, id: OutingId, now: DateTime<Utc>) -> Result<bool, Refusal> {
        let mut work = Work::new(self, true);
        let outing = work.load::<Outing>(id, None).await?;
        let (Some(organisation), version) = (outing.organisation, outing.version) else { return Ok(false) };
        let command = OutingCommand::NoticeOverdue { now };
        let asked = Asked { command, today: self.clock.today(), by: THE_CLOCK };
        let step = outing.state.passed_on_by(now);
        work.decide::<Outing>(id, &asked).await?;
        let streams = work.finish();
        if streams.is_empty() {
            return Ok(false);
        }
        // The same step on the same version is the same command, whichever node takes it.
        let fingerprint: [u8; 32] =
            Sha256::digest([&id.uuid().as_bytes()[..], &version.to_be_bytes()].concat()).into();
        let command_id =
            CommandId(following_from([b"overdue", id.uuid().as_bytes(), &version.to_be_bytes()]));
        let (recorded_at, actor) = (now, THE_CLOCK);
        let append = Append { command_id, fingerprint, organisation, actor, recorded_at, streams };
        match self.log.append(append).await {
            Ok(recorded) if recorded.replayed => Ok(false),
            // Whoever takes the step rings.
            Ok(_) => {
                self.ring(organisation, (id, &outing.state), (Why::Overdue, step)).await;
                Ok(true)
            }
            // Somebody was quicker: another node, or they are out. It is looked at again in a moment.
            Err(AppendError::Conflict { .. } | AppendError::CommandReused) => Ok(false),
            Err(error) => Err(refuse(error)),
        }
    }
}

/// What is not theirs does not exist.
fn is_theirs(outing: &Here<Outing>, may: bool) -> Result<(), Refusal> {
    if outing.version > 0 && may { Ok(()) } else { Err(Refusal::NotFound) }
}
