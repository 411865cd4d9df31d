//! Places nearby: written down, looked for, made sure of, put away; the whole team's, and nobody else's.

use app::commands::Instruction;
use app::error::Refusal;
use app::log::EventLog;
use domain::person::PersonCommand;
use domain::person::codes::ErasureGround;
use domain::place::{PlaceCommand, PlaceDetails};
use tests::browser::Browser;
use tests::cases::{day, line};
use tests::places::choir;
use tests::{Persona, TestApp, on_both_databases};

const CHOIR: [(&str, &str); 16] = [
    ("name", "St Luke's choir"),
    ("activity-1", "singing"),
    ("ways-1", "take_part"),
    ("area", "St Luke's"),
    ("day-1", "tuesday"),
    ("from-1", "10:00"),
    ("to-1", "12:00"),
    ("step_free", "yes"),
    ("quiet_space", "no"),
    ("setting", "adults"),
    ("open_to", "everybody"),
    ("cost", "2.50"),
    ("room", "2"),
    ("notes", "Nobody sings alone"),
    ("recorded_on", "2026-03-12"),
    ("told_on", "2026-03-12"),
];

/// Sends the form on a page about a place, with some fields otherwise than the choir's.
async fn send(browser: &mut Browser, at: &str, otherwise: &[(&str, &str)]) -> tests::browser::Answer {
    let mut fields: Vec<(&str, &str)> = CHOIR.to_vec();
    fields.retain(|(name, _)| !otherwise.iter().any(|(known, _)| known == name));
    fields.extend(otherwise);
    browser.fill(at, at, &fields).await
}

/// Writes a choir down by the form; answers its address.
async fn written(browser: &mut Browser, otherwise: &[(&str, &str)]) -> String {
    let answer = send(browser, "/places/new", otherwise).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    answer.location().to_owned()
}

/// Whether a search shows the choir.
async fn finds(browser: &mut Browser, field: &str, value: &str) -> bool {
    let page = browser.fill("/places", "/places", &[(field, value)]).await;
    assert_eq!(page.status, 200, "{}", page.words());
    page.text.contains(">St Luke&#39;s choir</a>")
}

