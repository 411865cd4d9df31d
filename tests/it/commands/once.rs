//! A command given twice happens once; one decided on something old is decided again or refused.

use std::sync::Arc;

use app::commands::{Instruction, Request};
use app::error::Refusal;
use app::log::StreamId;
use domain::Noun;
use domain::engagement::EngagementCommand;
use domain::engagement::codes::SessionKind;
use domain::engagement::records::SessionTime;
use domain::person::PersonCommand;
use domain::person::codes::CommunicationNeed;
use domain::shared::ids::{CommandId, SessionId};
use tests::cases::day;
use tests::{Persona, TestApp, on_both_databases};

fn needs(all: &[CommunicationNeed]) -> PersonCommand {
    PersonCommand::RecordCommunicationNeeds { needs: all.to_vec(), notes: None }
}

on_both_databases! {
    async fn the_same_command_twice_happens_once_and_answers_the_same(db) {
        let app = TestApp::begin(db).await;
        let id = app.register(Persona::Amina, "Gordon Wells").await;
        let command_id = CommandId(app.wired.app.ids.next());
        let instruction = Instruction::Person { id, command: needs(&[CommunicationNeed::EasyRead]) };
        let request = Request { command_id, seen: None, instruction };
        let first = app.wired.app.ask(&app.viewer(Persona::Amina), request.clone()).await.unwrap();
        let again = app.wired.app.ask(&app.viewer(Persona::Amina), request).await.unwrap();
        assert_eq!((first.replayed, again.replayed), (false, true));
        assert_eq!(first.position, again.position);
        assert_eq!(app.wired.app.log.head().await.unwrap(), first.position);
    }

    async fn the_same_command_id_with_other_content_is_refused(db) {
        let app = TestApp::begin(db).await;
        let id = app.register(Persona::Amina, "Gordon Wells").await;
        let command_id = CommandId(app.wired.app.ids.next());
        let ask = async |need| {
            let instruction = Instruction::Person { id, command: needs(&[need]) };
            let request = Request { command_id, seen: None, instruction };
            app.wired.app.ask(&app.viewer(Persona::Amina), request).await
        };
        ask(CommunicationNeed::EasyRead).await.unwrap();
        assert!(matches!(ask(CommunicationNeed::Braille).await, Err(Refusal::CommandReused)));
    }

    async fn a_command_repeated_after_its_record_moved_on_still_answers_as_it_did(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let command = EngagementCommand::VoidSession { session_id: case.session, reason: tests::cases::words("Another day") };
        let instruction = Instruction::Engagement { id: case.engagement, command };
        let request = Request { command_id: CommandId(app.wired.app.ids.next()), seen: None, instruction };
        let first = app.wired.app.ask(&app.viewer(Persona::Amina), request.clone()).await.unwrap();
        // By itself the rule would refuse now: the session has been taken back already.
        let again = app.wired.app.ask(&app.viewer(Persona::Amina), request).await.unwrap();
        assert_eq!((again.replayed, again.position), (true, first.position));
    }

    async fn a_page_that_was_opened_before_somebody_elses_change_is_refused_with_both_versions(db) {
        let app = TestApp::begin(db).await;
        let id = app.register(Persona::Amina, "Gordon Wells").await;
        app.person(Persona::Rosa, id, needs(&[CommunicationNeed::EasyRead])).await;
        let instruction = Instruction::Person { id, command: needs(&[]) };
        let request = Request { command_id: CommandId(app.wired.app.ids.next()), seen: Some(1), instruction };
        let refusal = app.wired.app.ask(&app.viewer(Persona::Amina), request).await;
        assert!(matches!(refusal, Err(Refusal::Stale { seen: 1, now: 2 })), "{refusal:?}");
    }

    async fn many_at_once_on_one_record_are_all_answered_and_lose_nothing(db) {
        let app = Arc::new(TestApp::begin(db).await);
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let before = app.wired.app.log.reload(StreamId::new(Noun::Engagement, case.engagement)).await.unwrap().version;
        let lanes: Vec<_> = (0..24_u32)
            .map(|n| {
                let app = Arc::clone(&app);
                tokio::spawn(async move {
                    let on = day("2026-03-16") + chrono::Days::new(u64::from(n));
                    let time = SessionTime { on, starts_at: None, minutes: 60, kind: SessionKind::FaceToFace, relationship_id: None };
                    let session_id = SessionId(app.wired.app.ids.next());
                    let command = EngagementCommand::PlanSession { session_id, time, place: None, details: Default::default() };
                    let instruction = Instruction::Engagement { id: case.engagement, command };
                    let request = Request { command_id: CommandId(app.wired.app.ids.next()), seen: None, instruction };
                    app.wired.app.ask(&app.viewer(Persona::Amina), request).await.unwrap();
                })
            })
            .collect();
        let asked = i64::try_from(lanes.len()).unwrap();
        for lane in lanes {
            lane.await.unwrap();
        }
        let after = app.wired.app.log.reload(StreamId::new(Noun::Engagement, case.engagement)).await.unwrap().version;
        assert_eq!(after - before, asked);
    }
}
