//! Introducing somebody: who is offered and why, somebody new in the same form, and nothing arranged
//! before both have said yes.

use domain::person::PersonCommand;
use domain::person::codes::{AnswerMethod, ConsentScope, Evidence, InterestKind, Participation};
use domain::person::records::Interest;
use domain::shared::ids::PersonId;
use tests::browser::{Answer, Browser};
use tests::cases::{Case, day, line};
use tests::databases::{Which, fresh};
use tests::{Persona, TestApp, on_both_databases};

async fn loves(app: &TestApp, id: PersonId, name: &str) {
    let interest = Interest {
        name: line(name),
        kind: InterestKind::Passion,
        own_words: None,
        strength: 2,
        share: None,
        evidence: Evidence::Person,
        participation: Participation::Regular,
        barriers: Default::default(),
    };
    let recorded_on = day("2026-03-01");
    let command = PersonCommand::RecordInterest { interest_id: app.id(), interest, recorded_on };
    app.person(Persona::Amina, id, command).await;
}

async fn begin(app: &TestApp) -> (Case, Browser) {
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    (case, app.signed_in(Persona::Amina).await)
}

fn form(case: &Case) -> (String, String) {
    (format!("/people/{}/introductions/new", case.person), format!("/people/{}/introductions", case.person))
}

/// Introduces the case's person to somebody who is not on record.
async fn newcomer(browser: &mut Browser, case: &Case, fields: &[(&str, &str)]) -> Answer {
    let (page, to) = form(case);
    let mut all = vec![("remember", "yes"), ("proposed_on", "2026-03-12"), ("why", "")];
    all.extend_from_slice(fields);
    browser.fill(&format!("{page}?other=new"), &to, &all).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_loves_the_same_comes_first_with_the_reason_and_whoever_refused_is_not_offered() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let (case, mut browser) = begin(&app).await;
    let owen = app.community_member(Persona::Amina, "Owen Turner").await;
    loves(&app, owen, "Growing vegetables").await;
    app.community_member(Persona::Ben, "Ruth Calder").await;
    let shy = app.community_member(Persona::Amina, "Norman Haigh").await;
    loves(&app, shy, "growing vegetables").await;
    let refuse = PersonCommand::RefuseConsent {
        scope: ConsentScope::BeIntroduced,
        refused_on: day("2026-03-02"),
        how: AnswerMethod::Spoken,
        words: None,
    };
    app.person(Persona::Amina, shy, refuse).await;

    let said = browser.get(&form(&case).0).await.words();
    let (fits, out) = said.split_once("Not now, and why").expect("both lists are there");
    assert!(fits.contains("Both love growing vegetables."), "{said}");
    let (owen_at, ruth_at) = (fits.find("Owen Turner"), fits.find("Ruth Calder"));
    assert!(owen_at.is_some() && owen_at < ruth_at, "whoever shares more comes first: {said}");
    assert!(!fits.contains("Norman Haigh") && !fits.contains("Friend of Gordon"), "{said}");
    for group in [
        "Want no introductions · 1 personThey do not want to be introduced to anybody: it changes when they say so.",
        "Know each other already · 1 person",
    ] {
        assert!(out.contains(group), "{group} in {said}");
    }
    assert!(out.contains("Who: Want no introductionsNHNorman Haigh"), "{said}");
    assert!(out.contains("Who: Know each other alreadyFWFriend of Gordon Wells See it"), "{said}");

    let (page, to) = form(&case);
    let shown = browser.get(&page).await;
    assert!(
        shown.text.contains(&format!("method=\"post\" action=\"{page}\" role=\"search\"")),
        "a name that is looked for is in no address"
    );
    let looked = browser.post(&page, &[("look", "owen")]).await;
    assert_eq!((looked.status, looked.field("look").as_deref()), (200, Some("owen")));
    assert!(looked.words().contains("Owen Turner") && !looked.words().contains("Ruth Calder"));
    assert!(browser.get(&format!("{page}?look=owen")).await.words().contains("Ruth Calder"));

    let fields =
        [("other", &*shy.to_string()), ("shared", "slugs"), ("why", ""), ("proposed_on", "2026-03-12")];
    let refused = browser.fill(&format!("{page}?other={shy}"), &to, &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.words().contains("they do not want to be introduced"), "{}", refused.words());
}