on_both_databases! {
    async fn a_place_is_written_down_and_told_anew(db) {
        let app = TestApp::begin(db).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        assert!(amina.get("/places").await.words().contains("No place is written down yet"));
        let place = written(&mut amina, &[("activity-2", "tea and cake")]).await;
        let page = amina.get(&place).await.words();
        for words in ["St Luke's choir", "Singing: take part", "Tea and cake", "Tuesdays 10:00 to 12:00",
            "£2.50 each time", "Room for two new people", "Nobody sings alone", "Without stepsYes",
            "Quiet, or with a quiet cornerNo", "Hearing loopNot known yet", "It was written down"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let told = send(&mut amina, &format!("{place}/details"), &[("room", "0")]).await;
        assert_eq!((told.status, told.location()), (303, place.as_str()), "{}", told.words());
        let page = amina.get(&place).await.words();
        assert!(page.contains("No room for anybody new just now") && !page.contains("Tea and cake"), "{page}");
        assert!(page.contains("It was told anew"), "{page}");
    }

    async fn a_colleague_finds_it_by_what_happens_there_by_part_of_town_and_by_what_it_needs(db) {
        let app = TestApp::begin(db).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        written(&mut amina, &[("room", "0")]).await;
        written(&mut amina, &[("name", "Chess at the Railway"), ("activity-1", "chess"), ("area", "Eastgate")]).await;
        let mut ben = app.signed_in(Persona::Ben).await;
        for (field, value) in [("look", "SINGING luke"), ("look", "sinigng lukse"), ("area", "st lukes"), ("term", "singing"), ("only", "offered")] {
            assert!(finds(&mut ben, field, value).await, "{field} {value}");
        }
        for (field, value) in [("look", "singing eastgate"), ("area", "eastgate"), ("term", "chess"),
            ("only", "with_room"), ("only", "to_ask"), ("only", "put_away")] {
            assert!(!finds(&mut ben, field, value).await, "{field} {value}");
        }
    }

    async fn what_was_not_understood_is_said_beside_its_field_and_nothing_typed_is_lost(db) {
        let app = TestApp::begin(db).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let empty = send(&mut amina, "/places/new", &[("activity-1", "")]).await;
        assert_eq!(empty.status, 422);
        assert!(empty.words().contains("Say what happens there") && empty.text.contains("Nobody sings alone"), "{}", empty.words());
        let wrong = send(&mut amina, "/places/new", &[("to-1", "09:00"), ("cost", "some"), ("room", "many")]).await;
        assert_eq!(wrong.status, 422);
        for words in ["It ends before it begins", "Write a whole number"] {
            assert!(wrong.words().contains(words), "{}", wrong.words());
        }
        assert!(wrong.text.contains("value=\"some\"") && wrong.text.contains("value=\"many\""));
    }

    async fn one_tap_says_that_it_is_still_there_or_that_somebody_began_and_putting_away_can_be_undone(db) {
        let app = TestApp::begin(db).await;
        let id = app.place(Persona::Ben, PlaceDetails { room: Some(1), ..choir() }).await;
        let place = format!("/places/{id}");
        let mut amina = app.signed_in(Persona::Amina).await;
        assert!(amina.get(&place).await.words().contains("Last seen on 5 January 2026"));
        let seen = amina.fill(&place, &format!("{place}/seen"), &[]).await;
        assert_eq!(seen.status, 303, "{}", seen.words());
        assert!(amina.get(&place).await.words().contains("Last seen on 12 March 2026"));
        let began = amina.fill(&place, &format!("{place}/welcomed"), &[]).await;
        assert_eq!(began.status, 303, "{}", began.words());
        let page = amina.get(&place).await.words();
        assert!(page.contains("No room for anybody new") && page.contains("1 person of ours began there"), "{page}");
        let away = format!("{place}/retirement");
        let fields = [("reason", "closed_down"), ("words", "The roof came down"), ("retired_on", "2026-03-11")];
        assert_eq!(amina.fill(&away, &away, &fields).await.status, 303);
        let page = amina.get(&place).await.words();
        assert!(page.contains("Put away on 11 March 2026: it has closed.") && page.contains("The roof came down"), "{page}");
        assert!(!finds(&mut amina, "only", "offered").await && finds(&mut amina, "only", "put_away").await);
        let again = amina.fill(&place, &format!("{place}/taking-up"), &[]).await;
        assert_eq!(again.status, 303, "{}", again.words());
        assert!(finds(&mut amina, "only", "offered").await);
    }

    async fn what_nobody_made_sure_of_for_half_a_year_is_said_to_be_so(db) {
        let app = TestApp::begin(db).await;
        let id = app.place(Persona::Amina, choir()).await;
        app.clock.set("2026-07-05T10:00:00Z".parse().expect("a time"));
        let mut amina = app.signed_in(Persona::Amina).await;
        let page = amina.get(&format!("/places/{id}")).await.words();
        assert!(page.contains("Ring or drop in before somebody goes there"), "{page}");
        let list = amina.get("/places").await.words();
        assert!(list.contains("Nobody has made sure of 1 place for half a year"), "{list}");
        assert!(finds(&mut amina, "only", "to_ask").await);
    }

    async fn another_organisation_knows_nothing_of_it_and_cannot_change_it(db) {
        let app = TestApp::begin(db).await;
        let id = app.place(Persona::Amina, choir()).await;
        let mut olu = app.signed_in(Persona::Olu).await;
        assert_eq!(olu.get(&format!("/places/{id}")).await.status, 404);
        assert!(!olu.get("/places").await.text.contains("Luke"));
        let command = PlaceCommand::SeePlace { seen_on: day("2026-03-12") };
        let refused = app.ask(Persona::Olu, Instruction::Place { id, command }).await;
        assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
        for other in [Persona::Claire, Persona::Dev, Persona::Sam] {
            let mut browser = app.signed_in(other).await;
            assert_eq!(browser.get(&format!("/places/{id}")).await.status, 404, "{other:?}");
        }
    }

    async fn whoever_holds_the_door_is_a_community_member_of_the_house_and_is_forgotten_there_too(db) {
        let app = TestApp::begin(db).await;
        let moira = app.community_member(Persona::Amina, "Moira Lyle").await;
        let gordon = app.register(Persona::Amina, "Gordon Wells").await;
        let theirs = app.community_member(Persona::Olu, "Ann Elsewhere").await;
        let id = app.place(Persona::Amina, choir()).await;
        let tell = |contact| {
            let (details, told_on) = (Box::new(choir()), day("2026-03-12"));
            Instruction::Place { id, command: PlaceCommand::TellPlaceAnew { details, contact, told_on } }
        };
        let refused = app.ask(Persona::Amina, tell(Some(gordon))).await;
        assert!(matches!(refused, Err(Refusal::Invalid { field: "contact_id", .. })), "{refused:?}");
        let refused = app.ask(Persona::Amina, tell(Some(theirs))).await;
        assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
        app.ask(Persona::Amina, tell(Some(moira))).await.expect("she holds the door");
        let mut amina = app.signed_in(Persona::Amina).await;
        let page = amina.get(&format!("/places/{id}")).await.words();
        assert!(page.contains("Who holds the doorMoira Lyle"), "{page}");
        let ground = ErasureGround::RequestedAndGranted;
        app.person(Persona::Rosa, moira, PersonCommand::DecideErasure { ground, authority: line("Rosa, team lead") }).await;
        let page = amina.get(&format!("/places/{id}")).await;
        assert_eq!(page.status, 200);
        assert!(page.words().contains("Nobody whom we know yet") && !page.text.contains("Moira"), "{}", page.words());
    }

    async fn the_one_search_box_finds_places_beside_people_and_the_list_can_be_taken_along(db) {
        let app = TestApp::begin(db).await;
        app.place(Persona::Ben, PlaceDetails { room: Some(3), ..choir() }).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let found = amina.fill("/search", "/search", &[("q", "luke singing")]).await.words();
        assert!(found.contains("1 place") && found.contains("St Luke's choir"), "{found}");
        let none = amina.fill("/search", "/search", &[("q", "luke chess")]).await.words();
        assert!(!none.contains("St Luke's choir"), "{none}");
        let mut olu = app.signed_in(Persona::Olu).await;
        assert!(!olu.fill("/search", "/search", &[("q", "luke")]).await.words().contains("St Luke's choir"));
        let rows = super::export::records(&amina.get("/lists/places.csv").await.bytes);
        let choir = rows.iter().find(|row| row[0] == "St Luke's choir").expect("it is in the file");
        assert_eq!(choir[1..5], ["singing", "Northfield", "", ""]);
        assert_eq!((choir[8].as_str(), choir[10].as_str(), choir[11].as_str()), ("3", "yes", ""));
        let theirs = super::export::records(&olu.get("/lists/places.csv").await.bytes);
        assert!(!theirs.iter().any(|row| row[0] == "St Luke's choir"));
    }

    async fn no_word_of_a_place_stands_in_clear_in_the_log(db) {
        let app = TestApp::begin(db).await;
        app.place(Persona::Amina, PlaceDetails { name: line("Xylophones at noon"), ..choir() }).await;
        let rows: Vec<(String,)> = infra::on!(&app.wired.database, read, pool =>
            sqlx::query_as("SELECT CAST(payload AS TEXT) FROM events WHERE aggregate_type = 'place'")
                .fetch_all(pool)
                .await)
        .expect("the log can be read");
        assert_eq!(rows.len(), 1);
        assert!(!rows[0].0.contains("Xylophones") && !rows[0].0.contains("singing"), "{}", rows[0].0);
        assert!(app.wired.log.head().await.expect("the head") > 0);
    }
}
