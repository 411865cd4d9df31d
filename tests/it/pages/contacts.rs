//! A contact that was recorded otherwise than it was: put right with a reason, and everything that is made of contacts
//! follows, but for what was declared on it.

use domain::relationship::records::Contact;
use domain::relationship::{ContactSource, Initiative, Mood, Presence, RelationshipCommand, Setting};
use tests::cases::{day, words};
use tests::{Persona, TestApp, on_both_databases};

use super::commissioner::{let_it_stand, tie};
use super::export::records;
use super::work::work;

const AS_IT_WAS: [(&str, &str); 7] = [
    ("on", "2026-03-09"),
    ("initiative", "other"),
    ("setting", "club_or_group"),
    ("presence", "absent"),
    ("source", "other_party"),
    ("mood", "lovely"),
    ("minutes", "1:15"),
];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = AS_IT_WAS.into_iter().filter(|(name, _)| !more.iter().any(|(known, _)| known == name));
    kept.chain(more.iter().copied()).collect()
}

on_both_databases! {
    async fn a_contact_is_put_right_with_a_reason_and_what_it_was_stays_in_the_timeline(db) {
        let mut work = work(db).await;
        let between = format!("/relationships/{}", work.case.relationship);
        let form = format!("{between}/contacts/{}/correcting", work.case.contact);
        let page = work.browser.get(&between).await;
        assert!(page.text.contains(&form), "{}", page.words());
        let session = work.part(&format!("sessions/{}", work.case.session));
        let there = work.browser.get(&session).await;
        assert!(there.text.contains(&form) && there.words().contains("put right there"), "{}", there.words());
        let first = work.browser.get(&form).await;
        assert!(first.text.contains(&format!("{session}/correction")), "the session is put right by itself: {}", first.words());
        let was = first.field("on").expect("the day as it was recorded");

        let why = work.browser.fill(&form, &form, &with(&[("reason", "")])).await;
        assert!(why.status == 422 && why.text.contains("id=\"f-reason-error\""), "{}", why.words());
        assert_eq!(why.field("minutes").as_deref(), Some("1:15"), "what was typed is kept");
        let early = work.browser.fill(&form, &form, &with(&[("on", "2026-01-01"), ("reason", "The first time")])).await;
        assert!(early.status == 422 && early.words().contains("They first met on"), "{}", early.words());
        let unseen = work.browser.fill(&form, &form, &with(&[("source", "connector_saw"), ("reason", "I was away")])).await;
        assert!(unseen.status == 422 && unseen.words().contains("You cannot have seen it without being there"), "{}", unseen.words());
        let kept = work.browser.fill(&form, &form, &with(&[("reason", "It was the Monday, and I was not there")])).await;
        assert_eq!(kept.status, 303, "{}", kept.words());

        let said = work.browser.get(&between).await.words();
        for sentence in ["It is put right. What was recorded first stays in the timeline.", "Monday 9 March", "without you", "at a club or group", "Lovely", "A contact was put right", "It was the Monday, and I was not there"] {
            assert!(said.contains(sentence) || said.contains(&sentence.to_lowercase()), "{sentence} is missing from {said}");
        }
        let told = format!("/people/{}/timeline", work.case.person);
        let timeline = work.browser.get(&told).await.words();
        let was = domain_day(&was);
        assert!(timeline.contains("A contact was put right. On Monday 9 March") && timeline.contains(&was), "{was} in {timeline}");
        let second = work.browser.get(&form).await;
        for (field, value) in [("on", "2026-03-09"), ("minutes", "1:15")] {
            assert_eq!(second.field(field).as_deref(), Some(value), "the form begins with what stands now");
        }
        let same = work.browser.fill(&form, &form, &with(&[("reason", "Once more")])).await;
        assert!(same.status == 422 && same.words().contains("This is how it was recorded already"), "{}", same.words());

        let back = form.replace("correcting", "taking-back");
        assert_eq!(work.browser.fill(&back, &back, &[("reason", "It was not them")]).await.status, 303);
        let gone = work.browser.fill(&form, &form, &with(&[("on", "2026-03-10"), ("reason", "Tuesday")])).await;
        assert!(gone.status == 422 && gone.words().contains("already taken back"), "{}", gone.words());
        assert!(!work.browser.get(&session).await.text.contains(&form), "nothing is promised there any more");
        let mut ben = work.app.signed_in(Persona::Ben).await;
        assert_eq!(ben.get(&form).await.status, 404, "another connector knows nothing of it");
    }

    async fn what_a_declaration_rested_on_is_shown_as_it_was_and_as_put_right(db) {
        let app = TestApp::begin(db).await;
        let contract = app.contracts[0].contract_id;
        let case = app.case(Persona::Amina, "Gordon Wells", contract).await;
        let contacts = let_it_stand(&app, &case).await;
        let at = format!("/relationships/{}", case.relationship);
        let form = format!("{at}/contacts/{}/correcting", contacts[3]);
        let mut amina = app.signed_in(Persona::Amina).await;
        assert!(amina.get(&form).await.words().contains("This contact is evidence that it stands on its own"));
        let contact = Contact {
            contact_id: contacts[3],
            on: day("2026-04-16"),
            presence: Presence::Leads,
            initiative: Initiative::Connector,
            setting: Setting::AtHome,
            minutes: None,
            mood: Some(Mood::Good),
            source: ContactSource::ConnectorSaw,
            session_id: None,
        };
        let reason = words("She was there after all");
        tie(&app, case.by, case.relationship, RelationshipCommand::CorrectContact { contact, reason }).await;
        let said = amina.get(&at).await.words();
        assert!(said.contains("part of this evidence, was put right on 12 May 2026"), "{said}");

        let span = "?from=2026-01-01&to=2026-05-12";
        let mut claire = app.signed_in(Persona::Claire).await;
        let page = claire.get(&format!("/contracts/{contract}/relationships/{}{span}", case.relationship)).await.words();
        for sentence in ["1 contact that this rested on was put right afterwards", "Put right on 12 May 2026, from ", "8 of 8"] {
            assert!(page.contains(sentence), "{sentence} is missing from {page}");
        }
        assert!(!page.contains("She was there after all"), "no words reach whoever pays");
        let list = claire.get(&format!("/contracts/{contract}/relationships{span}")).await.words();
        assert!(list.contains("Evidence put right"), "{list}");
        let evidence = claire.get(&format!("/contracts/{contract}/files/evidence.csv{span}")).await;
        let rows = records(&evidence.bytes);
        let column = rows[0].iter().position(|head| head == "Evidence put right").expect("the column");
        assert_eq!(rows[1][column], "1");
    }
}

/// "12 March"
fn domain_day(text: &str) -> String {
    day(text).format("%-d %B").to_string()
}
