//! Which places stand beside the people whom somebody could meet: in which order and why, which do not and why,
//! what to do next, and that every such list is kept.

use domain::person::codes::{Barrier, CommunicationNeed};
use domain::person::records::Interest;
use domain::person::{Availability, DayOfWeek, PersonCommand, Slot};
use domain::place::{Activity, Attribute, PlaceCommand, PlaceDetails, Setting, TakingPart};
use domain::shared::ids::PersonId;
use tests::browser::Browser;
use tests::cases::{Case, day, line};
use tests::places::choir;
use tests::{Persona, TestApp, on_both_databases};

async fn begin(app: &TestApp) -> (Case, Browser) {
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    (case, app.signed_in(Persona::Amina).await)
}

fn slot(day: DayOfWeek, from: u32, to: u32) -> Slot {
    let at = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
    Slot { day, from: at(from), to: at(to) }
}

/// A garden in the part of town where everybody of these tests lives, at which what Gordon loves happens.
fn garden(name: &str) -> PlaceDetails {
    let ways = [TakingPart::TakePart, TakingPart::Learn].into();
    PlaceDetails {
        name: line(name),
        activities: vec![Activity { name: line("Growing vegetables"), ways }],
        when: vec![slot(DayOfWeek::Tuesday, 10, 12)],
        attributes: [(Attribute::StepFree, false)].into(),
        ..choir()
    }
}

async fn free_on_tuesdays(app: &TestApp, id: PersonId) {
    let slots = vec![slot(DayOfWeek::Tuesday, 9, 12)];
    let availability = Availability { slots, constraints: None };
    let set_on = day("2026-03-01");
    app.person(Persona::Amina, id, PersonCommand::SetAvailability { availability, set_on }).await;
}

/// What the page says of places: those that fit, and those that do not.
async fn places(browser: &mut Browser, id: PersonId) -> (String, String) {
    let said = browser.get(&format!("/people/{id}/introductions/new")).await.words();
    let said = said.rsplit_once("Places and groups nearby that fit").expect("there are places").1.to_owned();
    match said.split_once("Places that do not fit just now, and why") {
        Some((fits, outs)) => (fits.to_owned(), outs.to_owned()),
        None => (said, String::new()),
    }
}

