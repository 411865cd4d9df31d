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

        let offered = late.post("/sign-in", &carried(&stopped, &app, Persona::Sam)).await;
        assert_eq!(offered.status, 200);
        assert!(offered.words().contains("Send it now") && offered.words().contains("Zöe & Söhne <王>"));
        let (listed, _) = offered.text.split_once("</dl>").expect("a list of what was written");
        assert!(!listed.contains("2026-04-06"), "words are listed, not days");
        let sent = late.post("/funders", &fields).await;
        assert_eq!((sent.status, sent.location()), (303, "/funders"));
        assert!(late.get("/funders").await.words().contains("Zöe & Söhne <王>"));
    }

    async fn a_form_of_an_earlier_session_is_kept_and_not_done(db) {
        let app = TestApp::begin(db).await;
        let earlier = app.signed_in(Persona::Sam).await.get("/funders").await.field("csrf").expect("a token");
        let mut browser = app.signed_in(Persona::Sam).await;
        let body = tests::browser::form(&[("csrf", earlier.as_str()), ("reference", "NC-116"), ("funder", "A trust with a long name"), ("anchor", "2026-04-06")]);
        let stopped = browser.post_raw("/funders", FORM, body).await;
        assert_eq!(stopped.status, 403);
        assert!(stopped.words().contains("Send it now") && stopped.words().contains("A trust with a long name"));
        assert!(!browser.get("/funders").await.words().contains("NC-116"));
        let theirs = app.signed_in(Persona::Edith).await.get("/funders").await.field("csrf").expect("a token");
        for token in ["of-another-session", &theirs] {
            let body = tests::browser::form(&[("csrf", token), ("funder", "A trust with a long name")]);
            let stopped = browser.post_raw("/funders", FORM, body).await;
            assert_eq!(stopped.status, 403);
            assert!(!stopped.text.contains("A trust with a long name"), "it is somebody else's");
        }
    }

    async fn what_somebody_had_typed_is_not_shown_to_a_colleague_who_signs_in_instead(db) {
        let app = TestApp::begin(db).await;
        let mut tablet = app.signed_in(Persona::Amina).await;
        tablet.get("/people/new").await;
        let mut late = tablet.clone();
        tablet.post("/sign-out", &[]).await;
        let stopped = late.post("/people", &[("name", "Quillfeather")]).await;
        assert_eq!((stopped.status, textarea(&stopped.text, "kept.name").as_deref()), (401, Some("Quillfeather")));
        let mut ben = late.clone();
        let entered = ben.post("/sign-in", &carried(&stopped, &app, Persona::Ben)).await;
        assert_eq!((entered.status, entered.location()), (303, "/today"));
        assert!(!entered.text.contains("Quillfeather"));
        let offered = late.post("/sign-in", &carried(&stopped, &app, Persona::Amina)).await;
        assert!(offered.status == 200 && offered.words().contains("Quillfeather"));
    }

    async fn a_password_is_neither_carried_through_sign_in_nor_shown_after_it(db) {
        let app = TestApp::begin(db).await;
        let mut sam = app.signed_in(Persona::Sam).await;
        sam.get("/accounts/new").await;
        let mut late = sam.clone();
        sam.post("/sign-out", &[]).await;
        let fields = [("name", "Ngũgĩ"), ("sign_in_name", "ngugi"), ("role", "connector"), ("password", PASSWORD)];
        let stopped = late.post("/accounts", &fields).await;
        assert!(stopped.status == 401 && stopped.text.contains("Ngũgĩ") && !stopped.text.contains(PASSWORD));
        let mut carried = carried(&stopped, &app, Persona::Sam);
        carried.push(("kept.password", PASSWORD));
        let offered = late.post("/sign-in", &carried).await;
        assert!(offered.status == 200 && offered.words().contains("Ngũgĩ") && !offered.text.contains(PASSWORD));

        let earlier = late.get("/accounts/new").await.field("csrf").expect("a token");
        let mut again = app.signed_in(Persona::Sam).await;
        let mut body = vec![("csrf", earlier.as_str())];
        body.extend(fields);
        let stopped = again.post_raw("/accounts", FORM, tests::browser::form(&body)).await;
        assert!(stopped.status == 403 && stopped.words().contains("Ngũgĩ") && !stopped.text.contains(PASSWORD));
    }

    async fn nobody_has_a_form_carried_that_no_page_of_ours_sent_nor_one_of_endless_fields(db) {
        let app = TestApp::begin(db).await;
        let mut stranger = app.browser();
        let stopped = stranger.post("/people", &[("csrf", "made up"), ("name", "Quillfeather")]).await;
        assert_eq!(stopped.status, 401);
        assert!(!stopped.text.contains("Quillfeather") && !stopped.text.contains("/people"));
        let endless = stranger.post_raw("/people", FORM, "a&".repeat(100_000)).await;
        assert_eq!((endless.status, endless.words().contains("more than fits")), (413, true));
        let large = stranger.post_raw("/people", FORM, format!("a={}", "a".repeat(300_000))).await;
        assert_eq!(large.status, 413);
        let mut amina = app.signed_in(Persona::Amina).await;
        assert_eq!(amina.post_raw("/people", FORM, "a&".repeat(100_000)).await.status, 413);
    }

    async fn whoever_leaves_after_their_session_ended_is_signed_out_and_no_page_is_looked_for_that_takes_a_form(db) {
        let app = TestApp::begin(db).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        amina.get("/today").await;
        let mut late = amina.clone();
        amina.post("/sign-out", &[]).await;
        let left = late.post("/sign-out", &[]).await;
        assert_eq!((left.status, left.location()), (303, "/sign-in"));
        assert!(late.cookie("kith_session").is_none());

        let ben = app.account(Persona::Ben).account_id.to_string();
        let stopped = app.browser().post("/search", &[]).await;
        assert_eq!((stopped.status, stopped.field("to").as_deref()), (401, Some("")));
        let entered = app.browser().post("/sign-in", &[("persona", &ben), ("to", "")]).await;
        assert_eq!(entered.location(), "/today");
    }

    async fn signing_in_a_second_time_in_a_browser_ends_its_first_session(db) {
        let app = TestApp::begin(db).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        let mut copied = browser.clone();
        assert_eq!(copied.get("/today").await.status, 200);
        let ben = app.account(Persona::Ben).account_id.to_string();
        assert_eq!(browser.post("/sign-in", &[("persona", &ben)]).await.status, 303);
        assert_eq!(copied.get("/today").await.status, 303, "the first session has ended");
        assert_eq!(browser.get("/today").await.status, 200);
    }

    async fn what_could_be_nobodys_name_is_a_wrong_name(db) {
        let app = TestApp::begin(db).await;
        for name in ["Sam\0", "\u{200B}", "", &"s".repeat(100_000)] {
            let answer = app.browser().post("/sign-in", &[("name", name), ("password", PASSWORD)]).await;
            assert_eq!(answer.status, 422);
            assert!(answer.words().contains("do not belong together"));
        }
    }

    async fn whoever_writes_while_a_case_changes_hands_keeps_their_words(db) {
        let app = TestApp::begin(db).await;
        let mut amina = app.signed_in(Persona::Amina).await;
        let case = app.case(Persona::Ben, "Gordon Wells", app.contracts[0].contract_id).await;
        for (path, field) in [
            (format!("/people/{}/details", case.person), "address"),
            (format!("/engagements/{}/meet-ups/new", case.engagement), "note"),
        ] {
            let lost = amina.post(&path, &[(field, "He <planted> garlic"), ("password", PASSWORD)]).await;
            assert_eq!(lost.status, 404);
            let words = lost.words();
            assert!(words.contains("There is nothing here") && words.contains("He <planted> garlic"), "{words}");
            assert!(!lost.text.contains(PASSWORD) && !lost.text.contains("Gordon"));
        }
    }
}

/// The kind of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// What the sign-in page has somebody send, with what was typed before.
fn carried<'a>(
    page: &'a tests::browser::Answer,
    app: &'a TestApp,
    persona: Persona,
) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, String)> = vec![("persona", app.account(persona).account_id.to_string())];
    fields.extend(page.field("to").map(|to| ("to", to)));
    let form = page.text.split("</form>").next().unwrap_or_default();
    for name in form.split("<textarea name=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        fields.extend(textarea(&page.text, name).map(|value| (name, value)));
    }
    fields.into_iter().map(|(name, value)| (name, &*value.leak())).collect()
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
