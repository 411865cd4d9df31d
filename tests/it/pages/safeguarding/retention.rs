//! A concern whose time is over: shown to the leads as due, kept longer, held back by what is still open, destroyed by
//! one of them and by nothing else, and gone with its key.

use std::sync::Arc;

use app::clock::Clock;
use app::commands::Instruction;
use app::error::Refusal;
use app::log::{Append, StreamAppend, StreamId};
use domain::concern::{Closing, ConcernCommand, ConcernError, ConcernEvent, DestructionGround};
use domain::shared::ids::{CommandId, ConcernId, PersonId};
use domain::{Event, Noun};
use tests::cases::{day, words};
use tests::folded::every_model_is_what_the_log_says;
use tests::{Browser, Persona, TestApp, on_both_databases};

use super::super::merging::shown_anywhere;
use super::{SECRETS, lead, press, step, told};

/// A concern that was told and closed on 12 March 2026, looked at on another day.
pub(super) async fn closed_and_then(app: &TestApp, today: &str) -> (PersonId, ConcernId, Browser) {
    let (case, id) = told(app).await;
    let mut grace = lead(app).await;
    press(&mut grace, id, "taking-over").await;
    step(&mut grace, id, "closing", &[("words", "The strongbox is at her sister's")]).await;
    app.clock.set(format!("{today}T10:00:00Z").parse().expect("a time"));
    // What was told of them when the case was made is dealt with now: open, it would hold the other back.
    let words = words("It was nothing");
    let closing = Closing { words, asked: None, met: None, safer: None, listened: None };
    let settle = ConcernCommand::Settle { closing: Box::new(closing), settled_on: day(today) };
    for command in [ConcernCommand::TakeOver, settle] {
        app.ask(Persona::Grace, Instruction::Concern { id: case.concern, command })
            .await
            .expect("dealt with");
    }
    (case.person, id, lead(app).await)
}

pub(super) async fn sent(
    browser: &mut Browser,
    id: ConcernId,
    fields: &[(&str, &str)],
) -> tests::browser::Answer {
    let page = format!("/safeguarding/{id}/destruction");
    browser.fill(&page, &page, fields).await
}

pub(super) async fn in_the_log(app: &TestApp, id: ConcernId) -> String {
    let history =
        app.wired.app.log.history(&[StreamId::new(Noun::Concern, id)], None, 100).await.expect("the log");
    let kept = history.iter().filter_map(|envelope| match &envelope.event {
        Event::Concern(event) => Some(serde_json::to_string(event).expect("JSON")),
        _ => None,
    });
    kept.collect()
}

/// What happened as it stands in the log, without what requests would have done besides.
pub(super) async fn happened(app: &TestApp, id: ConcernId, events: impl IntoIterator<Item = ConcernEvent>) {
    let (log, stream) = (&app.wired.app.log, StreamId::new(Noun::Concern, id));
    let loaded = log.load(stream).await.expect("the log");
    let grace = app.account(Persona::Grace);
    let events: Vec<Event> = events.into_iter().map(Event::Concern).collect();
    let mut after = (*loaded.state).clone();
    events.iter().for_each(|event| after.evolve(event));
    let after = Arc::new(after);
    let append = Append {
        command_id: CommandId(app.wired.app.ids.next()),
        fingerprint: [0; 32],
        organisation: grace.organisation_id,
        actor: grace.account_id,
        recorded_at: app.clock.now(),
        streams: vec![StreamAppend { stream, expected: loaded.version, events, after }],
    };
    let recorded = log.append(append).await.expect("kept");
    assert!(app.wired.app.views.catch_up(recorded.position).await);
}

/// The decision as it stands in the log when nothing came after it.
pub(super) async fn decided_and_no_more(app: &TestApp, id: ConcernId) {
    let (ground, decided_by) = (DestructionGround::TimeOver, app.account(Persona::Grace).account_id);
    happened(
        app,
        id,
        [ConcernEvent::DestructionDecided { ground, decided_by, decided_on: day("2036-03-12") }],
    )
    .await;
}

