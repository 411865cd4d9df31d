//! The administrator's pages and what every page promises: bad input is told by its field and kept, and
//! nothing leads to a 500.

use axum::body::Body;
use axum::http::{Method, Request};
use tests::databases::{Which, fresh};
use tests::{Persona, TestApp, on_both_databases};

async fn behind_its_back(app: &TestApp, text: &str) {
    infra::on!(&app.wired.database, write, pool => sqlx::query(text).execute(pool).await.map(drop)).unwrap();
}

on_both_databases! {
    async fn a_contract_is_told_every_mistake_at_once_and_keeps_what_was_typed(db) {
        let app = TestApp::begin(db).await;
        let mut sam = app.signed_in(Persona::Sam).await;
        let typed = [("reference", "NC-114"), ("funder", "\u{7}bell"), ("anchor", "2026-02-30")];
        let again = sam.fill("/funders", "/funders", &typed).await;
        assert_eq!(again.status, 422);
        let words = again.words();
        for sentence in ["Another contract has this reference already", "Character 1 is one that cannot be shown", "There is no such day as “2026-02-30”", "What you typed is still here"] {
            assert!(words.contains(sentence), "{sentence}: {words}");
        }
        assert_eq!(again.field("anchor").as_deref(), Some("2026-02-30"));
        let long = "x".repeat(1_000_000);
        let again = sam.fill("/funders", "/funders", &[("reference", &long), ("funder", "王"), ("anchor", "7/4/2026")]).await;
        assert_eq!(again.status, 422);
        assert!(again.words().contains("This is 1000000 characters; 200 fit here"));
        assert!(again.words().contains("Tuesday 7 April is not a Monday"));
        assert_eq!(again.field("reference"), Some(long), "not a letter is lost");

        let kept = sam.fill("/funders", "/funders", &[("reference", "NC-115"), ("funder", "Zoë & 王"), ("anchor", "6 April 2026")]).await;
        assert_eq!((kept.status, kept.location()), (303, "/funders"));
        let list = sam.get("/funders").await;
        assert!(list.words().contains("The contract is kept.") && list.words().contains("Zoë & 王"));
        assert!(!sam.get("/funders").await.words().contains("The contract is kept."), "it is said once");
    }

    async fn sending_the_same_page_twice_adds_one_account(db) {
        let app = TestApp::begin(db).await;
        let mut sam = app.signed_in(Persona::Sam).await;
        let page = sam.get("/accounts/new").await;
        let id = page.field("command_id").expect("a form has a command id");
        let typed = [("command_id", id.as_str()), ("name", "Ngũgĩ"), ("sign_in_name", "ngugi@north.example"), ("role", "connector"), ("password", "three small words")];
        assert_eq!(sam.post("/accounts", &typed).await.status, 303);
        assert_eq!(sam.post("/accounts", &typed).await.status, 303);
        assert_eq!(sam.get("/accounts").await.words().matches("Ngũgĩ").count(), 1);
        let other = [("name", "Other"), ("sign_in_name", "NGUGI@north.example"), ("role", "connector"), ("password", "three small words")];
        let taken = sam.fill("/accounts/new", "/accounts", &other).await;
        assert_eq!(taken.status, 422);
        assert!(taken.words().contains("Somebody signs in with this already"));
    }

    async fn a_page_sent_again_with_something_else_on_it_neither_changes_nor_loses_anything(db) {
        let app = TestApp::begin(db).await;
        let mut sam = app.signed_in(Persona::Sam).await;
        let id = sam.get("/funders").await.field("command_id").expect("a form has a command id");
        let first = [("command_id", id.as_str()), ("reference", "NC-115"), ("funder", "A trust"), ("anchor", "2026-04-06")];
        assert_eq!(sam.post("/funders", &first).await.status, 303);
        assert_eq!(sam.post("/funders", &first).await.status, 303, "sent twice, it is the same contract");
        let other = [("command_id", id.as_str()), ("reference", "NC-116"), ("funder", "Another trust"), ("anchor", "2026-04-06")];
        let again = sam.post("/funders", &other).await;
        assert_eq!(again.status, 409);
        assert!(again.words().contains("sent before with something else"), "{}", again.words());
        assert_eq!(again.field("reference").as_deref(), Some("NC-116"), "what was typed is kept");
        assert!(again.field("command_id").is_some_and(|fresh| fresh != id), "and can be sent now");
        assert!(sam.get("/funders").await.words().contains("NC-115"), "the first is as it was");

        let foreign = app.contracts[2].contract_id.to_string();
        let theirs = [("command_id", foreign.as_str()), ("reference", "NC-117"), ("funder", "A trust"), ("anchor", "2026-04-06")];
        let refused = sam.post("/funders", &theirs).await;
        assert_eq!(refused.status, 409);
        assert!(app.signed_in(Persona::Edith).await.get("/funders").await.words().contains("EL-1"));

        let id = sam.get("/accounts/new").await.field("command_id").expect("a form has a command id");
        let account = |name: &'static str| [("command_id", id.clone()), ("name", "Ngũgĩ".to_owned()), ("sign_in_name", name.to_owned()), ("role", "connector".to_owned()), ("password", "three small words".to_owned())];
        let send = |fields: [(&'static str, String); 5]| fields.map(|(name, value)| (name, &*value.leak()));
        assert_eq!(sam.post("/accounts", &send(account("ngugi"))).await.status, 303);
        let again = sam.post("/accounts", &send(account("thiongo"))).await;
        assert_eq!(again.status, 409);
        assert!(!again.words().contains("Somebody signs in with this already"));
        assert_eq!(again.field("sign_in_name").as_deref(), Some("thiongo"));
        assert!(again.field("command_id").is_some_and(|fresh| fresh != id));
    }

    async fn a_commissioner_is_given_no_contract_that_is_not_here(db) {
        let app = TestApp::begin(db).await;
        let mut sam = app.signed_in(Persona::Sam).await;
        let claire = format!("/accounts/{}", app.account(Persona::Claire).account_id);
        for elsewhere in [app.contracts[2].contract_id.to_string(), app.id::<uuid::Uuid>().to_string()] {
            let typed = [("name", "Claire"), ("role", "commissioner"), ("contract", elsewhere.as_str())];
            let refused = sam.post(&claire, &typed).await;
            assert_eq!(refused.status, 422);
            assert!(refused.words().contains("Choose from the contracts that are here"), "{}", refused.words());
        }
        let ours = app.contracts[1].contract_id.to_string();
        let typed = [("name", "Claire"), ("role", "commissioner"), ("contract", ours.as_str()), ("contract", ours.as_str())];
        assert_eq!(sam.post(&claire, &typed).await.status, 303);
    }

    async fn a_commissioner_needs_a_contract_and_nobody_closes_themselves(db) {
        let app = TestApp::begin(db).await;
        let mut sam = app.signed_in(Persona::Sam).await;
        let claire = format!("/accounts/{}", app.account(Persona::Claire).account_id);
        let without = sam.post(&claire, &[("name", "Claire"), ("role", "commissioner")]).await;
        assert_eq!(without.status, 422);
        assert!(without.words().contains("Choose the contracts they pay for"));
        let unknown = sam.post(&claire, &[("name", "Claire"), ("role", "queen")]).await;
        assert!(unknown.status == 422 && unknown.words().contains("Choose one of the answers offered"));
        let own = format!("/accounts/{}", app.account(Persona::Sam).account_id);
        let closing = sam.post(&format!("{own}/closing"), &[]).await;
        assert!(closing.status == 422 && closing.words().contains("You cannot close your own account"));
        let demoted = sam.post(&own, &[("name", "Sam"), ("role", "finance")]).await;
        assert!(demoted.status == 422 && demoted.words().contains("You cannot take this role from yourself"));
        assert_eq!(sam.get("/accounts").await.status, 200);
    }

    async fn closing_an_account_ends_its_sessions(db) {
        let app = TestApp::begin(db).await;
        let (mut sam, mut ben) = (app.signed_in(Persona::Sam).await, app.signed_in(Persona::Ben).await);
        assert_eq!(ben.get("/").await.location(), "/today");
        let path = format!("/accounts/{}", app.account(Persona::Ben).account_id);
        assert_eq!(sam.post(&format!("{path}/closing"), &[]).await.status, 303);
        assert_eq!(ben.get("/").await.location(), "/sign-in");
        assert_eq!(sam.post(&format!("{path}/opening"), &[]).await.status, 303);
        let short = sam.post(&format!("{path}/password"), &[("password", "short")]).await;
        assert!(short.status == 422 && short.words().contains("12 characters or more"));
        assert_eq!(sam.post(&format!("{path}/password"), &[("password", "three small words")]).await.status, 303);
        let entered = app.browser().post("/sign-in", &[("name", "ben"), ("password", "three small words")]).await;
        assert_eq!(entered.location(), "/today");
    }

    async fn another_site_an_oversized_form_and_a_wrong_method_are_answered_with_a_page(db) {
        let app = TestApp::begin(db).await;
        let mut sam = app.signed_in(Persona::Sam).await;
        let form = "application/x-www-form-urlencoded";
        let request = Request::post("/funders").header("content-type", form).header("sec-fetch-site", "cross-site");
        let elsewhere = sam.send(request, Body::from("reference=x")).await;
        assert!(elsewhere.status == 403 && elsewhere.words().contains("Another site tried"));
        let large = sam.post_raw("/funders", form, format!("reference={}", "a".repeat(2_100_000))).await;
        assert!(large.status == 413 && large.words().contains("what you typed is still in the form"));
        let json = sam.post_raw("/funders", "application/json", "{}").await;
        assert!(json.status == 415 && json.words().contains("the page’s own form"));
        let method = sam.request(Method::DELETE, "/funders").await;
        assert!(method.status == 405 && method.words().contains("not used like that"));
        let nowhere = sam.get("/no/such/page").await;
        assert!(nowhere.status == 404 && nowhere.words().contains("Sam North"), "in the frame of whoever asks");
        assert_eq!(sam.get("/funders/not-an-id").await.status, 404);
    }

    async fn the_installation_page_shows_every_view_and_readiness_follows_it(db) {
        let app = TestApp::begin(db).await;
        app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let page = app.signed_in(Persona::Sam).await.get("/installation").await;
        assert!(page.status == 200 && page.words().contains("Every view follows the log."));
        assert!(!page.text.contains("Gordon"), "no case content");
        assert_eq!(app.browser().get("/health/live").await.status, 200);
        let ready = async || {
            let answer = app.browser().get("/health/ready").await;
            let model = answer.json()["models"].as_array().unwrap().iter().find(|one| one["name"] == "sessions").cloned();
            (answer.status, answer.json()["ready"].clone(), model.expect("every model is told"))
        };
        let well = serde_json::json!({"name": "sessions", "behind": 0, "parked": 0, "halted": false});
        assert_eq!(ready().await, (200, true.into(), well));

        behind_its_back(&app, "INSERT INTO parked_streams (model, generation, noun, stream_id, position, reason) \
            SELECT p.model, p.generation, 'person', e.event_id, 1, 'Gordon' FROM projections p, events e \
            WHERE p.model = 'sessions' AND e.position = 1").await;
        let (status, is_ready, model) = ready().await;
        assert_eq!((status, is_ready, &model["parked"]), (200, true.into(), &1.into()), "the others are served");

        behind_its_back(&app, "UPDATE projections SET halted_at = 1, halted_because = 'Gordon' WHERE model = 'sessions'").await;
        let (status, is_ready, model) = ready().await;
        assert_eq!((status, is_ready, &model["halted"]), (503, false.into(), &true.into()));
        assert!(!app.browser().get("/health/ready").await.text.contains("Gordon"), "why is for the administrator");
    }

    async fn every_answer_carries_the_strict_headers(db) {
        let app = TestApp::begin(db).await;
        let mut sam = app.signed_in(Persona::Sam).await;
        for path in ["/sign-in", "/accounts", "/no/such/page", "/api/v1/me", "/health/live"] {
            let answer = sam.get(path).await;
            let policy = answer.header("content-security-policy");
            for rule in ["default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"] {
                assert!(policy.contains(rule), "{path}: {policy}");
            }
            assert!(!policy.contains("unsafe"));
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert_eq!(answer.header("referrer-policy"), "same-origin");
            assert_eq!(answer.header("cache-control"), "private, no-store", "{path}");
        }
        let style = sam.get("/assets/0/css/kith.css").await;
        assert!(style.status == 200 && !style.header("cache-control").contains("no-store"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_periods_of_a_contract_stay_once_an_engagement_is_paid_under_it() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    app.case(Persona::Amina, "Joy Okafor", app.contracts[0].contract_id).await;
    let mut sam = app.signed_in(Persona::Sam).await;
    let page = |at: usize| format!("/funders/{}", app.contracts[at].contract_id);
    let typed = [("reference", "NC-114"), ("funder", "Northfield City Council"), ("anchor", "13 April 2026")];
    let again = sam.fill(&page(0), &page(0), &typed).await;
    assert_eq!(again.status, 422);
    assert!(again.words().contains("so its periods stay counted from 6 April 2026"), "{}", again.words());
    let kept = app.wired.app.contracts.all(app.account(Persona::Sam).organisation_id).await.unwrap();
    assert!(kept.iter().all(|contract| contract.funder == "Northfield Council"), "nothing of it was kept");
    // The rest can be changed, and so can the periods of a contract under which nobody is paid.
    let typed = [("reference", "NC-114"), ("funder", "Northfield City Council"), ("anchor", "6 April 2026")];
    assert_eq!(sam.fill(&page(0), &page(0), &typed).await.status, 303);
    let typed = [("reference", "LTG-3"), ("funder", "Northfield Council"), ("anchor", "13 April 2026")];
    assert_eq!(sam.fill(&page(1), &page(1), &typed).await.status, 303);
}
