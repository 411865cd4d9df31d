//! Logging a meet-up: four taps are enough, the rest has defaults that invent nothing, and what cannot be
//! is said beside its field with every word kept.

use axum::body::Body;
use axum::http::Request;
use domain::shared::ids::EngagementId;
use tests::browser::Answer;
use tests::databases::{Which, fresh};
use tests::{Persona, on_both_databases};

use super::work::{Work, work};

impl Work {
    /// Fields of the form for a meet-up, as they stand when it is opened, tapped choices included.
    async fn opened(&mut self, more: &str) -> Vec<(String, String)> {
        let page = self.browser.get(&format!("{}{more}", self.part("meet-ups/new"))).await;
        assert_eq!(page.status, 200, "{}", page.words());
        let mut fields = page.hidden(&self.part("meet-ups/new"));
        for name in ["with", "length", "presence", "initiative", "source", "mood"] {
            let tags = page.text.split("<input ").filter(|tag| tag.contains(&format!("name=\"{name}\"")));
            let chosen = tags.filter(|tag| tag.split('>').next().is_some_and(|tag| tag.contains(" checked")));
            let value = |tag: &str| {
                tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
            };
            fields.extend(chosen.filter_map(value).map(|value| (name.to_owned(), value)));
        }
        fields.extend(
            ["on", "starts_at", "place"].map(|name| (name.to_owned(), page.field(name).unwrap_or_default())),
        );
        fields.push(("setting".to_owned(), "out_and_about".to_owned()));
        fields
    }

    async fn log(&mut self, fields: &[(String, String)], taps: &[(&str, &str)]) -> Answer {
        let kept = fields.iter().filter(|(name, _)| !taps.iter().any(|(tapped, _)| tapped == name));
        let mut all: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
        all.extend_from_slice(taps);
        let to = self.part("meet-ups/new");
        self.browser.post(&to, &all).await
    }
}

