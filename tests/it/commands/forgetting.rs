//! Forgetting somebody: gone from every view and unreadable in the log, while every total stays.

use std::sync::Arc;

use app::access::Viewer;
use app::clock::Clock;
use app::commands::Instruction;
use app::error::Refusal;
use app::log::{Append, StreamAppend, StreamId};
use domain::person::codes::ErasureGround;
use domain::person::{PersonCommand, PersonEvent};
use domain::shared::ids::{CommandId, PersonId};
use domain::shared::personal::Personal;
use domain::{Event, Noun};
use tests::cases::{day, line};
use tests::{Persona, TestApp, on_both_databases};

/// The decision as it stands in the log when nothing came after it.
async fn decided_and_no_more(app: &TestApp, id: PersonId) {
    let (log, stream) = (&app.wired.app.log, StreamId::new(Noun::Person, id));
    let loaded = log.load(stream).await.unwrap();
    let decided = Event::Person(PersonEvent::ErasureDecided {
        ground: ErasureGround::RetentionEnded,
        authority: Personal::about(id, line("Rosa")),
        decided_on: day("2026-03-12"),
    });
    let mut after = (*loaded.state).clone();
    after.evolve(&decided);
    let (events, after) = (vec![decided], Arc::new(after));
    let rosa = app.account(Persona::Rosa);
    let append = Append {
        command_id: CommandId(app.wired.app.ids.next()),
        fingerprint: [0; 32],
        organisation: rosa.organisation_id,
        actor: rosa.account_id,
        recorded_at: app.clock.now(),
        streams: vec![StreamAppend { stream, expected: loaded.version, events, after }],
    };
    let recorded = log.append(append).await.unwrap();
    assert!(app.wired.app.views.catch_up(recorded.position).await);
}

on_both_databases! {
    async fn a_forgotten_person_is_gone_and_no_total_has_changed(db) {
        let app = TestApp::begin(db).await;
        let contract = app.contracts[0].contract_id;
        let case = app.case(Persona::Amina, "Gordon Wells", contract).await;
        let views = &app.wired.app.views;
        let (dev, claire) = (app.viewer(Persona::Dev), app.viewer(Persona::Claire));
        let span = (day("2026-01-01"), day("2026-03-31"));
        let glance = async || views.glance(&claire.commissioning().unwrap(), contract, span.0, span.1).await.unwrap().unwrap();
        let budget = async || views.budget(&dev.accounting().unwrap(), case.engagement).await.unwrap().unwrap().budget;
        let (before, spent) = (glance().await, budget().await.statement);
        assert!(spent.spent.pence() > 0);

        let command_id = CommandId(app.wired.app.ids.next());
        let forget = async |who: &Viewer, command_id| {
            app.wired.app.forget(who, command_id, case.person, ErasureGround::RequestedAndGranted, line("Rosa, 4 March")).await
        };
        assert!(matches!(forget(&app.viewer(Persona::Amina), command_id).await, Err(Refusal::NotYours)));
        let done = forget(&app.viewer(Persona::Rosa), command_id).await.unwrap();
        assert!(views.catch_up(done.position).await);

        let rosa = app.viewer(Persona::Rosa);
        let who = rosa.connecting().unwrap();
        let row = views.person(&who, case.person).await.unwrap().unwrap();
        let kept = serde_json::to_string(&row).unwrap();
        assert!(!kept.contains("Gordon") && !kept.contains("Tomatoes"), "{kept}");
        let tie = views.relationship(&who, case.relationship).await.unwrap().unwrap();
        let kept = serde_json::to_string(&tie.relationship).unwrap();
        assert!(!kept.contains("slugs") && !kept.contains("vegetables"), "{kept}");
        assert_eq!(tie.person_name, "Somebody forgotten");
        let history = app.wired.app.timeline(&who, case.person, None, 100).await.unwrap();
        assert!(history.len() > 10);
        assert!(!serde_json::to_string(&history.iter().map(|e| format!("{:?}", e.event)).collect::<Vec<_>>()).unwrap().contains("Gordon"));

        let after = glance().await;
        assert_eq!((after.people, after.funnel, after.months), (before.people, before.funnel, before.months));
        assert_eq!(budget().await.statement, spent);
        let needs = PersonCommand::RecordCommunicationNeeds { needs: Vec::new(), notes: None };
        assert!(app.ask(Persona::Rosa, Instruction::Person { id: case.person, command: needs }).await.is_err());
        assert_eq!(app.wired.app.finish_erasures().await.unwrap(), 0, "nothing is left to finish");
    }

    async fn what_a_crash_interrupted_is_finished_at_the_next_start(db) {
        let app = TestApp::begin(db).await;
        let id = app.register(Persona::Rosa, "Gordon Wells").await;
        // Decided, and then the machine stopped: neither the key nor the mark is gone yet.
        decided_and_no_more(&app, id).await;
        assert_eq!(app.wired.app.finish_erasures().await.unwrap(), 1);
        let head = app.wired.app.log.head().await.unwrap();
        assert!(app.wired.app.views.catch_up(head).await);
        assert_eq!(app.wired.app.finish_erasures().await.unwrap(), 0);
        let rosa = app.viewer(Persona::Rosa);
        let row = app.wired.app.views.person(&rosa.connecting().unwrap(), id).await.unwrap().unwrap();
        assert!(row.person.forgotten_on.is_some() && row.person.details().is_none());
    }
}
