//! Who says that two records are of two people, and that it can be seen who did.

use app::commands::Instruction;
use app::error::Refusal;
use domain::person::PersonCommand;
use domain::person::codes::PersonKind;
use domain::person::records::Details;
use domain::shared::ids::PersonId;
use tests::cases::line;
use tests::{Persona, TestApp, on_both_databases};

use super::merging::{at, page, put_together};

on_both_databases! {
    async fn a_connector_tells_two_people_apart_while_registering_one_of_them_and_the_story_says_who(db) {
        let app = TestApp::begin(db).await;
        let first = app.register(Persona::Amina, "Gordon Wells").await;
        let stranger = app.register(Persona::Ben, "Zara Quill").await;
        let id: PersonId = app.id();
        let register = PersonCommand::Register {
            person_id: id,
            kind: PersonKind::Supported,
            details: Details {
                name: line("Gordon Wells"),
                known_as: None,
                born_on: None,
                phone: None,
                email: None,
                address: None,
                area: None,
            },
            // Whoever is not alike was not asked about, and is not told apart.
            different_from: vec![first, stranger],
            alike: vec![stranger],
        };
        app.person(Persona::Amina, id, register).await;
        let story = page(&app, Persona::Rosa, &format!("{}/timeline", at(id))).await;
        let told = "Another record like this one was looked at: Gordon is somebody else";
        let after = story.split(told).nth(1).unwrap_or_else(|| panic!("{story}"));
        assert_eq!(story.matches(told).count(), 1, "{story}");
        assert!(after.trim_start().starts_with("Amina"), "who said so stands behind it: {story}");
        let list = app.signed_in(Persona::Rosa).await.get("/people/duplicates").await.text;
        assert!(!list.contains(&at(id)), "they are no pair any more");
        // Later, of two records that are there, it is the team lead's.
        let apart = |other| Instruction::Person { id: first, command: PersonCommand::TellApart { other } };
        assert!(matches!(app.ask(Persona::Amina, apart(id)).await, Err(Refusal::NotYours)));
        // What a connector said while registering binds no team lead.
        assert_eq!(put_together(&app, first, id).await.status, 303);
    }
}
