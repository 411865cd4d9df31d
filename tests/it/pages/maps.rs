//! Relationship maps after they were taken: one that was a mistake is taken back, who was met through us is said and
//! read, and all of them are played and drawn over time.

use domain::person::PersonCommand;
use domain::person::codes::{ContactFrequency, MapMethod, Ring, Sector, TieKind, Wish};
use domain::person::records::MapEntry;
use domain::shared::ids::{MapId, PersonId};
use tests::cases::{day, line, words};
use tests::folded::every_model_is_what_the_log_says;
use tests::{Browser, Persona, TestApp, on_both_databases};

use super::export::records;
use super::merging::{forget, page, put_together, shown_anywhere, take_apart, twice};
use super::person::at;

async fn take(app: &TestApp, by: Persona, id: PersonId, on: &str, names: &[&str]) -> MapId {
    let map_id: MapId = app.id();
    let entry = |name: &&str| MapEntry {
        entry_id: app.id(),
        name: line(name),
        person_id: None,
        ring: Ring::Friends,
        sector: Sector::FriendsAndUnpaid,
        tie: TieKind::Friend,
        shares_service: None,
        frequency: ContactFrequency::Weekly,
        started_by: None,
        gives: Default::default(),
        receives: Default::default(),
        wish: Wish::Same,
    };
    let (taken_on, method, entries) = (day(on), MapMethod::Conversation, names.iter().map(entry).collect());
    app.person(by, id, PersonCommand::TakeRelationshipMap { map_id, taken_on, method, entries }).await;
    map_id
}

async fn take_back(browser: &mut Browser, map: &str, reason: &str) -> tests::Answer {
    let form = format!("{map}/taking-back");
    browser.fill(&form, &form, &[("reason", reason)]).await
}

/// What is known of somebody.
async fn known(app: &TestApp, id: PersonId) -> domain::person::Person {
    let rosa = app.viewer(Persona::Rosa);
    let who = rosa.connecting().expect("a lead");
    app.wired.app.views.person(&who, id).await.expect("an answer").expect("on record").person
}

