//! Finding people and beginning a record: nobody twice, nothing typed lost, nobody shown to whom they are
//! not known.

use domain::person::PersonCommand;
use domain::person::codes::PersonKind;
use domain::person::records::Details;
use domain::shared::ids::PersonId;
use tests::cases::{day, line};
use tests::databases::{Which, fresh};
use tests::{Answer, Browser, Persona, TestApp, on_both_databases};

use super::export::records;

/// Fills in "Register somebody" and sends it.
async fn register(browser: &mut Browser, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("kind", "supported")];
    all.retain(|(name, _)| !fields.iter().any(|(known, _)| known == name));
    all.extend_from_slice(fields);
    browser.fill("/people/new", "/people/check", &all).await
}

/// The hidden fields of the second step, as a browser would send them again.
fn second_step(page: &Answer) -> Vec<(String, String)> {
    page.hidden("/people").into_iter().filter(|(name, _)| name != "csrf").collect()
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

on_both_databases! {
    async fn somebody_like_whom_nobody_is_on_record_is_registered_at_once_and_stands_in_the_list(db) {
        let app = TestApp::begin(db).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let done = register(&mut browser, &[("name", "王秀英 O’Brien-Ngũgĩ"), ("known_as", "Mei")]).await;
        assert_eq!(done.status, 303, "{}", done.words());
        let page = browser.get(done.location()).await.words();
        assert!(page.contains("They are registered.") && page.contains("王秀英 O’Brien-Ngũgĩ"));
        assert!(page.contains("Likes to be called Mei") && page.contains("Take in a referral"));
        let list = browser.get("/people").await.words();
        assert!(list.contains("Registered, and not referred yet") && list.contains("王秀英"));
    }

    async fn whoever_looks_alike_is_shown_before_there_is_a_second_record(db) {
        let app = TestApp::begin(db).await;
        let bens = app.register(Persona::Ben, "Gordon Wells").await;
        let (member, name) = (app.id(), line("Gordon  WELLS"));
        let details = Details { name, known_as: None, born_on: None, phone: None, email: None, address: None, area: None };
        let (kind, different_from) = (PersonKind::CommunityMember, vec![bens]);
        let namesake = PersonCommand::Register { person_id: member, kind, details, different_from, alike: Vec::new() };
        app.person(Persona::Ben, member, namesake).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let asked = register(&mut browser, &[("name", "gordon  wells"), ("born_on", "1979-05-02")]).await;
        assert_eq!(asked.status, 200);
        let said = asked.words();
        assert!(said.contains("Is it one of these?"), "{said}");
        // Ben's own case is named, because it may be the same person, but does not open for Amina.
        assert!(said.contains("A colleague works with them. Ask your team lead."));
        assert_eq!(asked.text.matches(&format!("href=\"/people/{member}\"")).count(), 1);
        assert!(said.contains("born 2 May 1979"), "what was typed goes along");

        let fields = second_step(&asked);
        let unseen: Vec<_> = fields.iter().filter(|(name, _)| name != "different_from").cloned().collect();
        let again = browser.post("/people", &borrowed(&unseen)).await;
        assert_eq!(again.status, 200);
        assert!(again.words().contains("Is it one of these?"), "without looking there is no record");

        let change = [borrowed(&fields), vec![("change", "1")]].concat();
        let first_step = browser.post("/people/check", &change).await;
        assert!(first_step.text.contains("value=\"gordon  wells\"") && first_step.text.contains("value=\"1979-05-02\""));

        let done = browser.post("/people", &borrowed(&fields)).await;
        assert_eq!(done.status, 303, "{}", done.words());
        assert_eq!(browser.get(done.location()).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_sent_twice_happens_once() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut browser = app.signed_in(Persona::Amina).await;
    let form = browser.get("/people/new").await;
    let mut fields = form.hidden("/people/check");
    fields.retain(|(name, _)| name != "csrf");
    let fields = [borrowed(&fields), vec![("name", "Joy Okafor"), ("kind", "supported")]].concat();
    let first = browser.post("/people/check", &fields).await;
    let second = browser.post("/people/check", &fields).await;
    assert_eq!((first.status, second.status), (303, 303), "{}", second.words());
    assert_eq!(first.location(), second.location());
    let list = browser.get("/people").await;
    assert_eq!(list.text.matches("Joy Okafor</a>").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_registered_comes_back_with_its_reason_and_every_word() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut browser = app.signed_in(Persona::Amina).await;
    let megabyte = "a".repeat(1_000_000);
    let cases: &[(&str, &str, &str)] = &[
        ("name", "  ", "This needs an answer"),
        ("name", &megabyte, "This is 1000000 characters; 200 fit here"),
        ("name", "Gor\u{0}don", "Character 4 is one that cannot be shown"),
        ("born_on", "2026-02-30", "There is no such day as “2026-02-30”"),
        ("born_on", "2027-01-01", "1 January 2027 is in the future"),
        ("born_on", "1790-01-01", "1 January 1790 is more than 120 years ago"),
        ("kind", "friend", "Choose one of the answers offered"),
    ];
    for (field, value, reason) in cases {
        let mut fields = vec![("name", "Joy Okafor"), ("area", "Harbour Side")];
        fields.retain(|(name, _)| name != field);
        fields.push((field, value));
        let answer = register(&mut browser, &fields).await;
        assert_eq!(answer.status, 422, "{field}");
        assert!(answer.words().contains(reason), "{field}: {reason}");
        assert!(answer.text.contains("value=\"Harbour Side\""), "{field}: the other words are kept");
        assert!(*field == "kind" || answer.text.contains(value.trim()) || value.contains('\u{0}'), "{field}");
    }
    assert!(browser.get("/people").await.words().contains("Nobody yet"), "nothing was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn search_finds_by_name_nickname_area_and_interest_and_nobody_whom_the_viewer_may_not_know() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    app.case(Persona::Ben, "Gordon Brown", app.contracts[0].contract_id).await;
    let details = Details {
        name: line("Gordon Wells"),
        known_as: Some(line("Spanner 100%")),
        born_on: None,
        phone: None,
        email: None,
        address: None,
        area: Some(line("Mill Lane")),
    };
    app.person(Persona::Amina, case.person, PersonCommand::CorrectDetails { details, reason: None }).await;
    let mut amina = app.signed_in(Persona::Amina).await;
    for words in ["wells", "SPANNER", "mill", "vegetables", "gord lane", "100%", "weels", "vegtables mil"] {
        let found = amina.fill("/search", "/search", &[("q", words)]).await;
        assert!(found.text.contains(">Gordon Wells</a>"), "{words}");
        assert!(!found.text.contains(">Gordon Brown</a>"), "{words}");
    }
    let slip = amina.fill("/search", "/search", &[("q", "Spannr")]).await.words();
    assert!(slip.contains("Nobody is spelt so. Did you mean"), "{slip}");
    // The community member is everybody's; Ben's own case is not.
    let brown = amina.fill("/search", "/search", &[("q", "brown")]).await.text;
    assert!(brown.contains(">Friend of Gordon Brown</a>") && !brown.contains(">Gordon Brown</a>"));
    assert!(
        !amina.fill("/search", "/search", &[("q", "%")]).await.words().contains("Friend of"),
        "% means itself"
    );
    let mut rosa = app.signed_in(Persona::Rosa).await;
    assert!(
        rosa.get("/search?q=brown").await.text.contains(">Gordon Brown</a>"),
        "a team lead knows everybody"
    );
    let long = "x ".repeat(500_000);
    let answer = amina.fill("/search", "/search", &[("q", &long)]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(amina.fill("/search", "/search", &[("q", "a\u{0}\u{1b}b")]).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_caseload_says_how_each_case_stands_and_a_lead_chooses_whose() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let contract = app.contracts[0].contract_id;
    app.case(Persona::Amina, "Gordon Wells", contract).await;
    app.case(Persona::Ben, "Shanice Morris", contract).await;
    let mut amina = app.signed_in(Persona::Amina).await;
    let page = amina.get("/people?show=unallocated").await.words();
    assert!(page.contains("Discovery, week 8 of 26 · 2 of 78 hours used"), "{page}");
    assert!(page.contains("1 introduced") && page.contains("Next visit on Monday 16 March"));
    assert!(!page.contains("Shanice") && !page.contains("Without a connector"), "a connector sees their own");
    assert!(amina.get("/people?show=finished").await.words().contains("Nobody has finished yet"));

    let mut rosa = app.signed_in(Persona::Rosa).await;
    let all = rosa.get("/people").await.words();
    assert!(all.contains("Gordon Wells") && all.contains("Shanice Morris") && all.contains("Ben North"));
    let bens = rosa.get(&format!("/people?of={}", app.account(Persona::Ben).account_id)).await.words();
    assert!(!bens.contains("Gordon Wells") && bens.contains("Shanice Morris"));
    assert!(rosa.get("/people?show=unallocated").await.words().contains("Everybody has a connector"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_leaves_as_a_file_in_which_no_name_is_a_formula() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    app.case(Persona::Amina, "=Gordon \"Wells\"", app.contracts[0].contract_id).await;
    app.case(Persona::Ben, "Shanice Morris", app.contracts[0].contract_id).await;
    let mut amina = app.signed_in(Persona::Amina).await;
    let csv = amina.get("/people.csv").await;
    assert!(csv.header("content-disposition").contains("filename=\"people-2026-03-12.csv\""));
    let rows = records(csv.text.as_bytes());
    assert_eq!((rows[0][0].as_str(), rows[1][0].as_str()), ("Name", "'=Gordon \"Wells\""));
    assert_eq!((rows[1][4].as_str(), rows[1][6].as_str(), rows[1][7].as_str()), ("8", "1:35", "78:00"));
    assert_eq!(rows[1][15], "2026-03-16");
    assert!(!csv.text.contains("Shanice"), "a colleague's case stays out");
    let workbook = amina.get("/people.xlsx").await;
    assert!(workbook.header("content-type").contains("spreadsheetml"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_is_a_colleagues_or_another_houses_does_not_exist() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    let nobody: PersonId = app.id();
    let mut ben = app.signed_in(Persona::Ben).await;
    for id in [case.person, nobody] {
        for part in ["", "/timeline", "/relationships", "/needs", "/maps/new"] {
            let answer = ben.get(&format!("/people/{id}{part}")).await;
            assert_eq!(answer.status, 404, "{part}");
            assert!(!answer.text.contains("Gordon"));
        }
        let died = day("2026-03-01").to_string();
        assert_eq!(ben.post(&format!("/people/{id}/death"), &[("died_on", &died)]).await.status, 404);
    }
    // A part of somebody else's, under a person who is one's own.
    let own = app.case(Persona::Ben, "Shanice Morris", app.contracts[0].contract_id).await;
    for part in [
        format!("interests/{}", case.interest),
        format!("maps/{}", case.map),
        format!("supporters/{}", case.supporter),
    ] {
        assert_eq!(ben.get(&format!("/people/{}/{part}", own.person)).await.status, 404, "{part}");
    }
}
