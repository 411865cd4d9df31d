//! Drafts: kept as somebody types, offered on the same form and no other, to whoever typed it and nobody else.

use chrono::Duration;
use tests::{Answer, Browser, Persona, TestApp, on_both_databases};

use super::person::at;

/// What the script of a page does: sends a form as it stands, with these fields.
pub(super) async fn save(browser: &mut Browser, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let shown = browser.get(page).await;
    let hidden = shown.hidden(action);
    let mut all: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    all.retain(|(name, _)| *name != "csrf" && !fields.iter().any(|(known, _)| known == name));
    all.extend_from_slice(fields);
    browser.post("/drafts", &all).await
}

const WORDS: [(&str, &str); 3] = [
    ("admire", "Patient & \"funny\""),
    ("important", "<b>His</b> allotment"),
    ("published_on", "2026-03-10"),
];

on_both_databases! {
    async fn what_was_begun_is_offered_and_gone_on_with_on_the_same_form(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (page, mut browser) = (at(case.person, "profile"), app.signed_in(Persona::Amina).await);
        let fresh = browser.get(&page).await;
        assert!(!fresh.text.contains("You began this") && fresh.text.contains("js/drafts.js"));
        assert_eq!(save(&mut browser, &page, &page, &WORDS).await.status, 204);

        let offered = browser.get(&page).await;
        assert!(offered.words().contains("You began this on Thursday 12 March at 10:00"), "{}", offered.words());
        let gone_on = offered;
        assert!(gone_on.text.contains("Patient &#38; &#34;funny&#34;</textarea>"), "{}", gone_on.text);
        assert!(gone_on.text.contains("&#60;b&#62;His&#60;/b&#62; allotment</textarea>"));
        assert_eq!(gone_on.field("published_on").as_deref(), Some("2026-03-10"));

        let sent = browser.fill(&page, &page, &WORDS).await;
        assert_eq!(sent.status, 303, "{}", sent.words());
        assert!(!browser.get(&page).await.text.contains("You began this"), "what was taken waits no longer");
        app.stop().await;
    }

    async fn a_draft_is_never_offered_on_another_persons_form_nor_on_another_form_nor_to_anybody_else(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let other = app.case(Persona::Amina, "Ruth Calder", app.contracts[0].contract_id).await;
        let (page, mut browser) = (at(case.person, "profile"), app.signed_in(Persona::Amina).await);
        assert_eq!(save(&mut browser, &page, &page, &WORDS).await.status, 204);
        for elsewhere in [at(other.person, "profile"), at(case.person, "safety/new"), at(case.person, "interests/new")] {
            let shown = browser.get(&elsewhere).await;
            assert_eq!(shown.status, 200, "{elsewhere}");
            assert!(!shown.text.contains("You began this") && !shown.text.contains("Patient"), "{elsewhere}");
        }
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let hers = rosa.get(&page).await;
        assert!(!hers.text.contains("Patient") && !hers.text.contains("You began this"));
        // Two visits of one person are two forms.
        let log = |session: &dyn std::fmt::Display| format!("/engagements/{}/meet-ups/new?session={session}", case.engagement);
        let action = format!("/engagements/{}/meet-ups/new", case.engagement);
        let saved = save(&mut browser, &log(&case.planned), &action, &[("note", "They laughed")]).await;
        assert_eq!(saved.status, 204);
        assert!(browser.get(&log(&case.planned)).await.text.contains("You began this"));
        assert!(!browser.get(&action).await.text.contains("You began this"));
        app.stop().await;
    }

    async fn starting_afresh_throws_it_away_and_signing_out_does_not(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (page, mut browser) = (at(case.person, "profile"), app.signed_in(Persona::Amina).await);
        assert_eq!(save(&mut browser, &page, &page, &WORDS).await.status, 204);
        browser.post("/sign-out", &[]).await;
        let mut again = app.signed_in(Persona::Amina).await;
        let offered = again.get(&page).await;
        assert!(offered.text.contains("You began this"));
        let form = offered.hidden("/drafts/discarding");
        let fields: Vec<(&str, &str)> =
            form.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (&**name, &**value)).collect();
        let gone = again.post("/drafts/discarding", &fields).await;
        assert_eq!((gone.status, gone.location()), (303, &*page));
        assert!(!again.get(&page).await.text.contains("You began this"));
        app.stop().await;
    }

    async fn a_form_that_is_refused_keeps_its_draft_and_is_still_the_same_form(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (page, to) = (at(case.person, "safety/new"), at(case.person, "safety"));
        let mut browser = app.signed_in(Persona::Amina).await;
        let refused = browser.fill(&page, &to, &[("words", "Slips on ice")]).await;
        assert_eq!(refused.status, 422);
        let form = refused.field("drafted_as").expect("the form is still marked");
        assert_eq!(form, format!("{page}#{to}"), "as the form that it was");
        assert!(refused.text.contains("js/drafts.js"));
        app.stop().await;
    }

    async fn drafts_go_after_a_month_and_with_the_person(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let other = app.case(Persona::Amina, "Ruth Calder", app.contracts[0].contract_id).await;
        let (page, mut browser) = (at(case.person, "profile"), app.signed_in(Persona::Amina).await);
        assert_eq!(save(&mut browser, &page, &page, &WORDS).await.status, 204);
        assert_eq!(count(&app).await, 1);
        let ground = domain::person::codes::ErasureGround::ALL[0];
        let authority = tests::cases::line("Data protection lead");
        app.wired.app.forget(&app.viewer(Persona::Rosa), app.id(), case.person, ground, authority).await.expect("done");
        assert_eq!(count(&app).await, 0, "with the person");

        let page = at(other.person, "profile");
        assert_eq!(save(&mut browser, &page, &page, &WORDS).await.status, 204);
        app.clock.advance(Duration::days(31));
        let mut browser = app.signed_in(Persona::Amina).await;
        let safety = at(other.person, "safety/new");
        let saved = save(&mut browser, &safety, &at(other.person, "safety"), &[("words", "Ice")]).await;
        assert_eq!(saved.status, 204);
        assert_eq!(count(&app).await, 1, "the old one went");
        assert!(!browser.get(&page).await.text.contains("You began this"));
        app.stop().await;
    }

    async fn a_draft_is_sealed_and_holds_no_password_and_no_more_than_fits(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let other = app.case(Persona::Ben, "Shanice Morris", app.contracts[0].contract_id).await;
        let (page, mut browser) = (at(case.person, "profile"), app.signed_in(Persona::Amina).await);
        let fields = [&WORDS[..], &[("password", "correct horse")]].concat();
        assert_eq!(save(&mut browser, &page, &page, &fields).await.status, 204);
        let kept = sealed(&app).await;
        assert!(!kept.windows(7).any(|part| part == b"Patient") && !kept.windows(7).any(|part| part == b"correct"));
        let gone_on = browser.get(&page).await;
        assert!(!gone_on.text.contains("correct horse"));
        let large = "a".repeat(300_000);
        assert_eq!(save(&mut browser, &page, &page, &[("admire", &large)]).await.status, 422);
        let theirs = format!("{0}#{0}", at(other.person, "profile"));
        let tried = browser.post("/drafts", &[("drafted_as", &theirs), ("admire", "Hello")]).await;
        assert_eq!(tried.status, 404, "nobody keeps words about somebody whom they may not know of");
        let away = browser.post("/drafts", &[("drafted_as", "//evil.example#/x"), ("admire", "Hello")]).await;
        assert_eq!(away.status, 422);
        assert_eq!(count(&app).await, 1);
        app.stop().await;
    }
}

async fn count(app: &TestApp) -> i64 {
    use infra::on;
    on!(&app.wired.database, read, pool =>
        sqlx::query_scalar("SELECT COUNT(*) FROM drafts").fetch_one(pool).await)
    .expect("the drafts can be counted")
}

async fn sealed(app: &TestApp) -> Vec<u8> {
    use infra::on;
    on!(&app.wired.database, read, pool =>
        sqlx::query_scalar("SELECT sealed FROM drafts").fetch_one(pool).await)
    .expect("a draft")
}