on_both_databases! {
    async fn somebody_new_is_registered_and_proposed_in_one_go_and_only_once(db) {
        let app = TestApp::begin(db).await;
        let (case, mut browser) = begin(&app).await;
        let (page, to) = form(&case);
        let shown = browser.get(&format!("{page}?other=new")).await;
        let mut fields = shown.hidden(&to);
        fields.retain(|(name, _)| name != "csrf");
        for (name, value) in [("name", "王秀英"), ("shared", "太极拳"), ("why", "Both are up at six"), ("remember", "yes"), ("proposed_on", "2026-03-12")] {
            fields.push((name.to_owned(), value.to_owned()));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let first = browser.post(&to, &fields).await;
        let second = browser.post(&to, &fields).await;
        assert_eq!((first.status, second.status), (303, 303), "{}", first.text);
        assert_eq!(first.location(), second.location());

        let said = browser.get(first.location()).await.words();
        assert!(said.contains("Gordon and 王秀英") && said.contains("The introduction is proposed"), "{said}");
        assert_eq!(said.matches("Has not been asked yet").count(), 2, "nobody has agreed: {said}");
        let again = browser.get(&form(&case).0).await.words();
        let (fits, out) = again.split_once("Not now, and why").expect("somebody is not offered");
        assert!(!fits.contains("王秀英"), "whoever is being introduced is not offered again");
        let (_, introduced) = out.split_once("Who: Being introduced").expect("a reason of its own");
        assert!(introduced.contains("王秀英") && out.contains("Being introduced · 1 person"), "{out}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new_who_looks_like_somebody_on_record_is_asked_about_first() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let (case, mut browser) = begin(&app).await;
    let known = app.community_member(Persona::Ben, "Owen Turner").await;
    let asked = newcomer(&mut browser, &case, &[("name", "Owen Turner"), ("shared", "bowls")]).await;
    assert_eq!(asked.status, 422);
    assert!(
        asked.words().contains("Is it one of these?") && asked.text.contains("value=\"bowls\""),
        "{}",
        asked.words()
    );
    let fields = [("name", "Owen Turner"), ("shared", "bowls"), ("different_from", &known.to_string())];
    assert_eq!(newcomer(&mut browser, &case, &fields).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_arranged_before_both_have_said_yes() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let (case, mut browser) = begin(&app).await;
    let proposed = newcomer(&mut browser, &case, &[("name", "Dilys Pugh"), ("shared", "choir")]).await;
    let at = proposed.location().to_owned();
    let (arrangement, answers) = (format!("{at}/arrangement"), format!("{at}/answers"));

    let early = browser.get(&arrangement).await.words();
    assert!(
        early.contains("Both say yes first") && early.contains("Ask Gordon") && early.contains("Ask Dilys")
    );
    let forced = browser.post(&arrangement, &[("on", "2026-03-20"), ("at", ""), ("place", "The hall")]).await;
    assert_eq!(forced.status, 422);
    assert!(forced.words().contains("Still to ask: Gordon and Dilys"), "{}", forced.words());
    let met = browser.post(&format!("{at}/meeting"), &[("met", "yes"), ("on", "2026-03-12")]).await;
    assert_eq!(met.status, 422);

    for party in ["person", "other"] {
        let page = format!("{at}/answers/new?party={party}");
        let fields = [("answer", "yes"), ("how", "symbols"), ("on", "2026-03-12"), ("reason", "")];
        assert_eq!(browser.fill(&page, &answers, &fields).await.status, 303, "{party}");
    }
    let fields = [("on", "2026-03-20"), ("at", "14:30"), ("place", "The hall")];
    assert_eq!(browser.fill(&arrangement, &arrangement, &fields).await.status, 303);
    let said = browser.get(&at).await.words();
    assert!(said.contains("Friday 20 March at 14:30 at The hall"), "{said}");
    let list = browser.get("/introductions").await.words();
    assert!(list.contains("Gordon and Dilys") && list.contains("Meeting soon"), "{list}");
}

/// Arranges that Gordon and Dilys meet on Friday 20 March at half past two; says under which address they are.
async fn arranged(browser: &mut Browser, case: &Case) -> String {
    let proposed = newcomer(browser, case, &[("name", "Dilys Pugh"), ("shared", "choir")]).await;
    let at = proposed.location().to_owned();
    for party in ["person", "other"] {
        let page = format!("{at}/answers/new?party={party}");
        let fields = [("answer", "yes"), ("how", "symbols"), ("on", "2026-03-12"), ("reason", "")];
        assert_eq!(browser.fill(&page, &format!("{at}/answers"), &fields).await.status, 303, "{party}");
    }
    let fields = [("on", "2026-03-20"), ("at", "14:30"), ("place", "The hall")];
    let arrangement = format!("{at}/arrangement");
    assert_eq!(browser.fill(&arrangement, &arrangement, &fields).await.status, 303);
    at
}

on_both_databases! {
    async fn a_first_meeting_stands_in_the_day_the_week_and_the_calendar_until_it_is_known_what_came_of_it(db) {
        let app = TestApp::begin(db).await;
        let (case, mut browser) = begin(&app).await;
        let at = arranged(&mut browser, &case).await;
        let amina = app.account(Persona::Amina).account_id;
        let calendar = browser.fill("/today/calendar", "/today/calendar", &[]).await;
        let address = calendar.text.split("/calendar/").nth(1).and_then(|rest| rest.split(".ics").next()).expect("an address").to_owned();
        let file = browser.get(&format!("/calendar/{address}.ics")).await.text;
        assert!(file.contains("SUMMARY:First meeting") && file.contains("20260320T143000") && !file.contains("Dilys"), "{file}");

        let week = browser.get("/week?of=2026-03-18").await;
        let said = week.words();
        assert!(said.contains("14:30 Gordon and Dilys") && said.contains("First meeting · The hall"), "{said}");
        assert!(browser.get("/lists/week.csv?of=2026-03-18").await.text.contains("2026-03-20,14:30,First meeting,Gordon Wells"));
        let mut lead = app.signed_in(Persona::Rosa).await;
        assert!(lead.get(&format!("/week?of=2026-03-18&who={amina}")).await.words().contains("Gordon and Dilys"));
        let mut other = app.signed_in(Persona::Ben).await;
        assert!(!other.get("/week?of=2026-03-18").await.words().contains("Dilys"));
        assert!(!browser.get("/today").await.words().contains("Gordon and Dilys"), "it is more than a week ahead");

        let meeting = format!("{at}/meeting");
        app.clock.set("2026-03-20T08:00:00Z".parse().expect("a time"));
        let day = app.signed_in(Persona::Amina).await.get("/today").await;
        let said = day.words();
        assert!(said.contains("14:30") && said.contains("First meeting · The hall") && day.text.contains(&meeting), "{said}");
        app.clock.set("2026-03-22T08:00:00Z".parse().expect("a time"));
        let mut browser = app.signed_in(Persona::Amina).await;
        let said = browser.get("/today").await.words();
        assert!(said.contains("Gordon and Dilys: did they meet?") && said.contains("They were to meet 2 days ago"), "{said}");
        let late = app.signed_in(Persona::Rosa).await.get(&format!("/team/caseloads/{amina}")).await.words();
        assert!(late.contains("Gordon and Dilys: did they meet?"), "{late}");

        let met = [("met", "yes"), ("on", "2026-03-20")];
        assert_eq!(browser.fill(&meeting, &meeting, &met).await.status, 303);
        for page in ["/today", "/week?of=2026-03-18"] {
            assert!(!browser.get(page).await.words().contains("did they meet?"), "it is known on {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_said_no_is_left_in_peace() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let (case, mut browser) = begin(&app).await;
    let proposed = newcomer(&mut browser, &case, &[("name", "Dilys Pugh"), ("shared", "choir")]).await;
    let at = proposed.location().to_owned();
    let page = format!("{at}/answers/new?party=other");
    let fields =
        [("answer", "no"), ("how", "spoken"), ("on", "2026-03-12"), ("reason", "No time until June")];
    assert_eq!(browser.fill(&page, &format!("{at}/answers"), &fields).await.status, 303);
    let said = browser.get(&at).await.words();
    for sentence in
        ["One said no", "Said no on 12 March. No time until June", "This introduction is finished"]
    {
        assert!(said.contains(sentence), "{sentence} is missing from {said}");
    }
    assert!(!said.contains("Ask Gordon"), "nobody is asked any more: {said}");
}
