//! Safeguarding concerns: told in one tap, read by the leads alone, handled to the end, and nowhere else.

mod interrupted;
mod nowhere_else;
mod register;
mod retention;

use domain::concern::ConcernEvent;
use domain::shared::ids::ConcernId;
use tests::cases::Case;
use tests::databases::{Which, fresh};
use tests::{Browser, Persona, TestApp, on_both_databases};

/// What is said in the concern of these tests, and nowhere else.
pub(super) const SECRETS: [&str; 4] = ["took her cardigan", "brother-in-law", "locksmith", "strongbox"];

/// A person, and what Amina told about them in so many words.
pub(super) async fn told(app: &TestApp) -> (Case, ConcernId) {
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    let mut amina = app.signed_in(Persona::Amina).await;
    let (page, to) =
        (format!("/people/{}/concerns/new", case.person), format!("/people/{}/concerns", case.person));
    let fields = [
        ("witnessed", "“He took her cardigan”, she said"),
        ("alleged", "His brother-in-law"),
        ("category", "financial"),
        ("happened_on", "2026-03-11"),
        ("known", "person_told"),
    ];
    let done = amina.fill(&page, &to, &fields).await;
    assert_eq!(done.status, 303, "{}", done.words());
    let id = done.location().strip_prefix("/concerns/").expect("its receipt").parse().expect("an id");
    (case, id)
}

async fn lead(app: &TestApp) -> Browser {
    app.signed_in(Persona::Grace).await
}

/// Sends one of the lead's forms, which must be taken.
async fn step(browser: &mut Browser, id: ConcernId, part: &str, fields: &[(&str, &str)]) {
    let page = format!("/safeguarding/{id}/{part}");
    let day = match part {
        "outcome" => "done_on",
        "referral" => "referred_on",
        "decision" => "decided_on",
        "feedback" => "told_on",
        "banner" => "from_on",
        _ => "settled_on",
    };
    let done = browser.fill(&page, &page, &[fields, &[(day, "2026-03-12")]].concat()).await;
    assert_eq!(done.status, 303, "{part}: {}", done.words());
}

/// Presses a button on the record that asks for no words.
async fn press(browser: &mut Browser, id: ConcernId, part: &str) {
    let done = browser.fill(&format!("/safeguarding/{id}"), &format!("/safeguarding/{id}/{part}"), &[]).await;
    assert_eq!(done.status, 303, "{part}: {}", done.words());
}

