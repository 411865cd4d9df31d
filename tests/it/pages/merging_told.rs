//! Who says that two records are of two people, and that it can be seen who did; and what both records told.

use app::commands::Instruction;
use app::error::Refusal;
use app::log::StreamId;
use domain::person::PersonCommand;
use domain::person::codes::{Evidence, InterestKind, Participation, PersonKind};
use domain::person::records::{Details, Interest};
use domain::shared::ids::{InterestId, PersonId};
use domain::{Event, Noun};
use tests::cases::{Case, day, line, words};
use tests::folded::every_model_is_what_the_log_says;
use tests::{Persona, TestApp, on_both_databases};

use super::merging::{at, forget, page, put_together, shown_anywhere, take_apart, twice};

/// Swimming, in their own words.
fn swimming(evidence: Evidence, said: &str) -> Interest {
    Interest {
        name: line("Swimming"),
        kind: InterestKind::Passion,
        own_words: Some(words(said)),
        strength: 2,
        share: None,
        evidence,
        participation: Participation::Regular,
        barriers: Default::default(),
    }
}

/// Two records of one person, each with the same thing told on it, put together: each record with its own telling.
async fn both_swim_as_one(app: &TestApp) -> ((Case, InterestId), (Case, InterestId)) {
    let (one, two) = twice(app).await;
    let (own, others): (InterestId, InterestId) = (app.id(), app.id());
    let recorded_on = day("2026-03-01");
    for (by, of, interest_id) in [(Persona::Amina, one.person, own), (Persona::Ben, two.person, others)] {
        let interest = swimming(Evidence::Person, "In the sea");
        app.person(by, of, PersonCommand::RecordInterest { interest_id, interest, recorded_on }).await;
    }
    assert_eq!(put_together(app, one.person, two.person).await.status, 303);
    ((one, own), (two, others))
}

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
            let interest = swimming(evidence, said);
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

    async fn what_is_said_of_the_one_is_never_written_into_the_other(db) {
        let app = TestApp::begin(db).await;
        let ((one, own), (two, _)) = both_swim_as_one(&app).await;
        let name = line("Cold water");
        let interest = Interest { name, ..swimming(Evidence::Person, "With my brother Desmond") };
        let refine = PersonCommand::RefineInterest { interest_id: own, interest, refined_on: day("2026-03-10") };
        app.person(Persona::Rosa, one.person, refine).await;
        let record = page(&app, Persona::Rosa, &at(one.person)).await;
        assert!(record.contains("Cold water") && !record.contains("Swimming"), "{record}");
        let interest = page(&app, Persona::Rosa, &format!("{}/interests/{own}", at(one.person))).await;
        assert!(interest.contains("1 March 2026: They told us. \u{201c}In the sea\u{201d}"), "{interest}");
        let (retired_on, reason) = (day("2026-03-12"), Some(words("Desmond has moved away")));
        let retire = PersonCommand::RetireInterest { interest_id: own, retired_on, reason };
        app.person(Persona::Rosa, one.person, retire).await;
        let record = page(&app, Persona::Rosa, &at(one.person)).await;
        assert!(!record.contains("Cold water") && !record.contains("Swimming"), "{record}");
        let found = app.signed_in(Persona::Rosa).await.post("/search", &[("q", "swimming")]).await.words();
        assert!(!found.contains("Swimming"), "nor is it looked for: {found}");

        assert_eq!(take_apart(&app, one.person, two.person).await.status, 303);
        let theirs = page(&app, Persona::Ben, &at(two.person)).await;
        assert!(theirs.contains("Swimming"), "the other's holds as it was told: {theirs}");
        forget(&app, one.person).await;
        let shown = shown_anywhere(&app).await;
        assert!(shown.contains("In the sea") && !shown.contains("Desmond"), "{shown}");
        let history = app.wired.app.log.history(&[StreamId::new(Noun::Person, two.person)], None, 1_000).await;
        let kept: String = history
            .expect("the log")
            .iter()
            .filter_map(|envelope| match &envelope.event {
                Event::Person(fact) => Some(serde_json::to_string(fact).expect("JSON")),
                _ => None,
            })
            .collect();
        assert!(kept.contains("In the sea") && !kept.contains("Desmond"), "{kept}");
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn what_is_said_of_the_one_that_came_along_hides_the_own_one_until_it_goes_back(db) {
        let app = TestApp::begin(db).await;
        let ((one, _), (two, others)) = both_swim_as_one(&app).await;
        let interest = Interest { name: line("Cold water"), ..swimming(Evidence::Person, "At dawn") };
        let refine =
            PersonCommand::RefineInterest { interest_id: others, interest, refined_on: day("2026-03-10") };
        app.person(Persona::Rosa, one.person, refine).await;
        let record = page(&app, Persona::Rosa, &at(one.person)).await;
        assert!(record.contains("Cold water") && !record.contains("Swimming"), "{record}");
        assert_eq!(take_apart(&app, one.person, two.person).await.status, 303);
        let record = page(&app, Persona::Amina, &at(one.person)).await;
        assert!(record.contains("Swimming") && !record.contains("Cold water"), "{record}");
        let record = page(&app, Persona::Ben, &at(two.person)).await;
        assert!(record.contains("Cold water") && !record.contains("Swimming"), "{record}");
        forget(&app, two.person).await;
        assert!(!shown_anywhere(&app).await.contains("At dawn"));
    }
}