on_both_databases! {
    async fn a_meet_up_is_logged_in_four_taps_and_once_however_often_it_is_sent(db) {
        let mut work = work(db).await;
        let fields = work.opened("").await;
        let chosen = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let friend = work.case.relationship.to_string();
        assert_eq!(chosen("with"), Some(friend.clone()), "whom they met last is chosen");
        assert_eq!((chosen("presence").as_deref(), chosen("length").as_deref()), (Some("takes_part"), Some("90")));
        assert_eq!(chosen("mood"), None, "nobody can know beforehand how it went");
        let taps = [("with", friend.as_str()), ("length", "120"), ("mood", "lovely"), ("presence", "nearby")];
        let logged = work.log(&fields, &taps).await;
        let person = format!("/people/{}", work.case.person);
        assert_eq!((logged.status, logged.location()), (303, person.as_str()), "{}", logged.words());
        let day = work.browser.get("/today").await;
        assert!(day.status == 200 && day.words().contains("This month, together"), "{}", day.words());
        let again = work.log(&fields, &taps).await;
        assert_eq!(again.status, 303, "sent twice, it is the same meet-up");
        let said = work.said().await;
        assert_eq!(said.matches("Thursday 12 March").count(), 1, "{said}");
        assert!(said.contains("2 hours · Together · with Friend"), "{said}");
        let other = work.log(&fields, &[("length", "30"), ("mood", "hard"), ("note", "He was tired")]).await;
        assert_eq!(other.status, 409, "the same page sent with something else on it");
        assert!(other.text.contains("He was tired") && other.words().contains("logged already"), "{}", other.words());
        assert!(!other.words().contains("Send it again"), "sending it again would be refused");
        let session = fields.iter().find(|(name, _)| name == "session_id").map(|(_, id)| id.clone()).unwrap();
        let session = work.part(&format!("sessions/{session}"));
        assert!(other.text.contains(&format!("href=\"{session}\"")), "{}", other.text);
        assert_eq!(work.browser.get(&session).await.status, 200);
        let moods = work.browser.get(&work.part("meet-ups/new")).await;
        assert!(moods.text.contains("value=\"awful\""), "every mood there is can be said");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_connector_was_not_what_is_asked_then_is_kept() {
    let mut work = work(fresh(Which::Sqlite).await).await;
    let fields = work.opened(&format!("?relationship={}", work.case.relationship)).await;
    let absent = [
        ("presence", "absent"),
        ("source", "supporter"),
        ("initiative", "other"),
        ("length", "other"),
        ("minutes", "2:15"),
        ("note", "They planted the garlic"),
    ];
    let logged = work.log(&fields, &absent).await;
    assert_eq!(logged.status, 303, "{}", logged.words());
    let said = work.browser.get(&format!("/relationships/{}", work.case.relationship)).await.words();
    assert!(said.contains("They planted the garlic"), "{said}");
    assert!(!work.said().await.contains("Thursday 12 March"), "no time of the connector’s was used");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_visit_is_logged_from_the_day_and_leads_back_to_it() {
    let mut work = work(fresh(Which::Sqlite).await).await;
    work.app.clock.set("2026-03-17T10:00:00Z".parse().expect("a time"));
    work.browser = work.app.signed_in(Persona::Amina).await;
    let today = work.browser.get("/today").await;
    let words = today.words();
    assert!(
        words.contains("Good morning, Amina") && words.contains("Write up Monday with Gordon"),
        "{words}"
    );
    let link = format!("{}?session={}", work.part("meet-ups/new"), work.case.planned);
    assert!(today.text.contains(&link));
    let request = Request::get(&link).header("referer", "http://kith.test/today");
    let opened = work.browser.send(request, Body::empty()).await;
    assert_eq!(opened.field("back").as_deref(), Some("/today"));
    assert_eq!(opened.field("on").as_deref(), Some("2026-03-16"), "the day that was planned");
    let fields = work.opened(&format!("?session={}", work.case.planned)).await;
    let friend = work.case.relationship.to_string();
    let absent = [("back", "/today"), ("with", friend.as_str()), ("presence", "absent")];
    let logged = work.log(&fields, &absent).await;
    let visit = work.part(&format!("sessions/{}", work.case.planned));
    assert_eq!(logged.location(), visit, "the visit to which she did not go is still to be settled");
    let fields = work.opened(&format!("?session={}", work.case.planned)).await;
    let logged = work.log(&fields, &[("back", "/today"), ("with", "alone"), ("mood", "good")]).await;
    assert_eq!((logged.status, logged.location()), (303, "/today"), "{}", logged.words());
    let after = work.browser.get("/today").await.words();
    assert!(after.contains("The meet-up is logged.") && !after.contains("Write up Monday"), "{after}");
    let evil = work.opened("").await;
    let logged = work.log(&evil, &[("back", "//evil.example"), ("with", "alone")]).await;
    assert_eq!(logged.location(), format!("/people/{}", work.case.person), "only to our own pages");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_said_beside_its_field_and_no_word_is_lost() {
    let mut work = work(fresh(Which::Sqlite).await).await;
    let refused = async |work: &mut Work, taps: &[(&str, &str)], sentence: &str| {
        let fields = work.opened("").await;
        let mut all = vec![("note", "Sie waren im Café, 王秀英 auch")];
        all.retain(|(name, _)| !taps.iter().any(|(tapped, _)| tapped == name));
        all.extend_from_slice(taps);
        let answer = work.log(&fields, &all).await;
        assert_eq!(answer.status, 422, "{taps:?}");
        assert!(answer.words().contains(sentence), "{sentence} is missing from {}", answer.words());
        if all.iter().any(|(name, value)| *name == "note" && value.starts_with("Sie")) {
            assert!(answer.text.contains("王秀英 auch"), "the words are kept");
        }
    };
    refused(&mut work, &[("on", "2026-02-30")], "There is no such day as “2026-02-30”").await;
    refused(&mut work, &[("on", "2026-03-13")], "13 March 2026 is in the future").await;
    refused(&mut work, &[("on", "2026-02-12")], "They first met on 19 February 2026").await;
    refused(&mut work, &[("on", "soon")], "is not a date that Kith can read").await;
    refused(&mut work, &[("length", "other"), ("minutes", "ages")], "Write how long in hours").await;
    refused(&mut work, &[("length", "other"), ("minutes", "13")], "minutes cannot be right").await;
    refused(&mut work, &[("length", "0")], "This is a number from 1 to 720").await;
    refused(&mut work, &[("mood", "ecstatic")], "Choose one of the answers offered").await;
    refused(&mut work, &[("place", "The\u{0}café")], "Character 4 is one that cannot be shown").await;
    let megabyte = "very ".repeat(200_000);
    refused(&mut work, &[("note", &megabyte)], "20000 fit here").await;
    assert!(!work.said().await.contains("Thursday 12 March"), "nothing was half kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meet_up_with_somebody_elses_friend_or_of_their_visit_is_not_found() {
    let mut work = work(fresh(Which::Sqlite).await).await;
    let theirs = work.app.case(Persona::Ben, "Shanice Morris", work.app.contracts[1].contract_id).await;
    let fields = work.opened("").await;
    let with = theirs.relationship.to_string();
    assert_eq!(work.log(&fields, &[("with", &with)]).await.status, 404, "a relationship of Ben’s");
    let fields = work.opened("").await;
    let nobody = EngagementId::default().to_string();
    assert_eq!(work.log(&fields, &[("with", &nobody)]).await.status, 404, "a relationship of nobody’s");
    let planned = format!("{}?session={}", work.part("meet-ups/new"), theirs.planned);
    assert_eq!(work.browser.get(&planned).await.status, 404);
}