on_both_databases! {
    async fn a_map_that_was_a_mistake_is_taken_back_stays_to_be_seen_and_counts_nowhere(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let id = case.person;
        let (mut amina, mut ben) = (app.signed_in(Persona::Amina).await, app.signed_in(Persona::Ben).await);
        let second = take(&app, Persona::Amina, id, "2026-03-01", &["Lee", "Sue"]).await;
        let (first, second) = (format!("/people/{id}/maps/{}", case.map), format!("/people/{id}/maps/{second}"));
        let before = amina.get(&at(id, "measures")).await.words();
        assert!(before.contains("2 more than on 21 January 2026"), "{before}");

        assert!(amina.get(&first).await.text.contains(&format!("href=\"{first}/taking-back\"")));
        let wordless = take_back(&mut amina, &first, " ").await;
        assert!(wordless.status == 422 && wordless.text.contains("id=\"f-reason-error\""), "{}", wordless.words());
        let done = take_back(&mut amina, &first, "His brother's people").await;
        assert_eq!((done.status, done.location().split('?').next()), (303, Some(first.as_str())));
        let shown = amina.get(&first).await;
        for said in ["Taken back on 12 March 2026", "His brother’s people", "It is no longer counted."] {
            assert!(shown.words().replace('\'', "’").contains(said), "{said} in {}", shown.words());
        }
        assert!(!shown.text.contains("It was a mistake") && !shown.words().contains("Since the map before"));
        let told = amina.get(&at(id, "timeline")).await.words().replace('\'', "’");
        assert!(told.contains("The map of 21 January 2026 was taken back") && told.contains("His brother’s people"), "{told}");

        // Nothing is measured against it any more.
        let after = amina.get(&at(id, "measures")).await.words();
        assert!(after.contains("as the map of 1 March 2026 has it") && !after.contains("21 January 2026"), "{after}");
        let record = amina.get(&format!("/people/{id}")).await.words();
        assert!(record.contains("2 unpaid") && !record.contains("2 unpaid, was"), "{record}");
        assert!(amina.get(&at(id, "maps/comparison")).await.words().contains("There are not two maps yet"));
        let alone = amina.get(&second).await;
        assert!(!alone.words().contains("Map 1 of") && alone.words().contains("These maps were a mistake"), "{}", alone.words());

        let again = take_back(&mut amina, &first, "Once more").await;
        assert!(again.status == 422 && again.words().contains("This map was taken back on"), "{}", again.words());
        for path in [first.clone(), format!("{first}/taking-back")] {
            assert_eq!(ben.get(&path).await.status, 404, "{path}");
        }
        assert_eq!(amina.get(&format!("/people/{id}/maps/{}/taking-back", app.id::<MapId>())).await.status, 404);

        // The last one: the first map is due again, and the list of either can still be taken away.
        assert!(amina.get(&format!("{second}/taking-back")).await.words().contains("the only map that counts"));
        assert_eq!(take_back(&mut amina, &second, "The wrong day").await.status, 303);
        let viewer = app.viewer(Persona::Amina);
        let who = viewer.connecting().expect("a connector");
        let cases = app.wired.app.views.cases_of(&who, id, day("2026-03-12")).await.expect("cases");
        assert_eq!(cases[0].first_map_on, None);
        let record = amina.get(&format!("/people/{id}")).await.words();
        assert!(record.contains("Take the first map") && record.contains("map of 1 March 2026 was taken back"), "{record}");
        let (map, list) = (second.rsplit('/').next().expect("an id"), format!("/people/{id}/files/map.csv"));
        assert_eq!(amina.get(&list).await.status, 404, "there is no latest one");
        assert_eq!(records(&amina.get(&format!("{list}?of={map}")).await.bytes).len(), 3);
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn a_map_taken_back_goes_back_with_the_record_that_brought_it(db) {
        let app = TestApp::begin(db).await;
        let (one, two) = twice(&app).await;
        let own = take(&app, Persona::Amina, one.person, "2026-03-02", &["Lee"]).await;
        assert_eq!(put_together(&app, one.person, two.person).await.status, 303);
        let back = |map_id, reason| PersonCommand::TakeMapBack { map_id, reason: words(reason) };
        app.person(Persona::Ben, one.person, back(two.map, "It was of his neighbour")).await;
        app.person(Persona::Amina, one.person, back(own, "It was the day after")).await;
        every_model_is_what_the_log_says(&app.wired).await;
        let both = known(&app, one.person).await;
        assert_eq!(both.maps.iter().map(|map| map.map_id).collect::<Vec<_>>(), [one.map]);
        let said = page(&app, Persona::Rosa, &format!("/people/{}/unmerging", one.person)).await;
        assert!(said.contains("1 more goes back"), "{said}");

        assert_eq!(take_apart(&app, one.person, two.person).await.status, 303);
        every_model_is_what_the_log_says(&app.wired).await;
        let (stays, went) = (known(&app, one.person).await, known(&app, two.person).await);
        assert!(stays.map_taken_back(own).is_some() && stays.map(two.map).is_none());
        assert!(went.maps.is_empty() && went.map_taken_back(two.map).is_some());
        forget(&app, two.person).await;
        assert!(!shown_anywhere(&app).await.contains("his neighbour"));
        every_model_is_what_the_log_says(&app.wired).await;
    }

    async fn who_was_met_through_us_is_said_by_hand_and_read_on_the_map_and_in_its_file(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, maps) = (case.person, at(case.person, "maps"));
        let mut amina = app.signed_in(Persona::Amina).await;
        let added = amina.fill(&at(id, "maps/new"), &maps, &[("add", "1"), ("taken_on", "2026-03-11"), ("method", "conversation")]).await;
        let row = added.field("entry").expect("a row came");
        let tick = format!("name=\"started-{row}\" value=\"{}\"", case.engagement);
        let ticked = |text: &str| text.split(&tick).nth(1).and_then(|rest| rest.split('>').next()).map(|rest| rest.contains("checked"));
        assert_eq!(ticked(&added.text), Some(false), "offered by hand, and not ticked");
        let named = |name: &str| format!("{name}-{row}");
        let engagement = case.engagement.to_string();
        let (name, ring, sector, tie) = (named("name"), named("ring"), named("sector"), named("tie"));
        let (frequency, wish, service, started) = (named("frequency"), named("wish"), named("service"), named("started"));
        let fields = [
            ("taken_on", "2026-03-11"), ("method", "conversation"), ("entry", row.as_str()),
            (name.as_str(), "Nell"), (ring.as_str(), "friends"), (sector.as_str(), "friends_and_unpaid"),
            (tie.as_str(), "friend"), (frequency.as_str(), "weekly"), (wish.as_str(), "same"),
            (service.as_str(), "yes"), (started.as_str(), engagement.as_str()),
        ];
        let kept = amina.fill(&at(id, "maps/new"), &maps, &fields).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let map = kept.location().split('?').next().expect("a path").to_owned();
        let shown = amina.get(&map).await;
        let line = shown.text.split("<th scope=\"row\">Nell").nth(1).and_then(|rest| rest.split("</tr>").next());
        assert!(line.is_some_and(|line| line.contains("<td>Yes</td>") && line.contains("Met through us")), "{line:?}");
        assert!(shown.text.contains("class=\"ours\"") && shown.text.contains("pill ours"), "drawn, and in the key");
        assert!(shown.text.contains(", met through us</title>"));
        let of = map.rsplit('/').next().expect("an id");
        let file = records(&amina.get(&format!("/people/{id}/files/map.csv?of={of}")).await.bytes);
        assert_eq!(file[0][8..11], ["Uses the same service", "Met through us", "Counts as unpaid"]);
        assert_eq!(file[1][8..11], ["yes", "yes", "yes"]);
        let then = amina.get(&at(id, "maps/comparison")).await;
        assert!(then.words().contains("Of these, met through us01"), "{}", then.words());

        let next = amina.get(&at(id, "maps/new")).await;
        assert_eq!(ticked(&next.text), Some(true), "the next map begins with it");
    }

    async fn all_maps_can_be_played_and_are_drawn_as_a_line_with_the_circles_of_each_day(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let id = case.person;
        let mut amina = app.signed_in(Persona::Amina).await;
        let alone = amina.get(&format!("/people/{id}/maps/{}", case.map)).await;
        assert!(!alone.text.contains("id=\"player\"") && !alone.text.contains("js/replay.js"), "one is not played");
        assert!(!amina.get(&at(id, "measures")).await.words().contains("Unpaid, map by map"));
        let second = take(&app, Persona::Amina, id, "2026-02-01", &["Lee"]).await;
        let third = take(&app, Persona::Amina, id, "2026-03-11", &["Lee", "Nell", "Pat"]).await;
        let shown = amina.get(&format!("/people/{id}/maps/{third}")).await;
        let played = shown.text.split("data-maps=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("what is played");
        let days: Vec<&str> = played.lines().collect();
        let [a, b, c] = [(case.map, "21 January 2026"), (second, "1 February 2026"), (third, "11 March 2026")]
            .map(|(map, day)| format!("/people/{id}/maps/{map} {day}"));
        assert_eq!(days, [a, b, c]);
        assert!(shown.text.contains("js/replay.js") && shown.text.contains("max=\"2\""));
        assert!(shown.words().contains("11 March 2026: 3 people in their life unpaid; on 21 January 2026 it was 0. New: Nell and Pat."), "{}", shown.words());
        assert!(shown.words().contains("Map 3 of 3"), "without a script the links are the way");
        let measures = amina.get(&at(id, "measures")).await;
        assert!(measures.words().contains("0 people in Gordon’s life unpaid on 21 January 2026, 3 on 11 March 2026, over 3 maps."), "{}", measures.words());
        assert!(measures.text.contains("<th scope=\"row\">1 February 2026</th><td>1</td><td>0</td><td>1</td><td>0</td><td>0</td><td>0</td>"), "{}", measures.text);
    }
}
