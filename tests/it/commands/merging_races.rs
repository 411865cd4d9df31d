//! What is begun for a record in the very moment in which it is put together with another one ends up with the record
//! that stays, whichever of the two is kept first and whether or not the sweep of the one sees the other.

use std::sync::Arc;

use app::App;
use app::commands::{Instruction, Merging, Request};
use app::log::{Append, AppendError, Envelope, EventLog, Loaded, LogError, Recorded, StreamId};
use async_trait::async_trait;
use domain::concern::ConcernCommand;
use domain::engagement::EngagementCommand;
use domain::engagement::codes::ReferralSource;
use domain::shared::ids::{CommandId, ConcernId, EngagementId, PersonId};
use domain::{Kept, Noun};
use tests::cases::day;
use tests::folded::every_model_is_what_the_log_says;
use tests::{Persona, TestApp, on_both_databases};
use tokio::sync::Notify;

/// A log that holds what begins an engagement or a concern back until it is let through.
struct Held {
    log: Arc<dyn EventLog>,
    arrived: Notify,
    go_on: Notify,
}

#[async_trait]
impl EventLog for Held {
    async fn load(&self, stream: StreamId) -> Result<Loaded, LogError> {
        self.log.load(stream).await
    }
    async fn reload(&self, stream: StreamId) -> Result<Loaded, LogError> {
        self.log.reload(stream).await
    }
    async fn outcome(&self, id: CommandId, digest: [u8; 32]) -> Result<Option<Recorded>, AppendError> {
        self.log.outcome(id, digest).await
    }
    async fn append(&self, append: Append) -> Result<Recorded, AppendError> {
        if append.streams.iter().any(|part| part.expected == 0) {
            self.arrived.notify_one();
            self.go_on.notified().await;
        }
        self.log.append(append).await
    }
    async fn feed(&self, after: i64, limit: i64) -> Result<Vec<Envelope>, LogError> {
        self.log.feed(after, limit).await
    }
    async fn history(
        &self,
        streams: &[StreamId],
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Envelope>, LogError> {
        self.log.history(streams, before, limit).await
    }
    async fn head(&self) -> Result<i64, LogError> {
        self.log.head().await
    }
    async fn destroy_key(&self, subject: PersonId) -> Result<(), LogError> {
        self.log.destroy_key(subject).await
    }
}

fn referral(engagement_id: EngagementId, person_id: PersonId) -> Instruction {
    let received_on = day("2026-03-12");
    let (source, reason) = (ReferralSource::College, None);
    let command =
        EngagementCommand::ReceiveReferral { engagement_id, person_id, source, received_on, reason };
    Instruction::Engagement { id: engagement_id, command }
}

fn worry(concern_id: ConcernId, person_id: PersonId) -> Instruction {
    let command = ConcernCommand::Report {
        concern_id,
        person_id,
        relationship_id: None,
        report: Box::default(),
        called: None,
    };
    Instruction::Concern { id: concern_id, command }
}

fn request(app: &TestApp, instruction: Instruction) -> Request {
    Request { command_id: CommandId(app.wired.app.ids.next()), seen: None, instruction }
}

/// About whom an engagement or a concern is, as the log says.
async fn about(app: &TestApp, noun: Noun, id: uuid::Uuid) -> PersonId {
    let loaded = app.wired.app.log.reload(StreamId::new(noun, id)).await.expect("the log");
    match noun {
        Noun::Engagement => {
            domain::engagement::Engagement::state(&loaded.state).expect("an engagement").person_id
        }
        _ => domain::concern::Concern::state(&loaded.state).expect("a concern").person_id,
    }
}

on_both_databases! {
    async fn what_was_decided_before_and_is_kept_after_all_was_moved_follows_by_itself(db) {
        let app = TestApp::begin(db).await;
        app.case(Persona::Amina, "Zara Quill", app.contracts[0].contract_id).await;
        let one = app.register(Persona::Amina, "Gordon Wells").await;
        let two = app.register(Persona::Ben, "Gordun Wels").await;
        let held = Arc::new(Held {
            log: Arc::clone(&app.wired.app.log),
            arrived: Notify::new(),
            go_on: Notify::new(),
        });
        let slow = App { log: Arc::clone(&held) as Arc<dyn EventLog>, ..app.wired.app.clone() };
        let (engagement, concern): (EngagementId, ConcernId) = (app.id(), app.id());
        let ben = app.viewer(Persona::Ben);
        for instruction in [referral(engagement, two), worry(concern, two)] {
            let asked = slow.ask(&ben, request(&app, instruction));
            let meanwhile = async {
                held.arrived.notified().await;
                let merging = Merging { stays: one, goes: two, goes_seen: None };
                app.ask(Persona::Rosa, Instruction::PutTogether(merging)).await.expect("put together");
                held.go_on.notify_one();
            };
            let (done, ()) = tokio::join!(asked, meanwhile);
            done.expect("it is kept");
            assert_eq!(about(&app, Noun::Engagement, engagement.uuid()).await, one);
            if app.wired.app.log.reload(StreamId::new(Noun::Concern, concern)).await.expect("the log").version > 0 {
                assert_eq!(about(&app, Noun::Concern, concern.uuid()).await, one);
            }
            let apart = Merging { stays: one, goes: two, goes_seen: None };
            app.ask(Persona::Rosa, Instruction::TakeApart(apart)).await.expect("taken apart");
        }
        assert_eq!(about(&app, Noun::Engagement, engagement.uuid()).await, two, "taken apart it is the other’s again");
        assert_eq!(about(&app, Noun::Concern, concern.uuid()).await, two);
        let merging = Merging { stays: one, goes: two, goes_seen: None };
        app.ask(Persona::Rosa, Instruction::PutTogether(merging)).await.expect("put together once more");
        assert_eq!(about(&app, Noun::Concern, concern.uuid()).await, one);
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn however_they_race_nothing_is_left_with_the_record_that_went(db) {
        let app = TestApp::begin(db).await;
        app.case(Persona::Amina, "Zara Quill", app.contracts[0].contract_id).await;
        let (rosa, ben) = (app.viewer(Persona::Rosa), app.viewer(Persona::Ben));
        for round in 0..8 {
            let one = app.register(Persona::Amina, &format!("Gordon Wells {round}")).await;
            let two = app.register(Persona::Ben, &format!("Gordun Wels {round}")).await;
            let merging = Merging { stays: one, goes: two, goes_seen: None };
            let together = request(&app, Instruction::PutTogether(merging));
            let ids: Vec<EngagementId> = (0..6).map(|_| app.id()).collect();
            let referrals: Vec<Request> = ids.iter().map(|id| request(&app, referral(*id, two))).collect();
            let mut racing = tokio::task::JoinSet::new();
            for (place, asked) in referrals.into_iter().enumerate() {
                let (app, ben) = (app.wired.app.clone(), ben.clone());
                racing.spawn(async move {
                    tokio::time::sleep(std::time::Duration::from_millis(place as u64)).await;
                    app.ask(&ben, asked).await.is_ok()
                });
            }
            app.wired.app.ask(&rosa, together).await.expect("put together");
            let kept = racing.join_all().await.into_iter().filter(|kept| *kept).count();
            assert!(kept <= ids.len());
            for id in ids {
                let stream = StreamId::new(Noun::Engagement, id);
                let loaded = app.wired.app.log.reload(stream).await.expect("the log");
                if loaded.version > 0 {
                    assert_eq!(about(&app, Noun::Engagement, id.uuid()).await, one, "round {round}");
                }
            }
        }
        assert!(app.wired.app.views.catch_up(app.wired.app.log.head().await.expect("a head")).await);
        every_model_is_what_the_log_says(&app.wired).await;
    }
}
