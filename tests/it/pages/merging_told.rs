//! Who says that two records are of two people, and that it can be seen who did; and what both records told.

use app::commands::Instruction;
use app::error::Refusal;
use domain::person::PersonCommand;
use domain::person::codes::{Evidence, InterestKind, Participation, PersonKind};
use domain::person::records::{Details, Interest};
use domain::shared::ids::PersonId;
use tests::cases::{day, line, words};
use tests::{Persona, TestApp, on_both_databases};

use super::merging::{at, page, put_together, twice};

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

    async fn what_both_records_had_is_shown_once_and_its_page_says_how_each_was_known(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        for (by, of, evidence, recorded_on, said) in [
            (Persona::Amina, one.person, Evidence::Observed, "2026-03-01", "I go every day"),
            (Persona::Ben, two.person, Evidence::Supporter, "2026-03-04", "Only on Mondays"),
        ] {
            let interest = Interest {
                name: line("Swimming"),
                kind: InterestKind::Passion,
                own_words: Some(words(said)),
                strength: 2,
                share: None,
                evidence,
                participation: Participation::Regular,
                barriers: Default::default(),
            };
            let recorded_on = day(recorded_on);
            let love = PersonCommand::RecordInterest { interest_id: app.id(), interest, recorded_on };
            app.person(by, of, love).await;
        }
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let record = rosa.get(&at(one.person)).await;
        assert_eq!(record.words().matches("Swimming").count(), 1, "{}", record.words());
        let found = rosa.post("/search", &[("q", "swimming")]).await.words();
        assert_eq!(found.matches("Swimming").count(), 1, "{found}");
        let chip = record.text.split("<b>Swimming</b>").next().and_then(|before| before.rsplit("href=\"").next());
        let href = chip.and_then(|from| from.split('"').next()).expect("a link").to_owned();
        let page = rosa.get(&href).await.words();
        for words in ["Only on Mondays", "Also told on another record", "1 March 2026: We saw it.", "I go every day"] {
            assert!(page.contains(words), "{words} is missing from {page}");
        }
        let done = rosa.fill(&href, &format!("{href}/retirement"), &[("retired_on", "2026-03-12")]).await;
        assert_eq!(done.status, 303);
        let record = rosa.get(&at(one.person)).await.words();
        assert!(!record.contains("Swimming"), "it ended on both: {record}");
    }
}
