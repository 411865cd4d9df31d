//! The administrator's pages and what every page promises: bad input is told by its field and kept, and
//! nothing leads to a 500.

use axum::body::Body;
use axum::http::{Method, Request};
use tests::{Persona, TestApp, on_both_databases};

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
        assert_eq!(app.browser().get("/health/ready").await.text, "ready\n");
        assert_eq!(app.browser().get("/health/live").await.status, 200);
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
