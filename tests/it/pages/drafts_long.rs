//! Drafts of long forms that have no room for words: who comes along, who is in whose life, how somebody gets about.

use tests::{Persona, TestApp, on_both_databases};

use super::drafts::save;
use super::person::at;

on_both_databases! {
    async fn a_long_form_without_room_for_words_is_offered_again_to_whoever_began_it_and_for_that_person_alone(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let other = app.case(Persona::Amina, "Ruth Calder", app.contracts[0].contract_id).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let visit = |case: &tests::cases::Case| format!("/engagements/{}/sessions/new", case.engagement);
        let forms = [
            (at(case.person, "supporters/new"), at(case.person, "supporters"), ("contact", "07700 900 123"), at(other.person, "supporters/new")),
            (at(case.person, "travel"), at(case.person, "travel"), ("set_on", "2026-03-04"), at(other.person, "travel")),
            (visit(&case), visit(&case), ("companions", "Maureen, her sister"), visit(&other)),
        ];
        for (page, action, field, elsewhere) in forms {
            assert!(!browser.get(&page).await.text.contains("You began this"), "{page}");
            assert_eq!(save(&mut browser, &page, &action, &[field]).await.status, 204, "{page}");
            let offered = browser.get(&page).await;
            assert!(offered.text.contains("You began this") && offered.text.contains("js/drafts.js"), "{page}");
            assert_eq!(offered.field(field.0).as_deref(), Some(field.1), "{page}");
            let theirs = browser.get(&elsewhere).await;
            assert!(!theirs.text.contains("You began this") && !theirs.text.contains(field.1), "{elsewhere}");
        }
        app.stop().await;
    }

    async fn whoever_was_added_to_a_map_stands_on_it_again(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let (page, action) = (at(case.person, "maps/new"), at(case.person, "maps"));
        let entry = "0198c0f0-0000-7000-8000-00000000abcd";
        let name = format!("name-{entry}");
        let fields = [("entry", entry), (&*name, "Uncle Bertie"), ("taken_on", "2026-03-03")];
        assert_eq!(save(&mut browser, &page, &action, &fields).await.status, 204);
        let offered = browser.get(&page).await;
        assert_eq!(offered.field(&name).as_deref(), Some("Uncle Bertie"), "{}", offered.words());
        assert_eq!(offered.field("taken_on").as_deref(), Some("2026-03-03"));
        assert!(!offered.words().contains("no place on the form"), "{}", offered.words());
        app.stop().await;
    }

    async fn a_draft_of_somebody_new_is_gone_once_they_are_registered_also_past_those_who_look_alike(db) {
        let app = TestApp::begin(db).await;
        app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let told = [("name", "Gordon Wells"), ("kind", "supported"), ("area", "Mill Lane")];
        assert_eq!(save(&mut browser, "/people/new", "/people/check", &told).await.status, 204);
        let offered = browser.get("/people/new").await;
        assert_eq!(offered.field("name").as_deref(), Some("Gordon Wells"));
        let alike = browser.fill("/people/new", "/people/check", &told).await;
        assert!(alike.words().contains("Is it one of these?"), "{}", alike.words());
        assert!(browser.get("/people/new").await.text.contains("You began this"), "they are not registered yet");
        let hidden = alike.hidden("/people");
        let fields: Vec<(&str, &str)> =
            hidden.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (&**name, &**value)).collect();
        let registered = browser.post("/people", &fields).await;
        assert_eq!(registered.status, 303, "{}", registered.words());
        assert!(!browser.get("/people/new").await.text.contains("You began this"));
        app.stop().await;
    }
}