on_both_databases! {
    async fn what_happens_nearby_stands_beside_the_people_with_reasons_and_what_to_do_next(db) {
        let app = TestApp::begin(db).await;
        let (case, mut amina) = begin(&app).await;
        assert!(places(&mut amina, case.person).await.0.contains("No place is written down yet"));
        let id = app.place(Persona::Ben, garden("Mount garden")).await;
        app.place(Persona::Ben, PlaceDetails { name: line("Chess circle"), ..choir() }).await;
        free_on_tuesdays(&app, case.person).await;
        let (fits, _) = places(&mut amina, case.person).await;
        for sentence in [
            "Mount garden",
            "Gordon loves growing vegetables: that is what people come here for.",
            "It meets when Gordon is free: Tuesday mornings.",
            "It is in Northfield, where Gordon lives.",
            "To ask first: how far Gordon would go.",
            "1 other place is open to Gordon",
        ] {
            assert!(fits.contains(sentence), "{sentence} is missing from {fits}");
        }
        assert!(!fits.contains("Chess circle"), "nothing that he loves happens there: {fits}");
        let page = amina.get(&format!("/people/{}/introductions/new", case.person)).await.text;
        let plan = format!("/engagements/{}/sessions/new?place={id}", case.engagement);
        assert!(page.contains(&plan) && page.contains("?other=new"));
        let form = amina.get(&plan).await;
        assert_eq!(form.field("place").as_deref(), Some("Mount garden, Northfield"));
        assert_eq!(form.field("on").as_deref(), Some("2026-03-17"));
        assert_eq!(form.field("starts_at").as_deref(), Some("10:00"));
        let to = format!("/engagements/{}/sessions/new", case.engagement);
        let place = form.field("place").expect("where");
        let (on, at, minutes, kind) = ("2026-03-17", "10:00", "2:00", "face_to_face");
        let fields = [("on", on), ("starts_at", at), ("minutes", minutes), ("kind", kind), ("place", &place)];
        let planned = amina.fill(&plan, &to, &fields).await;
        assert_eq!(planned.status, 303, "{}", planned.words());
        let week = amina.get("/week?of=2026-03-17").await.text;
        let visit = week.split('"').find(|part| part.contains("/sessions/") && !part.contains(&case.planned.to_string()));
        let visit = amina.get(visit.expect("it is in the week")).await.text;
        assert!(visit.contains(&format!("<a href=\"/places/{id}\">Mount garden, Northfield</a>")), "{visit}");
        let pat = app.community_member(Persona::Amina, "Pat Amory").await;
        let (details, told_on) = (Box::new(garden("Mount garden")), app.today());
        let command = PlaceCommand::TellPlaceAnew { details, contact: Some(pat), told_on };
        app.place_told(Persona::Amina, id, command).await;
        let page = amina.get(&format!("/people/{}/introductions/new", case.person)).await.text;
        assert!(page.contains(&format!("?other={pat}")) && page.contains("Introduce to who holds the door"));
    }

    async fn what_does_not_fit_just_now_is_said_with_the_reason_and_what_is_put_away_is_not(db) {
        let app = TestApp::begin(db).await;
        let (case, mut amina) = begin(&app).await;
        free_on_tuesdays(&app, case.person).await;
        let evening = vec![slot(DayOfWeek::Friday, 18, 20)];
        for details in [
            PlaceDetails { room: Some(0), ..garden("Full garden") },
            PlaceDetails { setting: Setting::Children, ..garden("School garden") },
            PlaceDetails { when: evening, ..garden("Evening garden") },
            PlaceDetails { attributes: [(Attribute::QuietSpace, false)].into(), ..garden("Loud garden") },
            garden("Steep garden"),
        ] {
            app.place(Persona::Amina, details).await;
        }
        let away = app.place(Persona::Amina, garden("Gone garden")).await;
        let (reason, retired_on) = (domain::place::RetiredBecause::ClosedDown, app.today());
        app.place_told(Persona::Amina, away, PlaceCommand::RetirePlace { reason, words: None, retired_on }).await;
        let (fits, outs) = places(&mut amina, case.person).await;
        assert!(fits.contains("Loud garden") && fits.contains("Steep garden"), "{fits}");
        for sentence in [
            "Full gardenIt has no room for anybody new just now.",
            "School gardenIt is for children, and the checks of adults are not settled.",
            "Evening gardenIt never meets when Gordon is free.",
        ] {
            assert!(outs.contains(sentence), "{sentence} is missing from {outs}");
        }
        assert!(!fits.contains("Gone garden") && !outs.contains("Gone garden"));
        let needs = vec![CommunicationNeed::WheelchairAccess, CommunicationNeed::QuietPlaces];
        let command = PersonCommand::RecordCommunicationNeeds { needs, notes: None };
        app.person(Persona::Amina, case.person, command).await;
        let (fits, outs) = places(&mut amina, case.person).await;
        assert!(outs.contains("Steep gardenThere are steps, and Gordon needs a way in without."), "{outs}");
        assert!(outs.contains("Loud gardenIt is not quiet, and Gordon needs somewhere quiet."), "{outs}");
        assert!(!fits.contains("Loud garden") && !fits.contains("Steep garden"), "{fits}");
    }

    async fn what_hinders_somebody_at_a_building_is_asked_before_they_go_where_nobody_knows(db) {
        let app = TestApp::begin(db).await;
        let (case, mut amina) = begin(&app).await;
        app.place(Persona::Amina, PlaceDetails { attributes: Default::default(), ..garden("Mount garden") }).await;
        let interest = Interest {
            name: line("bowls"),
            kind: domain::person::codes::InterestKind::Interest,
            own_words: None,
            strength: 1,
            share: None,
            evidence: domain::person::codes::Evidence::Person,
            participation: domain::person::codes::Participation::UsedTo,
            barriers: [Barrier::AccessToBuilding].into(),
        };
        let (interest_id, recorded_on) = (app.id(), day("2026-03-01"));
        let command = PersonCommand::RecordInterest { interest_id, interest, recorded_on };
        app.person(Persona::Amina, case.person, command).await;
        let (fits, _) = places(&mut amina, case.person).await;
        assert!(fits.contains("To ask first: whether one gets in without steps"), "{fits}");
    }

    async fn the_first_three_places_are_shown_with_how_many_there_are_and_more_when_asked_for(db) {
        let app = TestApp::begin(db).await;
        let (case, mut amina) = begin(&app).await;
        for name in ["Back garden", "Front garden", "Roof garden", "Water garden"] {
            app.place(Persona::Amina, garden(name)).await;
        }
        let (fits, _) = places(&mut amina, case.person).await;
        assert!(fits.contains("Three of 4, those that fit best."), "{fits}");
        assert_eq!(fits.matches("that is what people come here for").count(), 3, "{fits}");
        let more = format!("/people/{}/introductions/new?more=places", case.person);
        let page = amina.get(&more).await.words();
        assert_eq!(page.matches("that is what people come here for").count(), 4, "{page}");
        assert!(!page.contains("Show more places"), "{page}");
        let lists = &app.wired.app.lists;
        lists.settled().await;
        let viewer = app.viewer(Persona::Rosa);
        let lead = viewer.connecting().expect("a lead");
        let kept = lists.latest_places(&lead, case.person, 10).await.expect("lists");
        let shown = |list: &app::nearby::PlaceList| {
            list.entries.iter().flat_map(|kept| &kept.ranked).filter(|one| one.shown).count()
        };
        let mut shown: Vec<usize> = kept.iter().map(shown).collect();
        shown.sort_unstable();
        assert_eq!(shown, [3, 4], "what stood on the page, and no more");
    }

    async fn every_list_of_places_is_kept_apart_from_those_of_people_and_emptied_when_they_are_forgotten(db) {
        let app = TestApp::begin(db).await;
        let (case, mut amina) = begin(&app).await;
        let garden_id = app.place(Persona::Amina, garden("Mount garden")).await;
        let full = app.place(Persona::Amina, PlaceDetails { room: Some(0), ..garden("Full garden") }).await;
        let chess = app.place(Persona::Amina, choir()).await;
        places(&mut amina, case.person).await;
        let lists = &app.wired.app.lists;
        lists.settled().await;
        let viewer = app.viewer(Persona::Rosa);
        let lead = viewer.connecting().expect("a lead");
        let kept = lists.latest_places(&lead, case.person, 10).await.expect("lists");
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].rules, kept[0].counted), (domain::matching::PLACE_RULES, (2, 1)));
        let entries = kept[0].entries.clone().expect("what stood on it");
        let shown: Vec<_> = entries.ranked.iter().map(|one| (one.place_id, one.shown)).collect();
        assert_eq!(shown, [(garden_id, true), (chess, false)]);
        assert_eq!(entries.left_out, [(full, vec!["full".to_owned()])]);
        let people = lists.latest(&lead, Some(case.person), 10).await.expect("lists");
        assert_eq!(people.len(), 1, "the lists of people are as many as before");
        let elsewhere = app.viewer(Persona::Olu);
        let olu = elsewhere.connecting().expect("a connector");
        assert_eq!(lists.latest_places(&olu, case.person, 10).await.expect("lists").len(), 0);
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let said = rosa.get(&format!("/people/{}/introductions/lists", case.person)).await.words();
        assert!(said.contains("Places that were put before Gordon") && said.contains("Mount garden45"), "{said}");
        assert!(said.contains("Full gardenFull"), "{said}");
        let raw: Vec<(Vec<u8>,)> = infra::on!(&app.wired.database, read, pool =>
            sqlx::query_as("SELECT entries FROM place_lists").fetch_all(pool).await)
        .expect("the table can be read");
        let place_id = garden_id.to_string();
        assert!(!String::from_utf8_lossy(&raw[0].0).contains(&place_id), "it is sealed");
        lists.forget(lead.organisation(), case.person).await.expect("they are forgotten");
        let kept = lists.latest_places(&lead, case.person, 10).await.expect("lists");
        assert_eq!((kept.len(), kept[0].entries.clone()), (1, None));
    }
}
