//! A meet-up is kept whole, in both streams, or not at all.

use app::commands::{Instruction, MeetUp};
use app::error::Refusal;
use domain::relationship::codes::{ContactSource, Initiative, Mood, Presence, Setting};
use domain::shared::ids::{ContactId, SessionId};
use tests::cases::{Case, day, words};
use tests::{Persona, TestApp, on_both_databases};

fn meet_up(app: &TestApp, case: &Case) -> MeetUp {
    MeetUp {
        engagement_id: case.engagement,
        relationship_id: Some(case.relationship),
        session_id: SessionId(app.wired.app.ids.next()),
        contact_id: ContactId(app.wired.app.ids.next()),
        on: day("2026-03-12"),
        starts_at: None,
        minutes: 90,
        mood: Some(Mood::Lovely),
        presence: Presence::Nearby,
        initiative: Initiative::Person,
        setting: Setting::OutAndAbout,
        source: ContactSource::ConnectorSaw,
        place: None,
        note: Some(words("He brought tomatoes")),
        details: Default::default(),
    }
}

on_both_databases! {
    async fn one_meet_up_is_a_session_and_a_contact_in_one_commit(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let head = app.wired.app.log.head().await.unwrap();
        let done = app.ask(Persona::Amina, Instruction::MeetUp(meet_up(&app, &case))).await.unwrap();
        let kept = app.wired.app.log.feed(head, 10).await.unwrap();
        let names: Vec<_> = kept.iter().map(|envelope| envelope.event.name()).collect();
        assert_eq!(names, ["SessionDelivered", "ContactLogged"]);
        assert_eq!(done.position, head + 2);
        assert!(kept.iter().all(|envelope| envelope.command_id == kept[0].command_id));
    }

    async fn a_meet_up_of_which_one_half_is_refused_keeps_nothing(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let head = app.wired.app.log.head().await.unwrap();
        // A contact id that was used: the session by itself would have been taken.
        let wrong = MeetUp { contact_id: case.contact, ..meet_up(&app, &case) };
        assert!(matches!(app.ask(Persona::Amina, Instruction::MeetUp(wrong)).await, Err(Refusal::Relationship(_))));
        let tomorrow = MeetUp { on: day("2026-03-13"), ..meet_up(&app, &case) };
        assert!(matches!(app.ask(Persona::Amina, Instruction::MeetUp(tomorrow)).await, Err(Refusal::Engagement(_))));
        assert_eq!(app.wired.app.log.head().await.unwrap(), head);
    }

    async fn a_meet_up_without_the_connector_takes_none_of_the_agreed_hours(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let head = app.wired.app.log.head().await.unwrap();
        let alone = MeetUp { presence: Presence::Absent, source: ContactSource::Person, ..meet_up(&app, &case) };
        app.ask(Persona::Amina, Instruction::MeetUp(alone)).await.unwrap();
        let kept = app.wired.app.log.feed(head, 10).await.unwrap();
        assert_eq!(kept.iter().map(|envelope| envelope.event.name()).collect::<Vec<_>>(), ["ContactLogged"]);
        let nobody = MeetUp { presence: Presence::Absent, relationship_id: None, ..meet_up(&app, &case) };
        let refusal = app.ask(Persona::Amina, Instruction::MeetUp(nobody)).await.unwrap_err();
        assert_eq!(refusal.field(), Some("relationship_id"));
    }
}