pub(super) fn destroy() -> ConcernCommand {
    ConcernCommand::DecideDestruction { ground: DestructionGround::TimeOver, another_is_open: false }
}

on_both_databases! {
    async fn before_its_time_is_over_nothing_is_due_and_nothing_destroyed(db) {
        let app = TestApp::begin(db).await;
        let (_, id, mut grace) = closed_and_then(&app, "2036-03-11").await;
        assert!(!grace.get("/safeguarding").await.words().contains("Kept as long as it may be"));
        let page = grace.get(&format!("/safeguarding/{id}/destruction")).await;
        assert!(page.words().contains("It is not time yet") && !page.text.contains("name=\"sure\""));
        let refused = app.ask(Persona::Grace, Instruction::Concern { id, command: destroy() }).await;
        assert!(matches!(refused, Err(Refusal::Concern(ConcernError::KeptStill { .. }))), "{refused:?}");
    }

    async fn a_lead_destroys_it_with_a_reason_and_nothing_of_it_can_be_read_any_more(db) {
        let app = TestApp::begin(db).await;
        let (person, id, mut grace) = closed_and_then(&app, "2036-03-12").await;
        let list = grace.get("/safeguarding").await;
        let said = list.words();
        assert!(said.contains("Kept as long as it may be") && said.contains("Its time was over on 12 March 2036"), "{said}");
        assert!(list.text.contains(&format!("/safeguarding/{id}")));
        let record = grace.get(&format!("/safeguarding/{id}")).await;
        assert!(record.words().contains("Its time was over on 12 March 2036") && record.words().contains("Destroy it"), "{}", record.words());
        // The clock does nothing by itself, and neither does half a form.
        app.wired.app.finish_destructions().await.expect("nothing to finish");
        assert!(in_the_log(&app, id).await.contains(SECRETS[0]));
        let half = sent(&mut grace, id, &[("ground", "time_over")]).await;
        assert!(half.status == 422 && half.words().contains("Tick this to go on"));
        let half = sent(&mut grace, id, &[("sure", "yes")]).await;
        assert_eq!(half.status, 422);
        assert!(in_the_log(&app, id).await.contains(SECRETS[0]), "nothing happened yet");

        let done = sent(&mut grace, id, &[("ground", "council_agrees"), ("sure", "yes")]).await;
        assert_eq!((done.status, done.location()), (303, "/safeguarding"));
        let said = grace.get("/safeguarding").await.words();
        for words in [
            "1 destroyed record",
            "Told on 12 March 2026, closed on 12 March 2026, destroyed on 12 March 2036 by Grace North",
            "the council was asked and agrees",
        ] {
            assert!(said.contains(words), "{words} is missing from {said}");
        }
        let line = said.split("1 destroyed record").nth(1).expect("a line");
        assert!(!line.contains("Gordon") && !said.contains("Kept as long as it may be"), "{said}");
        for part in ["", "/destruction", "/letter", "/report", "/keeping"] {
            assert_eq!(grace.get(&format!("/safeguarding/{id}{part}")).await.status, 404, "{part}");
        }
        let mut amina = app.signed_in(Persona::Amina).await;
        assert_eq!(amina.get(&format!("/concerns/{id}")).await.status, 404);
        assert!(!amina.get("/concerns").await.text.contains(&id.to_string()));
        assert_eq!(amina.get(&format!("/people/{person}")).await.status, 200, "the person’s record stays");
        let kept = in_the_log(&app, id).await;
        assert!(kept.contains("ConcernReported") && kept.contains("ConcernDestroyed"), "the stream stays: {kept}");
        let shown = shown_anywhere(&app).await;
        for secret in SECRETS {
            assert!(!kept.contains(secret) && !shown.contains(secret), "{secret}");
        }
        every_model_is_what_the_log_says(&app.wired).await;
        // Asked again it is done, and happens no second time.
        let again = app.ask(Persona::Grace, Instruction::Concern { id, command: destroy() }).await;
        assert!(matches!(again, Err(Refusal::NotFound)) || again.is_ok_and(|done| done.replayed));
        assert_eq!(in_the_log(&app, id).await.matches("ConcernDestroyed").count(), 1);
    }

    async fn it_is_kept_longer_for_a_reason_and_is_due_again_afterwards(db) {
        let app = TestApp::begin(db).await;
        let (_, id, mut grace) = closed_and_then(&app, "2036-04-01").await;
        let page = format!("/safeguarding/{id}/keeping");
        let far = [("until", "2046-01-01"), ("reason", "The adults review asks for it")];
        let refused = grace.fill(&page, &page, &far).await;
        assert!(refused.status == 422 && refused.text.contains("The adults review asks for it"), "{}", refused.words());
        let kept = grace.fill(&page, &page, &[("until", "2037-04-01"), ("reason", "The adults review asks for it")]).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let record = grace.get(&format!("/safeguarding/{id}")).await.words();
        assert!(record.contains("until 1 April 2037") && record.contains("The adults review asks for it"), "{record}");
        assert!(!grace.get("/safeguarding").await.words().contains("Kept as long as it may be"));
        every_model_is_what_the_log_says(&app.wired).await;
        app.clock.set("2037-04-01T10:00:00Z".parse().expect("a time"));
        let mut grace = lead(&app).await;
        assert!(grace.get("/safeguarding").await.words().contains("Kept as long as it may be"));
    }

    async fn another_open_concern_about_the_same_person_holds_it_back(db) {
        let app = TestApp::begin(db).await;
        let (person, id, mut grace) = closed_and_then(&app, "2036-03-12").await;
        let concern_id = app.id();
        let report = ConcernCommand::Report {
            concern_id,
            person_id: person,
            relationship_id: None,
            report: Box::default(),
            called: None,
        };
        app.ask(Persona::Rosa, Instruction::Concern { id: concern_id, command: report }).await.expect("told");
        let held = sent(&mut grace, id, &[("ground", "time_over"), ("sure", "yes")]).await;
        assert!(held.status == 422 && held.words().contains("This record cannot be destroyed yet"), "{}", held.words());
        assert!(in_the_log(&app, id).await.contains(SECRETS[0]));
    }

    async fn what_a_crash_interrupted_is_finished_at_the_next_start_and_nobody_else_may_ask_for_it(db) {
        let app = TestApp::begin(db).await;
        let (_, id, mut grace) = closed_and_then(&app, "2036-03-12").await;
        for persona in [Persona::Amina, Persona::Rosa] {
            let refused = app.ask(persona, Instruction::Concern { id, command: destroy() }).await;
            assert!(matches!(refused, Err(Refusal::NotFound | Refusal::NotYours)), "{persona:?}: {refused:?}");
        }
        let confirm = app.ask(Persona::Grace, Instruction::Concern { id, command: ConcernCommand::ConfirmDestroyed }).await;
        assert!(confirm.is_err(), "{confirm:?}");
        let longer = ConcernCommand::KeepLonger { until: "2037-01-01".parse().expect("a day"), reason: words("So") };
        let refused = app.ask(Persona::Rosa, Instruction::Concern { id, command: longer }).await;
        assert!(refused.is_err());
        // The decision is kept, and the process dies before the key is destroyed.
        decided_and_no_more(&app, id).await;
        assert_eq!(grace.get(&format!("/safeguarding/{id}")).await.status, 404);
        assert!(in_the_log(&app, id).await.contains(SECRETS[0]));
        assert_eq!(app.wired.app.finish_destructions().await.expect("finished"), 1);
        assert!(!in_the_log(&app, id).await.contains(SECRETS[0]));
        assert!(app.wired.app.views.catch_up(app.wired.app.log.head().await.expect("a head")).await);
        assert_eq!(app.wired.app.finish_destructions().await.expect("nothing is left"), 0);
        every_model_is_what_the_log_says(&app.wired).await;
    }
}
