//! Signing in and out, the first administrator, and the promise that nothing typed is lost on the way.

use tests::{Persona, TestApp, on_both_databases};

const PASSWORD: &str = "correct horse battery";

/// The secret of the one-time link.
async fn secret(app: &TestApp) -> String {
    app.wired.app.accounts.first_secret().await.unwrap().expect("nobody is there yet")
}

on_both_databases! {
    async fn the_first_administrator_is_made_once_and_may_then_add_others(db) {
        let app = TestApp::empty(db).await;
        let link = format!("/first-run/{}", secret(&app).await);
        let mut browser = app.browser();
        assert_eq!(browser.get("/first-run/guessed").await.status, 404);
        assert_eq!(browser.get(&link).await.status, 200);

        let again = browser.post(&link, &[("organisation", "Northfield"), ("name", "Sam"), ("sign_in_name", "Sam North"), ("password", "short")]).await;
        assert_eq!(again.status, 422);
        assert!(again.words().contains("Leave the spaces out") && again.words().contains("12 characters"), "{}", again.words());
        assert_eq!(again.field("organisation").as_deref(), Some("Northfield"));

        let fields = [("organisation", "Northfield"), ("name", "Sam"), ("sign_in_name", "Sam@North.example"), ("password", PASSWORD)];
        let begun = browser.post(&link, &fields).await;
        assert_eq!((begun.status, begun.location()), (303, "/accounts"));
        assert_eq!(app.browser().post(&link, &fields).await.status, 404, "it works once");
        assert_eq!(app.browser().get(&link).await.status, 404);

        let account = [("name", "Amina Khan"), ("sign_in_name", "AMINA"), ("role", "connector"), ("password", PASSWORD)];
        let added = browser.fill("/accounts/new", "/accounts", &account).await;
        assert_eq!((added.status, added.location()), (303, "/accounts"), "{}", added.words());
        let mut amina = app.browser();
        let entered = amina.post("/sign-in", &[("name", " amina "), ("password", PASSWORD)]).await;
        assert_eq!((entered.status, entered.location()), (303, "/today"));
    }

    async fn a_wrong_password_and_an_unknown_name_are_answered_alike(db) {
        let app = TestApp::empty(db).await;
        let link = format!("/first-run/{}", secret(&app).await);
        app.browser().post(&link, &[("organisation", "N"), ("name", "Sam"), ("sign_in_name", "sam"), ("password", PASSWORD)]).await;
        let wrong = app.browser().post("/sign-in", &[("name", "sam"), ("password", "wrong")]).await;
        let unknown = app.browser().post("/sign-in", &[("name", "nobody"), ("password", PASSWORD)]).await;
        assert_eq!((wrong.status, unknown.status), (422, 422));
        assert_eq!(wrong.words().replace("sam", ""), unknown.words().replace("nobody", ""));
        assert_eq!(wrong.field("name").as_deref(), Some("sam"), "what was typed is kept");
        assert!(!wrong.text.contains("value=\"wrong\""), "but never a password");
    }

    async fn whoever_asks_for_a_page_before_signing_in_gets_there_afterwards(db) {
        let app = TestApp::begin(db).await;
        let mut browser = app.browser();
        let sent = browser.get("/funders").await;
        assert_eq!((sent.status, sent.location()), (303, "/sign-in?to=%2Ffunders"));
        let page = browser.get(sent.location()).await;
        assert_eq!(page.field("to").as_deref(), Some("/funders"));
        let sam = app.account(Persona::Sam).account_id.to_string();
        let entered = browser.post("/sign-in", &[("persona", &sam), ("to", "/funders")]).await;
        assert_eq!(entered.location(), "/funders");
        assert_eq!(browser.get("/sign-in?to=/funders").await.location(), "/funders", "whoever is in need not sign in");
        let away = app.browser().post("/sign-in", &[("persona", &sam), ("to", "//evil.example/")]).await;
        assert_eq!(away.location(), "/accounts", "only our own pages are gone to");
    }

    async fn what_was_typed_before_a_session_ended_is_sent_after_signing_in_again(db) {
        let app = TestApp::begin(db).await;
        let mut browser = app.signed_in(Persona::Sam).await;
        browser.get("/funders").await;
        let elsewhere = browser.clone();
        browser.post("/sign-out", &[]).await;
        assert!(browser.cookie("kith_session").is_none());

        let mut late = elsewhere.clone();
        let fields = [("reference", "NC-115"), ("funder", "Zöe & Söhne <王>"), ("anchor", "2026-04-06")];
        let stopped = late.post("/funders", &fields).await;
        assert_eq!(stopped.status, 401);
        assert!(stopped.words().contains("What you had written is safe"));
        let kept = |name: &str| textarea(&stopped.text, &format!("kept.{name}"));
        assert_eq!(kept("funder").as_deref(), Some("Zöe & Söhne <王>"));

        let sam = app.account(Persona::Sam).account_id.to_string();
        let carried = [("persona", sam.as_str()), ("to", "/funders"), ("kept.reference", "NC-115"), ("kept.funder", "Zöe & Söhne <王>"), ("kept.anchor", "2026-04-06")];
        let offered = late.post("/sign-in", &carried).await;
        assert_eq!(offered.status, 200);
        assert!(offered.words().contains("Send it now") && offered.words().contains("Zöe & Söhne <王>"));
        let sent = late.post("/funders", &fields).await;
        assert_eq!((sent.status, sent.location()), (303, "/funders"));
        assert!(late.get("/funders").await.words().contains("Zöe & Söhne <王>"));
    }

    async fn a_form_of_an_earlier_session_is_kept_and_not_done(db) {
        let app = TestApp::begin(db).await;
        let mut browser = app.signed_in(Persona::Sam).await;
        let body = tests::browser::form(&[("csrf", "of-another-session"), ("reference", "NC-116"), ("funder", "A trust with a long name"), ("anchor", "2026-04-06")]);
        let stopped = browser.post_raw("/funders", "application/x-www-form-urlencoded", body).await;
        assert_eq!(stopped.status, 403);
        assert!(stopped.words().contains("Send it now") && stopped.words().contains("A trust with a long name"));
        assert!(!browser.get("/funders").await.words().contains("NC-116"));
    }
}

fn textarea(html: &str, name: &str) -> Option<String> {
    let from = html.find(&format!("<textarea name=\"{name}\" hidden>\n"))?;
    let inner = &html[from..html[from..].find("</textarea>")? + from];
    let inner = inner.split_once(">\n")?.1;
    Some(
        inner
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#38;", "&")
            .replace("&amp;", "&"),
    )
}
