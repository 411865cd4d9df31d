//! The roll of a group: who came though nobody expected them, why somebody was away, and everything once however often it
//! is sent.

use app::commands::Instruction;
use app::groups::{session_besides, session_in};
use domain::engagement::records::{SessionDetails, SessionTime};
use domain::engagement::{EngagementCommand, SessionKind};
use domain::shared::ids::GroupId;
use tests::cases::{Case, day, line};
use tests::{Answer, Browser, Persona, TestApp, on_both_databases};

async fn cases<const N: usize>(app: &TestApp, names: [&str; N]) -> Vec<Case> {
    let mut cases = Vec::with_capacity(N);
    for name in names {
        cases.push(app.case(Persona::Amina, name, app.contracts[0].contract_id).await);
    }
    cases
}

/// A group of yesterday, as it is planned; the way to it.
async fn yesterday(browser: &mut Browser, cases: &[Case]) -> String {
    let ids: Vec<String> = cases.iter().map(|case| case.engagement.to_string()).collect();
    let mut fields = vec![
        ("place", "Cooking group"),
        ("on", "2026-03-11"),
        ("starts_at", "14:00"),
        ("minutes", "2:00"),
        ("every", "once"),
        ("travel_minutes", "20"),
        ("companions", "A volunteer"),
    ];
    fields.extend(ids.iter().map(|id| ("expected", id.as_str())));
    let planned = browser.fill("/groups/new", "/groups/new", &fields).await;
    assert_eq!(planned.status, 303, "{}", planned.words());
    planned.location().to_owned()
}

fn group_of(at: &str) -> GroupId {
    at.trim_start_matches("/groups/").parse().expect("the page of a group")
}

/// The roll as a browser sends it from one look at the page.
async fn roll(browser: &mut Browser, at: &str, told: &[(String, &str)]) -> Vec<(String, String)> {
    let shown = browser.get(at).await;
    let mut fields: Vec<(String, String)> =
        shown.hidden(at).into_iter().filter(|(name, _)| name != "csrf").collect();
    fields
        .extend([("minutes".to_owned(), "2:00".to_owned()), ("note".to_owned(), "We made soup".to_owned())]);
    fields.extend(told.iter().map(|(name, value)| (name.clone(), (*value).to_owned())));
    fields
}

async fn send(browser: &mut Browser, at: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    browser.post(at, &fields).await
}

/// A visit of one of them is written up alone: another day, another hour, and who came along with them.
async fn written_up_alone(app: &TestApp, at: &str, case: &Case) {
    let time = SessionTime {
        on: day("2026-03-10"),
        starts_at: "09:00:00".parse().ok(),
        minutes: 30,
        kind: SessionKind::FaceToFace,
        relationship_id: None,
    };
    let details = SessionDetails {
        travel_minutes: Some(55),
        companions: Some(line("A half-sister")),
        ..SessionDetails::default()
    };
    let session_id = session_in(group_of(at), case.engagement);
    let place = Some(line("The flat of a friend"));
    let command =
        EngagementCommand::DeliverSession { session_id, time, place, note: None, details, died_on: None };
    let instruction = Instruction::Engagement { id: case.engagement, command };
    app.ask(Persona::Amina, instruction).await.expect("it is written up");
}