on_both_databases! {
    async fn a_worry_is_told_in_one_tap_and_received(db) {
        let app = TestApp::begin(db).await;
        let (case, id) = told(&app).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        for page in [
            format!("/people/{}", case.person),
            format!("/people/{}/timeline", case.person),
            format!("/engagements/{}", case.engagement),
            format!("/engagements/{}/sessions/{}", case.engagement, case.planned),
            format!("/relationships/{}", case.relationship),
        ] {
            let shown = amina.get(&page).await;
            assert!(shown.words().contains("Tell the safeguarding lead"), "{page}");
        }
        let receipt = amina.get(&format!("/concerns/{id}")).await.words();
        assert!(receipt.contains("You told it on 12 March 2026 at 10:00."), "{receipt}");
        assert!(amina.get("/concerns").await.words().contains("Told today at 10:00."));
        for said in ["Grace North will see it today", "Do not promise to keep it secret", "What you wrote", "took her cardigan"] {
            assert!(receipt.contains(said), "{said} in {receipt}");
        }
        let mut grace = lead(&app).await;
        assert!(grace.get("/today").await.words().contains("A new concern"));
        app.clock.set("2026-03-12T14:05:00Z".parse().expect("a time"));
        press(&mut grace, id, "taking-over").await;
        let record = grace.get(&format!("/safeguarding/{id}")).await.words();
        assert!(record.contains("Told by Amina North on 12 March 2026 at 10:00. You have it."), "{record}");
        assert!(record.contains("12 March 2026 at 14:05You took it over"), "each step has its time: {record}");
        assert!(grace.get("/safeguarding").await.words().contains("Told today at 10:00 by Amina North."));
        let receipt = amina.get(&format!("/concerns/{id}")).await.words();
        assert!(receipt.contains("Grace North has it now") && !receipt.contains("cardigan"), "{receipt}");
        assert!(amina.get("/concerns").await.words().contains("Grace North has taken it over"));
    }

    async fn however_often_it_was_opened_what_was_done_stands_on_the_record(db) {
        let app = TestApp::begin(db).await;
        let (_, id) = told(&app).await;
        let mut grace = lead(&app).await;
        press(&mut grace, id, "taking-over").await;
        let few = grace.get(&format!("/safeguarding/{id}")).await.words();
        assert!(few.contains("2 times that day, last at 12 March 2026"), "{few}");
        assert!(!few.contains("Earlier openings are kept"), "{few}");
        let read = ConcernEvent::ConcernRead { read_on: app.today() };
        retention::happened(&app, id, std::iter::repeat_n(read, 600)).await;
        let many = grace.get(&format!("/safeguarding/{id}")).await.words();
        for said in ["took it over", "500 times that day", "Earlier openings are kept and not listed here."] {
            assert!(many.contains(said), "{said} in {many}");
        }
    }

    async fn a_lead_brings_a_concern_from_the_first_word_to_its_end(db) {
        let app = TestApp::begin(db).await;
        let (case, id) = told(&app).await;
        let mut grace = lead(&app).await;
        let list = grace.get("/safeguarding").await.words();
        assert!(list.contains("Gordon Wells") && list.contains("Told today at 10:00 by Amina North") && !list.contains("cardigan"), "{list}");
        press(&mut grace, id, "taking-over").await;
        let owner = app.account(Persona::Grace).account_id.to_string();
        step(&mut grace, id, "action", &[("words", "Ring the locksmith"), ("owner", &owner), ("due_on", "2026-03-13")]).await;
        let shown = grace.get(&format!("/safeguarding/{id}")).await.words();
        for said in ["took her cardigan", "brother-in-law", "Ring the locksmith", "You have it", "Who has opened this"] {
            assert!(shown.contains(said), "{said} in {shown}");
        }
        step(&mut grace, id, "outcome", &[("came_of", "New locks on Friday")]).await;
        step(&mut grace, id, "referral", &[("to", "council"), ("reference", "SA-991")]).await;
        assert!(grace.get("/safeguarding").await.words().contains("The council’s answer: by"));
        let page = format!("/safeguarding/{id}/closing");
        let early = grace.fill(&page, &page, &[("words", "Too early"), ("settled_on", "2026-03-12")]).await;
        assert_eq!(early.status, 422);
        assert!(early.words().contains("has not answered") && early.text.contains("Too early"));
        step(&mut grace, id, "decision", &[("answer", "not_met"), ("words", "No enquiry")]).await;
        step(&mut grace, id, "feedback", &[("words", "It is dealt with")]).await;
        step(&mut grace, id, "closing", &[("words", "The strongbox is at her sister's"), ("asked", "asked_and_said"), ("met", "fully")]).await;
        let closed = grace.get(&format!("/safeguarding/{id}")).await.words();
        for said in ["It is kept, restricted, until 12 March 2036", "The council decided: S42.1 not met", "Take it up again"] {
            assert!(closed.contains(said), "{said} in {closed}");
        }
        assert!(grace.get("/safeguarding").await.words().contains("1 closed concern"));
        let register = grace.get("/safeguarding/files/concerns.csv").await.text;
        assert!(register.contains("Gordon Wells") && register.contains("Closed"), "{register}");
        let letter = grace.get(&format!("/safeguarding/{id}/letter")).await.words();
        assert!(letter.contains("Gordon Wells") && letter.contains("took her cardigan") && letter.contains("SA-991"));
        step(&mut grace, id, "reopening", &[("reason", "It happened again")]).await;
        assert!(grace.get(&format!("/safeguarding/{id}")).await.words().contains("Agree the next step"));
        assert_eq!(case.by, Persona::Amina);
    }

    async fn others_see_a_neutral_banner_while_it_is_shown_and_not_a_word_more(db) {
        let app = TestApp::begin(db).await;
        let (case, id) = told(&app).await;
        let mut grace = lead(&app).await;
        step(&mut grace, id, "banner", &[("reach", "Grace, 0191 496 0123"), ("until_on", "2026-04-12")]).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let banner = "Please speak to the safeguarding lead before the next visit.";
        let pages = [
            format!("/people/{}", case.person),
            format!("/people/{}/timeline", case.person),
            format!("/engagements/{}/sessions/{}", case.engagement, case.planned),
            format!("/relationships/{}", case.relationship),
        ];
        for page in &pages {
            let shown = amina.get(page).await.words();
            assert!(shown.contains(banner) && shown.contains("Grace, 0191 496 0123"), "{page}: {shown}");
        }
        let easy = amina.get(&format!("/people/{}/profile/easy-read", case.person)).await.words();
        assert!(!easy.contains("safeguarding"), "not on the person's own page: {easy}");
        app.clock.set("2026-03-16T08:00:00Z".parse().expect("a time"));
        let mut amina = app.signed_in(Persona::Amina).await;
        assert!(amina.get("/today").await.words().contains("Speak to the safeguarding lead first"));
        app.clock.set("2026-04-13T08:00:00Z".parse().expect("a time"));
        let mut amina = app.signed_in(Persona::Amina).await;
        assert!(!amina.get(&pages[0]).await.words().contains(banner), "its last day has passed");
        app.clock.set("2026-03-12T10:00:00Z".parse().expect("a time"));
        let mut grace = lead(&app).await;
        press(&mut grace, id, "banner/ending").await;
        let mut amina = app.signed_in(Persona::Amina).await;
        assert!(!amina.get(&pages[0]).await.words().contains(banner));
    }

    async fn a_worry_about_a_relationship_is_pointed_at_from_there_until_it_is_closed(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let page = format!("/relationships/{}/concerns", case.relationship);
        let told = amina.fill(&page, &page, &[("witnessed", "She wears his watch")]).await;
        let id: ConcernId = told.location().strip_prefix("/concerns/").expect("its receipt").parse().expect("an id");
        let tie = format!("/relationships/{}", case.relationship);
        assert!(amina.get(&tie).await.words().contains("A worry is open"));
        let mut grace = lead(&app).await;
        press(&mut grace, id, "taking-over").await;
        step(&mut grace, id, "closing", &[("words", "It was a present")]).await;
        let shown = amina.get(&tie).await.words();
        assert!(!shown.contains("A worry is open") && !shown.contains("watch"), "{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_said_beside_the_field_and_no_word_is_lost() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let (case, _) = told(&app).await;
    let mut amina = app.signed_in(Persona::Amina).await;
    let (page, to) =
        (format!("/people/{}/concerns/new", case.person), format!("/people/{}/concerns", case.person));
    let answer =
        amina.fill(&page, &to, &[("witnessed", "She was afraid"), ("happened_on", "2026-03-13")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("id=\"f-happened_on-error\"") && answer.text.contains("She was afraid"));
    assert!(answer.words().contains("13 March 2026 is in the future"), "{}", answer.words());
    let before = amina.get("/concerns").await.words().matches("Nobody has taken it over yet").count();
    let asked = amina.fill(&page, &to, &[("happened_on", "")]).await;
    let said = asked.words();
    assert!(said.contains("You have not written what happened. Send it all the same?"), "{said}");
    assert!(asked.status == 422 && said.contains("Nothing was sent yet"), "{said}");
    let now = amina.get("/concerns").await.words().matches("Nobody has taken it over yet").count();
    assert_eq!(now, before, "nothing is kept before it is meant");
    let again: Vec<(String, String)> = asked.hidden(&to);
    let again: Vec<(&str, &str)> =
        again.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let empty = amina.post(&to, &again).await;
    assert_eq!(empty.status, 303, "it is asked once, and never refused: {}", empty.words());
    let twice = amina.get(empty.location()).await.words();
    assert!(twice.contains("It was received"), "{twice}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reading_is_recorded_and_shown_to_the_leads() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let (_, id) = told(&app).await;
    let before = app.wired.app.log.head().await.expect("the head");
    let mut amina = app.signed_in(Persona::Amina).await;
    amina.get(&format!("/concerns/{id}")).await;
    assert_eq!(app.wired.app.log.head().await.expect("the head"), before + 1, "the receipt is a reading too");
    let mut rosa = app.signed_in(Persona::Rosa).await;
    assert_eq!(rosa.get(&format!("/safeguarding/{id}")).await.status, 404);
    assert_eq!(rosa.get(&format!("/concerns/{id}")).await.status, 404);
    assert_eq!(app.wired.app.log.head().await.expect("the head"), before + 1, "nobody else reads anything");
    let mut grace = lead(&app).await;
    grace.get(&format!("/safeguarding/{id}")).await;
    let shown = grace.get(&format!("/safeguarding/{id}")).await.words();
    assert!(
        shown.contains("Amina North, 12 March 2026") && shown.contains("You, 2 times that day"),
        "{shown}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_of_the_team_who_is_named_as_the_source_never_opens_it_nor_is_shown_that_it_is_there() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    let mut amina = app.signed_in(Persona::Amina).await;
    let page = format!("/relationships/{}/concerns", case.relationship);
    let grace = app.account(Persona::Grace).account_id.to_string();
    let told = amina.fill(&page, &page, &[("witnessed", "Shouted at him"), ("source_account", &grace)]).await;
    assert_eq!(told.status, 303, "{}", told.words());
    let id = told.location().strip_prefix("/concerns/").expect("its receipt").to_owned();
    let receipt = amina.get(told.location()).await.words();
    assert!(receipt.contains("Nobody in Kith is a safeguarding lead who can open this"), "{receipt}");
    let mut grace = lead(&app).await;
    assert_eq!(grace.get(&format!("/safeguarding/{id}")).await.status, 404);
    assert!(!grace.get("/safeguarding").await.text.contains(&id));
    let tie = grace.get(&format!("/relationships/{}", case.relationship)).await;
    assert!(!tie.words().contains("A worry is open"), "nor does the relationship point at it");
}
