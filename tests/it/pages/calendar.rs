//! A connector's visits in a calendar elsewhere: a secret address that says when, and nothing about anybody.

use axum::body::Body;
use axum::http::Request;
use tests::browser::{Answer, Browser};
use tests::{Persona, TestApp, on_both_databases};

use super::work::work;

/// Makes the address, and answers its path.
async fn switched_on(browser: &mut Browser) -> String {
    let page = browser.fill("/today/calendar", "/today/calendar", &[]).await;
    assert_eq!(page.status, 200, "{}", page.words());
    let at = page.text.find("http://kith.test/calendar/").expect("the address is shown");
    let address = page.text[at..].split('"').next().unwrap();
    assert!(page.text.contains(&format!("href=\"webcal{}\"", &address[4..])), "{}", page.text);
    address.trim_start_matches("http://kith.test").to_owned()
}

async fn read(app: &TestApp, path: &str) -> Answer {
    app.browser().get(path).await
}

on_both_databases! {
    async fn a_calendar_says_when_visits_are_and_nothing_about_anybody(db) {
        let mut work = work(db).await;
        let at = [("on", "2026-07-02"), ("starts_at", "14:30"), ("minutes", "1.5"), ("kind", "face_to_face"), ("place", "The library café"), ("companions", "Maureen")];
        work.done("sessions/new", &at).await;
        let path = switched_on(&mut work.browser).await;
        let file = read(&work.app, &path).await;
        assert_eq!((file.status, file.header("content-type"), file.header("cache-control")), (200, "text/calendar; charset=utf-8", "private, no-cache"));
        let text = &file.text;
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"), "{text}");
        // The meet-up of 19 February, the visit planned for 16 March, and this one.
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 3, "{text}");
        assert!(text.contains("DTSTART:20260702T133000Z\r\nDTEND:20260702T150000Z\r\n"), "{text}");
        assert!(text.contains("DTSTART;VALUE=DATE:20260316\r\n"), "a visit without a time is all of its day");
        assert!(text.contains("SUMMARY:Meet-up\r\n") && text.contains("SUMMARY:Visit\r\n"), "{text}");
        for about in ["Gordon", "Wells", "Friend", "Amina", "library", "Maureen", "slugs"] {
            assert!(!text.contains(about), "{about} stands in {text}");
        }
        assert!(text.replace("\r\n ", "").contains(&format!("URL:http://kith.test/engagements/{}/sessions/{}", work.case.engagement, work.case.planned)), "{text}");

        let same = read(&work.app, &path).await;
        assert_eq!((&same.text, same.header("etag")), (&file.text, file.header("etag")));
        let known = Request::get(&path).header("if-none-match", file.header("etag"));
        let unchanged = work.app.browser().send(known, Body::empty()).await;
        assert!(unchanged.status == 304 && unchanged.text.is_empty());
        let planned = format!("sessions/{}", work.case.planned);
        work.done(&format!("{planned}/move"), &[("on", "2026-03-18"), ("starts_at", "09:00"), ("minutes", "1")]).await;
        let moved = read(&work.app, &path).await;
        assert_ne!(moved.header("etag"), file.header("etag"));
        assert!(moved.text.contains("SEQUENCE:1\r\nDTSTART:20260318T090000Z"), "{}", moved.text);
        work.done(&format!("{planned}/calling-off"), &[("by", "venue"), ("notice_hours", "48")]).await;
        let off = read(&work.app, &path).await.text;
        assert!(off.contains("SEQUENCE:2\r\n") && off.contains("STATUS:CANCELLED\r\n"), "{off}");
    }

    async fn an_address_opens_one_calendar_until_it_is_replaced_switched_off_or_its_account_closed(db) {
        let mut work = work(db).await;
        let mut ben = work.app.signed_in(Persona::Ben).await;
        let (first, his) = (switched_on(&mut work.browser).await, switched_on(&mut ben).await);
        assert!(!read(&work.app, &his).await.text.contains("VEVENT"), "he has no visits");
        let again = work.browser.get("/today/calendar").await;
        assert!(!again.text.contains(&first) && again.words().contains("It is switched on"), "it is shown once");
        let second = switched_on(&mut work.browser).await;
        assert_eq!((read(&work.app, &first).await.status, read(&work.app, &second).await.status), (404, 200));
        for wrong in ["/calendar/x.ics", "/calendar/.ics", second.trim_end_matches(".ics"), &second.to_lowercase()] {
            assert_eq!(read(&work.app, wrong).await.status, 404, "{wrong}");
        }

        let ended = work.browser.fill("/today/calendar", "/today/calendar/ending", &[]).await;
        assert_eq!(ended.status, 303);
        assert!(work.browser.get("/today/calendar").await.words().contains("It is not switched on"));
        assert_eq!(read(&work.app, &second).await.status, 404);

        let mut sam = work.app.signed_in(Persona::Sam).await;
        let account = format!("/accounts/{}", work.app.account(Persona::Ben).account_id);
        assert_eq!(sam.fill(&account, &format!("{account}/closing"), &[]).await.status, 303);
        assert_eq!(read(&work.app, &his).await.status, 404, "his account is closed");
        assert_eq!(sam.fill(&account, &format!("{account}/opening"), &[]).await.status, 303);
        assert_eq!(read(&work.app, &his).await.status, 404, "opened again, it is not switched on");
        let third = switched_on(&mut work.browser).await;
        let account = format!("/accounts/{}", work.app.account(Persona::Amina).account_id);
        let renamed = [("name", "Amina West"), ("role", "connector")];
        assert_eq!(sam.fill(&account, &account, &renamed).await.status, 303);
        assert_eq!(read(&work.app, &third).await.status, 200, "who is renamed keeps it");
        let finance = [("name", "Amina West"), ("role", "finance")];
        assert_eq!(sam.fill(&account, &account, &finance).await.status, 303);
        assert_eq!(read(&work.app, &third).await.status, 404, "who works with nobody any more has none");
    }

    async fn a_calendars_secret_is_kept_as_a_digest_alone(db) {
        let mut work = work(db).await;
        let path = switched_on(&mut work.browser).await;
        let secret = path.trim_start_matches("/calendar/").trim_end_matches(".ics");
        assert_eq!(secret.len(), 43);
        let database = &work.app.wired.database;
        let digest = if database.is_postgres() { "encode(secret_digest, 'escape')" } else { "CAST(secret_digest AS TEXT)" };
        let kept = format!("SELECT COUNT(*) FROM calendars WHERE {digest} <> '{secret}' AND length(secret_digest) = 32");
        let count: i64 = infra::on!(database, read, pool => sqlx::query_scalar(&kept).fetch_one(pool).await.unwrap());
        assert_eq!(count, 1);
    }
}
