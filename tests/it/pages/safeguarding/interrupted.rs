//! What was decided and not done: a page that was closed, a crash, something that was opened meanwhile. It is finished by
//! whoever looks next, and never left out of everybody's sight.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use app::commands::Instruction;
use app::error::Refusal;
use app::log::{Append, AppendError, EventLog, Recorded};
use async_trait::async_trait;
use domain::Event;
use domain::concern::{Closing, ConcernCommand, ConcernEvent};
use domain::shared::ids::{ConcernId, PersonId};
use tests::cases::words;
use tests::folded::every_model_is_what_the_log_says;
use tests::stumbling::{Stumble, Stumbling};
use tests::{Persona, TestApp, on_both_databases};
use tokio::sync::Notify;
use web::router::router;

use super::retention::{closed_and_then, decided_and_no_more, destroy, happened, in_the_log, sent};
use super::{SECRETS, lead};

/// A log that stops once a decision to destroy something is kept, until it is told to go on.
struct Held {
    reached: Notify,
    go: Notify,
}

impl Held {
    /// Put beneath an application.
    fn beneath(app: &mut TestApp) -> Arc<Self> {
        let held = Arc::new(Self { reached: Notify::new(), go: Notify::new() });
        let log = Arc::clone(&app.wired.app.log);
        app.wired.app.log = Arc::new(Stumbling { log, stumble: Arc::clone(&held) });
        app.router = router(app.wired.site());
        held
    }
}

#[async_trait]
impl Stumble for Held {
    async fn append(&self, log: &dyn EventLog, append: Append) -> Result<Recorded, AppendError> {
        let events = append.streams.iter().flat_map(|stream| &stream.events);
        let decides = events
            .filter(|event| matches!(event, Event::Concern(ConcernEvent::DestructionDecided { .. })))
            .count();
        let recorded = log.append(append).await;
        if decides > 0 {
            self.reached.notify_one();
            self.go.notified().await;
        }
        recorded
    }
}

