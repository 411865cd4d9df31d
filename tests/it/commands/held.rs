//! A log in which something happens in between: what is about to be kept is held back until it is let through, or the
//! connection is gone. And what is asked in that moment.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::App;
use app::commands::{Done, Instruction, Merging, Request};
use app::error::Refusal;
use app::log::{Append, AppendError, EventLog, LogError, Recorded, StreamId};
use async_trait::async_trait;
use domain::concern::ConcernCommand;
use domain::engagement::EngagementCommand;
use domain::engagement::codes::ReferralSource;
use domain::relationship::RelationshipCommand;
use domain::shared::ids::{CommandId, ConcernId, EngagementId, PersonId, RelationshipId};
use domain::{Kept, Noun};
use tests::cases::{Case, day, line};
use tests::stumbling::{Stumble, Stumbling};
use tests::{Persona, TestApp};
use tokio::sync::Notify;

/// A log that holds back what is to be kept until it is let through.
pub(super) struct Held {
    /// How many times more it holds something back.
    moments: AtomicUsize,
    /// Whether the connection is gone afterwards.
    fails: bool,
    arrived: Notify,
    go_on: Notify,
}

impl Held {
    fn new(moments: usize, fails: bool) -> Arc<Self> {
        Arc::new(Self {
            moments: AtomicUsize::new(moments),
            fails,
            arrived: Notify::new(),
            go_on: Notify::new(),
        })
    }

    async fn ask(
        self: Arc<Self>,
        app: &TestApp,
        by: Persona,
        instruction: Instruction,
        meanwhile: Vec<Meanwhile<'_>>,
    ) -> Result<Done, Refusal> {
        let log = Stumbling { log: Arc::clone(&app.wired.app.log), stumble: Arc::clone(&self) };
        let slow = App { log: Arc::new(log), ..app.wired.app.clone() };
        let viewer = app.viewer(by);
        let mut asked = std::pin::pin!(slow.ask(&viewer, request(app, instruction)));
        for happens in meanwhile {
            tokio::select! {
                done = &mut asked => return done,
                () = self.arrived.notified() => {}
            }
            happens.await;
            self.go_on.notify_one();
        }
        asked.await
    }
}

/// What happens while something is held back.
pub(super) type Meanwhile<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Asks something, and lets one thing after the other happen: each when what it leads to is about to be kept.
pub(super) async fn ask_while(
    app: &TestApp,
    by: Persona,
    instruction: Instruction,
    meanwhile: Vec<Meanwhile<'_>>,
) -> Result<Done, Refusal> {
    Held::new(meanwhile.len(), false).ask(app, by, instruction, meanwhile).await
}

/// Asks something, lets something else happen when what it leads to is about to be kept, and has the connection gone
/// as soon as it is kept.
pub(super) async fn ask_and_be_gone(
    app: &TestApp,
    by: Persona,
    instruction: Instruction,
    meanwhile: impl Future<Output = ()>,
) -> Result<Done, Refusal> {
    Held::new(1, true).ask(app, by, instruction, vec![Box::pin(meanwhile)]).await
}

#[async_trait]
impl Stumble for Held {
    async fn append(&self, log: &dyn EventLog, append: Append) -> Result<Recorded, AppendError> {
        let held = |moments: usize| moments.checked_sub(1);
        if self.moments.fetch_update(Ordering::SeqCst, Ordering::SeqCst, held).is_ok() {
            self.arrived.notify_one();
            self.go_on.notified().await;
        } else if self.fails {
            return Err(LogError { doing: "keeping what happened", source: "it is gone".into() }.into());
        }
        log.append(append).await
    }
}

pub(super) fn referral(engagement_id: EngagementId, person_id: PersonId) -> Instruction {
    let received_on = day("2026-03-12");
    let (source, reason) = (ReferralSource::College, None);
    let command = EngagementCommand::ReceiveReferral {
        engagement_id,
        person_id,
        source,
        received_on,
        reason,
        referrer: None,
        under_way_since: None,
    };
    Instruction::Engagement { id: engagement_id, command }
}

pub(super) fn worry(concern_id: ConcernId, person_id: PersonId) -> Instruction {
    let command = ConcernCommand::Report {
        concern_id,
        person_id,
        relationship_id: None,
        report: Box::default(),
        called: None,
    };
    Instruction::Concern { id: concern_id, command }
}

pub(super) fn request(app: &TestApp, instruction: Instruction) -> Request {
    Request { command_id: CommandId(app.wired.app.ids.next()), seen: None, instruction }
}

/// An idea that somebody might get on with the person of a case.
pub(super) fn idea(relationship_id: RelationshipId, case: &Case, other_id: PersonId) -> Instruction {
    let command = RelationshipCommand::Propose {
        relationship_id,
        engagement_id: case.engagement,
        person_id: case.person,
        other_id,
        shared: line("growing vegetables"),
        why: None,
        proposed_on: day("2026-02-09"),
        known: Default::default(),
    };
    Instruction::Relationship { id: relationship_id, command }
}

/// Puts two records together, as the team lead.
pub(super) async fn together(app: &TestApp, stays: PersonId, goes: PersonId) {
    let merging = Merging { stays, goes, goes_seen: None };
    app.ask(Persona::Rosa, Instruction::PutTogether(merging)).await.expect("put together");
}

/// Takes two records apart, as the team lead.
pub(super) async fn apart(app: &TestApp, stays: PersonId, goes: PersonId) {
    let merging = Merging { stays, goes, goes_seen: None };
    app.ask(Persona::Rosa, Instruction::TakeApart(merging)).await.expect("taken apart");
}

/// Who the two of a relationship are, as the log says.
pub(super) async fn between(app: &TestApp, id: RelationshipId) -> (PersonId, PersonId) {
    let loaded = app.wired.app.log.reload(StreamId::new(Noun::Relationship, id)).await.expect("the log");
    let tie = domain::relationship::Relationship::state(&loaded.state).expect("a relationship");
    (tie.person_id, tie.other_id)
}

/// About whom an engagement or a concern is, as the log says.
pub(super) async fn about(app: &TestApp, noun: Noun, id: uuid::Uuid) -> PersonId {
    let loaded = app.wired.app.log.reload(StreamId::new(noun, id)).await.expect("the log");
    match noun {
        Noun::Engagement => {
            domain::engagement::Engagement::state(&loaded.state).expect("an engagement").person_id
        }
        _ => domain::concern::Concern::state(&loaded.state).expect("a concern").person_id,
    }
}