on_both_databases! {
    async fn somebody_who_was_not_expected_gets_a_session_like_the_others_and_only_once(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder", "Shanice Morris"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let at = yesterday(&mut browser, &cases[..2]).await;
        let page = browser.get(&at).await;
        assert!(page.words().contains("Somebody came who was not expected"), "{}", page.words());
        let shanice = cases[2].engagement.to_string();
        let came = |case: &Case| (format!("came-{}", case.engagement), "came");
        let told = [came(&cases[0]), came(&cases[1]), ("besides".to_owned(), &*shanice)];
        let fields = roll(&mut browser, &at, &told).await;
        let before = app.wired.app.log.head().await.expect("a head");
        for _ in 0..2 {
            let sent = send(&mut browser, &at, &fields).await;
            assert_eq!((sent.status, sent.location()), (303, &*at), "{}", sent.words());
        }
        assert_eq!(app.wired.app.log.head().await.expect("a head"), before + 3, "a session each, once");
        let session = session_besides(group_of(&at), cases[2].engagement);
        let hers = browser.get(&format!("/engagements/{shanice}/sessions/{session}")).await.words();
        for told in ["We made soup", "Cooking group", "2 hours", "20 minutes", "A volunteer", "A group of"] {
            assert!(hers.contains(told), "{told}: {hers}");
        }
        let page = browser.get(&at).await.words();
        assert_eq!(page.matches("Came, 2 hours").count(), 3, "{page}");
        assert!(!page.contains("whom colleagues bring"), "{page}");
        app.stop().await;
    }

    async fn whoever_was_called_off_is_told_apart_from_whoever_did_not_come(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let at = yesterday(&mut browser, &cases).await;
        let of = |name: &str, case: &Case| format!("{name}-{}", case.engagement);
        let half = [(of("came", &cases[0]), "called_off"), (of("came", &cases[1]), "did_not_come")];
        let fields = roll(&mut browser, &at, &half).await;
        let asked = send(&mut browser, &at, &fields).await;
        assert_eq!(asked.status, 422);
        assert!(asked.words().contains("Say who called it off for Gordon"), "{}", asked.words());
        let told = [
            half[0].clone(),
            half[1].clone(),
            (of("by", &cases[0]), "supporter"),
            (of("words", &cases[0]), "The minibus did not come"),
            (of("words", &cases[1]), "A cold"),
        ];
        let fields = roll(&mut browser, &at, &told).await;
        assert_eq!(send(&mut browser, &at, &fields).await.status, 303);
        let page = browser.get(&at).await.words();
        assert!(page.contains("Called off by a supporter or provider"), "{page}");
        assert!(page.contains("Did not come: A cold"), "{page}");
        let timeline = browser.get(&format!("/people/{}/timeline", cases[0].person)).await.words();
        assert!(timeline.contains("The minibus did not come"), "{timeline}");
        app.stop().await;
    }

    async fn what_was_planned_of_the_way_and_of_who_comes_along_is_kept_with_whoever_came(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let at = yesterday(&mut browser, &cases).await;
        let came = |case: &Case| (format!("came-{}", case.engagement), "came");
        let fields = roll(&mut browser, &at, &[came(&cases[0]), came(&cases[1])]).await;
        assert_eq!(send(&mut browser, &at, &fields).await.status, 303);
        let session = session_in(group_of(&at), cases[0].engagement);
        let page = browser.get(&format!("/engagements/{}/sessions/{session}", cases[0].engagement)).await.words();
        assert!(page.contains("20 minutes") && page.contains("A volunteer"), "{page}");
        app.stop().await;
    }

    async fn words_for_everybody_do_not_name_whoever_came_besides_either(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder", "Shanice Morris"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let at = yesterday(&mut browser, &cases[..2]).await;
        let shanice = cases[2].engagement.to_string();
        let came = |case: &Case| (format!("came-{}", case.engagement), "came");
        let told = [came(&cases[0]), came(&cases[1]), ("besides".to_owned(), &*shanice)];
        let mut fields = roll(&mut browser, &at, &told).await;
        fields.retain(|(name, _)| name != "note");
        fields.push(("note".to_owned(), "Shanice came by and stayed".to_owned()));
        let shown = send(&mut browser, &at, &fields).await;
        assert_eq!(shown.status, 422);
        assert!(shown.words().contains("The words for everybody name Shanice"), "{}", shown.words());
        assert!(shown.text.contains("value=\"") && shown.text.contains("Shanice came by and stayed"));
        app.stop().await;
    }

    async fn whoever_came_besides_gets_the_day_of_the_group_and_nothing_told_of_one_of_the_others_alone(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder", "Shanice Morris", "Terry Bright"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let at = yesterday(&mut browser, &cases[..2]).await;
        let before = browser.get(&at).await.hidden(&at);
        written_up_alone(&app, &at, &cases[0]).await;
        let shanice = cases[2].engagement.to_string();
        let told = [(format!("came-{}", cases[1].engagement), "came"), ("besides".to_owned(), &*shanice)];
        let fields = roll(&mut browser, &at, &told).await;
        let sent = send(&mut browser, &at, &fields).await;
        assert_eq!(sent.status, 303, "{}", sent.words());
        let session = session_besides(group_of(&at), cases[2].engagement);
        let hers = browser.get(&format!("/engagements/{shanice}/sessions/{session}")).await.words();
        for told in ["11 March", "14:00", "2 hours", "Cooking group", "20 minutes", "A volunteer", "A group of three"] {
            assert!(hers.contains(told), "{told}: {hers}");
        }
        for other in ["half-sister", "flat of a friend", "55 minutes"] {
            assert!(!hers.contains(other), "{other}: {hers}");
        }
        // A roll that was looked at before everybody was written up.
        let terry = cases[3].engagement.to_string();
        let mut fields: Vec<(String, String)> = before.into_iter().filter(|(name, _)| name != "csrf").collect();
        fields.extend([("minutes", "2:00"), ("note", "We made soup"), ("besides", &*terry)].map(|(name, value)| (name.to_owned(), value.to_owned())));
        let sent = send(&mut browser, &at, &fields).await;
        assert_eq!(sent.status, 303, "{}", sent.words());
        let session = session_besides(group_of(&at), cases[3].engagement);
        let his = browser.get(&format!("/engagements/{terry}/sessions/{session}")).await.words();
        assert!(his.contains("11 March") && his.contains("14:00"), "{his}");
        for other in ["half-sister", "volunteer", "flat of a friend", "55 minutes", "20 minutes"] {
            assert!(!his.contains(other), "{other}: {his}");
        }
        app.stop().await;
    }

    async fn an_older_roll_makes_no_second_visit_of_somebody_who_is_in_the_group(db) {
        let app = TestApp::begin(db).await;
        let cases = cases(&app, ["Gordon Wells", "Ruth Calder"]).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let at = yesterday(&mut browser, &cases).await;
        written_up_alone(&app, &at, &cases[1]).await;
        let ruth = cases[1].engagement.to_string();
        let told = [(format!("came-{}", cases[0].engagement), "came"), ("besides".to_owned(), &*ruth)];
        let fields = roll(&mut browser, &at, &told).await;
        let before = app.wired.app.log.head().await.expect("a head");
        let sent = send(&mut browser, &at, &fields).await;
        assert!(sent.words().contains("are in the group on this date already"), "{}", sent.words());
        assert_eq!(app.wired.app.log.head().await.expect("a head"), before + 1, "one came, and no second visit");
        app.stop().await;
    }
}