/// Waits, for ten seconds at most, until it is destroyed.
async fn gone(app: &TestApp, id: ConcernId) -> bool {
    for _ in 0..200 {
        if in_the_log(app, id).await.contains("ConcernDestroyed") {
            return !in_the_log(app, id).await.contains(SECRETS[0]);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

async fn report(app: &TestApp, person_id: PersonId) -> ConcernId {
    let concern_id = app.id();
    let report = ConcernCommand::Report {
        concern_id,
        person_id,
        relationship_id: None,
        report: Box::default(),
        called: None,
    };
    app.ask(Persona::Rosa, Instruction::Concern { id: concern_id, command: report }).await.expect("told");
    concern_id
}

const YES: [(&str, &str); 2] = [("ground", "time_over"), ("sure", "yes")];

on_both_databases! {
    async fn a_page_that_is_closed_once_it_is_decided_leaves_nothing_half_done(db) {
        let mut app = TestApp::begin(db).await;
        let (_, id, _) = closed_and_then(&app, "2036-03-12").await;
        let held = Held::beneath(&mut app);
        let mut grace = lead(&app).await;
        tokio::select! {
            answer = sent(&mut grace, id, &YES) => panic!("answered: {}", answer.words()),
            () = held.reached.notified() => {}
        }
        // Nobody waits for the answer any more.
        held.go.notify_one();
        assert!(gone(&app, id).await, "{}", in_the_log(&app, id).await);
    }

    async fn pressed_again_it_is_finished_and_answered_as_done(db) {
        let app = TestApp::begin(db).await;
        let (_, id, mut grace) = closed_and_then(&app, "2036-03-12").await;
        let page = format!("/safeguarding/{id}/destruction");
        let hidden = grace.get(&page).await.hidden(&page);
        let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.retain(|(name, _)| *name != "csrf");
        fields.extend(YES);
        decided_and_no_more(&app, id).await;
        let said = grace.get("/safeguarding").await.words();
        assert!(said.contains("Decided, and not destroyed yet") && said.contains("Grace North decided on 12 March 2036"), "{said}");
        let mut rosa = app.signed_in(Persona::Rosa).await;
        assert!(matches!(rosa.post(&page, &YES).await.status, 403 | 404));
        assert!(in_the_log(&app, id).await.contains(SECRETS[0]));
        for _ in 0..2 {
            let done = grace.post(&page, &fields).await;
            assert_eq!((done.status, done.location()), (303, "/safeguarding"), "{}", done.words());
            assert!(grace.get("/safeguarding").await.words().contains("It is destroyed. Nobody can read it any more."));
        }
        assert!(gone(&app, id).await);
        assert_eq!(in_the_log(&app, id).await.matches("ConcernDestroyed").count(), 1);
        assert!(!grace.get("/safeguarding").await.words().contains("Decided, and not destroyed yet"));
    }

    async fn what_is_decided_and_not_done_is_finished_while_it_runs(db) {
        let app = TestApp::begin(db).await;
        let (_, id, _) = closed_and_then(&app, "2036-03-12").await;
        decided_and_no_more(&app, id).await;
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let gone = tokio::select! {
            served = web::wiring::serve::serve_wired(&app.wired, anywhere, |_| {}) => panic!("stopped: {served:?}"),
            gone = gone(&app, id) => gone,
        };
        assert!(gone, "{}", in_the_log(&app, id).await);
    }

    async fn what_is_told_between_the_decision_and_the_key_holds_it_back_until_it_is_over(db) {
        let mut app = TestApp::begin(db).await;
        let (person, id, _) = closed_and_then(&app, "2036-03-12").await;
        let held = Held::beneath(&mut app);
        let mut grace = lead(&app).await;
        let told = async {
            held.reached.notified().await;
            let other = report(&app, person).await;
            held.go.notify_one();
            other
        };
        let (answer, other) = tokio::join!(sent(&mut grace, id, &YES), told);
        assert_eq!(answer.status, 303, "{}", answer.words());
        let said = grace.get("/safeguarding").await.words();
        assert!(said.contains("It is decided, and nobody opens it any more") && said.contains("Decided, and not destroyed yet"), "{said}");
        assert_eq!(app.wired.app.finish_destructions().await.expect("it waits"), 0);
        assert!(in_the_log(&app, id).await.contains(SECRETS[0]), "its key is there");
        let closing = Closing { words: words("It was nothing"), asked: None, met: None, safer: None, listened: None };
        let settle = ConcernCommand::Settle { closing: Box::new(closing), settled_on: app.today() };
        for command in [ConcernCommand::TakeOver, settle] {
            app.ask(Persona::Grace, Instruction::Concern { id: other, command }).await.expect("dealt with");
        }
        assert_eq!(app.wired.app.finish_destructions().await.expect("finished"), 1);
        assert!(gone(&app, id).await);
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn where_nobody_can_say_what_is_open_nothing_is_destroyed(db) {
        let app = TestApp::begin(db).await;
        let (_, id, _) = closed_and_then(&app, "2036-03-12").await;
        // The view follows this one no further: it does not know what it is.
        happened(&app, app.id(), [ConcernEvent::ConcernRead { read_on: app.today() }]).await;
        let refused = app.ask(Persona::Grace, Instruction::Concern { id, command: destroy() }).await;
        assert!(matches!(refused, Err(Refusal::Failed(_))), "{refused:?}");
        assert!(!in_the_log(&app, id).await.contains("DestructionDecided"));
        decided_and_no_more(&app, id).await;
        assert_eq!(app.wired.app.finish_destructions().await.expect("it waits"), 0);
        assert!(in_the_log(&app, id).await.contains(SECRETS[0]), "its key is there");
    }

    async fn what_others_were_asked_to_heed_goes_with_it_also_where_the_view_stands_still(db) {
        let app = TestApp::begin(db).await;
        let (case, id) = super::told(&app).await;
        let mut grace = lead(&app).await;
        super::step(&mut grace, id, "banner", &[("reach", "Grace, 0191 496 0123"), ("until_on", "2026-04-12")]).await;
        let amina = app.viewer(Persona::Amina);
        let who = amina.connecting().expect("a connector");
        let heeded = async || app.wired.app.views.heeded(&who, case.person, app.today()).await.expect("the view");
        assert!(heeded().await.is_some());
        let status = app.wired.projector.status().await.expect("the models");
        let concerns = status.into_iter().find(|model| model.name == "concerns").expect("the concerns");
        app.wired.projector.stop().await;
        let park = "INSERT INTO parked_streams (model, generation, noun, stream_id, position, reason) \
             VALUES ('concerns', $1, 'concern', $2, $3, 'a test')";
        infra::on!(&app.wired.database, write, pool => sqlx::query(park)
            .bind(concerns.generation).bind(id.uuid()).bind(concerns.position)
            .execute(pool).await.map(drop)).expect("parked");
        app.wired.projector.start().await;
        decided_and_no_more(&app, id).await;
        assert!(heeded().await.is_some(), "it is followed no further");
        happened(&app, id, [ConcernEvent::ConcernDestroyed { concern_id: id, destroyed_on: app.today() }]).await;
        assert_eq!(heeded().await, None);
        let list = grace.get("/safeguarding").await.text;
        assert!(!list.contains(&id.to_string()), "nor does the worklist lead to it");
    }

    async fn an_old_id_tells_nobody_that_there_was_something_and_a_repeated_request_is_answered_as_before(db) {
        let app = TestApp::begin(db).await;
        let (person, id, _) = closed_and_then(&app, "2036-03-12").await;
        let again = |id: ConcernId| {
            let report = ConcernCommand::Report {
                concern_id: id,
                person_id: person,
                relationship_id: None,
                report: Box::default(),
                called: None,
            };
            Instruction::Concern { id, command: report }
        };
        let mine: ConcernId = app.id();
        let twice = app::commands::Request { command_id: app.id(), seen: None, instruction: again(mine) };
        let rosa = app.viewer(Persona::Rosa);
        let first = app.wired.app.ask(&rosa, twice.clone()).await.expect("told");
        assert!(matches!(app.ask(Persona::Amina, again(mine)).await, Err(Refusal::NotFound)));
        assert!(matches!(app.ask(Persona::Rosa, again(id)).await, Err(Refusal::NotFound)));
        assert!(matches!(app.ask(Persona::Amina, again(id)).await, Err(Refusal::Concern(_))), "she told it");
        let closing = Closing { words: words("It was nothing"), asked: None, met: None, safer: None, listened: None };
        let settle = ConcernCommand::Settle { closing: Box::new(closing), settled_on: app.today() };
        for command in [ConcernCommand::TakeOver, settle] {
            app.ask(Persona::Grace, Instruction::Concern { id: mine, command }).await.expect("dealt with");
        }
        app.ask(Persona::Grace, Instruction::Concern { id, command: destroy() }).await.expect("destroyed");
        for persona in [Persona::Rosa, Persona::Amina, Persona::Grace] {
            let answer = app.ask(persona, again(id)).await;
            assert!(matches!(answer, Err(Refusal::NotFound)), "{persona:?}: {answer:?}");
        }
        let repeated = app.wired.app.ask(&rosa, twice).await.expect("answered as before");
        assert_eq!((repeated.position, repeated.replayed), (first.position, true));
    }
}
