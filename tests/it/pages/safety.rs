//! Safety notes: where nobody can miss them, looked at again in time, and never lost.

use chrono::NaiveDate;
use domain::person::{PersonCommand, SafetyKind, SafetyNote, SafetySource, Watch};
use domain::shared::ids::{PersonId, SafetyNoteId};
use tests::cases::{day, words};
use tests::{Persona, TestApp, on_both_databases};

use super::person::{at, begin};

/// Fields, the one that is wrong, and why.
type Try<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

const NOTE: [(&str, &str); 8] = [
    ("kind", "must_not"),
    ("words", "Nothing with nuts"),
    ("plan", "Ask before every meal"),
    ("source", "family"),
    ("told", "told"),
    ("told_on", "2026-03-12"),
    ("telling", "With the picture card"),
    ("added_on", "2026-03-12"),
];

/// A note about somebody, whoever owns it.
async fn note(
    app: &TestApp,
    by: Persona,
    of: PersonId,
    owner: Persona,
    review_on: NaiveDate,
) -> SafetyNoteId {
    let note_id = app.id();
    let note = SafetyNote {
        words: words("Slips on ice"),
        plan: words("Take the bus"),
        telling: words("He knows"),
        apart_from: Default::default(),
    };
    let watch = Watch { owner: app.account(owner).account_id, review_on, told_on: None, discussed: None };
    let (kind, source, added_on) = (SafetyKind::Worry, SafetySource::Seen, day("2026-02-20"));
    app.person(by, of, PersonCommand::AddSafetyNote { note_id, kind, note, source, watch, added_on }).await;
    note_id
}

on_both_databases! {
    async fn a_safety_note_stands_at_the_top_of_the_page_and_is_looked_at_again(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        let amina = app.account(Persona::Amina).account_id.to_string();
        let fields = [&NOTE[..], &[("owner", &*amina), ("review_on", "2026-09-12")]].concat();
        let done = browser.fill(&at(id, "safety/new"), &at(id, "safety"), &fields).await;
        assert_eq!((done.status, done.location()), (303, &*at(id, "safety")), "{}", done.words());

        let page = browser.get(&format!("/people/{id}")).await;
        let (top, _) = page.text.split_once("How to communicate").expect("the rest of the page");
        assert!(top.contains("Nothing with nuts") && top.contains("Ask before every meal"));
        let must = page.text.find("Nothing with nuts").expect("what must not happen");
        let worry = page.text.find("Lends money").expect("the worry");
        assert!(must < worry, "what must not happen comes first");
        let timeline = browser.get(&at(id, "timeline")).await;
        assert!(timeline.words().contains("It was written down what must not happen with Gordon"));
        let (top, _) = timeline.text.split_once("class=\"daygroup").expect("the days");
        assert!(top.contains("Nothing with nuts"), "it stands above the other pages about him too");

        let list = browser.get(&at(id, "safety")).await;
        assert!(list.words().contains("Amina North looks at it again by 12 September 2026"), "{}", list.words());
        let mut hrefs = list.text.split("href=\"").filter_map(|rest| rest.split('"').next());
        let note = hrefs.find(|href| href.contains("/safety/") && !href.ends_with("/new")).expect("a note").to_owned();
        let opened = browser.get(&note).await;
        assert!(opened.text.contains("Nothing with nuts") && opened.words().contains("Family or a friend"));
        assert!(opened.words().contains("With none yet"), "{}", opened.words());
        let rosa = app.account(Persona::Rosa).account_id.to_string();
        let half = [("discussed_with", rosa.as_str()), ("words", "Nuts"), ("plan", "Ask"), ("told", "told"), ("told_on", "2026-03-12"),
            ("telling", "In pictures"), ("owner", &amina), ("review_on", "2026-09-12"), ("reviewed_on", "2026-03-12")];
        let refused = browser.fill(&note, &note, &half).await;
        assert!(refused.status == 422 && refused.words().contains("Say on which day"), "{}", refused.words());
        let talked = [&half[..], &[("discussed_on", "2026-03-11")]].concat();
        assert_eq!(browser.fill(&note, &note, &talked).await.status, 303);
        let told = browser.get(&note).await;
        assert!(told.words().contains("Rosa North, on 11 March 2026"), "{}", told.words());
        assert_eq!(told.field("discussed_on").as_deref(), Some("2026-03-11"), "looking again keeps it");
        let stranger = [&[("discussed_with", "01950c3a-7b00-7000-8000-000000000033")], &talked[1..]].concat();
        let refused = browser.fill(&note, &note, &stranger).await;
        assert!(refused.status == 422 && refused.words().contains("Choose the manager"), "{}", refused.words());
        let ben = app.account(Persona::Ben).account_id.to_string();
        let colleague = [&[("discussed_with", ben.as_str())], &talked[1..]].concat();
        let refused = browser.fill(&note, &note, &colleague).await;
        assert!(refused.status == 422 && refused.words().contains("Choose the manager"), "a connector is none: {}", refused.words());
        let again = [("words", "Nothing with nuts or sesame"), ("plan", "Ask before every meal"), ("told", "not_told"),
            ("telling", "Next visit"), ("owner", &amina), ("review_on", "2027-03-12"), ("reviewed_on", "2026-03-12")];
        assert_eq!(browser.fill(&note, &note, &again).await.status, 303);
        let opened = browser.get(&note).await.words();
        for said in ["looked at again, in other words", "Nothing with nuts", "Nothing with nuts or sesame", "Not yet: Next visit"] {
            assert!(opened.contains(said), "{said} in {opened}");
        }
        let told = [&again[..2], &[("told", "told"), ("told_on", "2026-03-12"), ("telling", "In pictures"), again[4], again[5], again[6]]].concat();
        assert_eq!(browser.fill(&note, &note, &told).await.status, 303);
        let opened = browser.get(&note).await.words();
        assert!(opened.contains("looked at again, and goes on as it is"), "that he was told changes no word: {opened}");
        let ending = format!("{note}/ending");
        let ended = browser.fill(&note, &ending, &[("ended_on", "2026-03-12"), ("reason", "Ruled out by the clinic")]).await;
        assert_eq!(ended.status, 303, "{}", ended.words());
        assert!(!browser.get(&format!("/people/{id}")).await.words().contains("sesame"));
        assert!(browser.get(&at(id, "safety")).await.words().contains("1 note that ended"));
        assert!(browser.get(&note).await.words().contains("Ruled out by the clinic"));
    }

    async fn a_note_to_look_at_again_is_on_the_day_of_its_owner_and_of_whoever_has_the_case(db) {
        let app = TestApp::begin(db).await;
        let contract = app.contracts[0].contract_id;
        let amina = app.case(Persona::Amina, "Gordon Wells", contract).await;
        let ben = app.case(Persona::Ben, "Shanice Morris", contract).await;
        let hers = note(&app, Persona::Rosa, amina.person, Persona::Rosa, day("2026-03-19")).await;
        let late = note(&app, Persona::Ben, ben.person, Persona::Ben, day("2026-03-10")).await;
        note(&app, Persona::Ben, ben.person, Persona::Ben, day("2026-03-20")).await;
        let path = |of: PersonId, note: SafetyNoteId| format!("/people/{of}/safety/{note}");
        for (persona, seen, unseen) in [
            (Persona::Amina, Some((amina.person, hers)), vec![late]),
            (Persona::Rosa, Some((amina.person, hers)), vec![late]),
            (Persona::Ben, Some((ben.person, late)), vec![hers]),
            (Persona::Olu, None, vec![hers, late]),
        ] {
            let mut browser = app.signed_in(persona).await;
            let today = browser.get("/today").await;
            if let Some((of, note)) = seen {
                assert!(today.text.contains(&path(of, note)), "{persona:?}: {}", today.words());
                assert_eq!(browser.get(&path(of, note)).await.status, 200);
            }
            assert!(unseen.iter().all(|note| !today.text.contains(&note.to_string())), "{persona:?}");
        }
        let mut browser = app.signed_in(Persona::Ben).await;
        let today = browser.get("/today").await;
        assert!(today.words().contains("Shanice: a worry") && today.words().contains("was due 2 days ago"));
        assert_eq!(today.text.matches("/safety/").count(), 1, "what is due in more than a week is not there yet");
        let json = browser.get("/api/v1/today").await.text;
        assert!(json.contains(&late.to_string()) && json.contains("\"review_on\":\"2026-03-10\""), "{json}");
        let died_on = day("2026-03-11");
        app.person(Persona::Ben, ben.person, PersonCommand::RecordDeath { died_on }).await;
        assert!(!browser.get("/today").await.text.contains("/safety/"), "nobody is asked about somebody who died");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_safety_note_is_said_beside_it_and_no_word_is_lost() {
    let (app, case, mut browser) = begin().await;
    let id = case.person;
    let (amina, ben) = (
        app.account(Persona::Amina).account_id.to_string(),
        app.account(Persona::Ben).account_id.to_string(),
    );
    let tries: [Try<'_>; 4] = [
        (
            &[("owner", &amina), ("review_on", "2027-03-13")],
            "review_on",
            "from 12 March 2026 to 12 March 2027",
        ),
        (&[("owner", &ben), ("review_on", "2026-09-12")], "owner", "cannot open this record"),
        (&[("owner", &amina), ("review_on", "")], "review_on", "Enter a date"),
        (&[("owner", ""), ("review_on", "2026-09-12")], "owner", "Choose one"),
    ];
    for (fields, field, reason) in tries {
        let fields = [&NOTE[..], fields].concat();
        let answer = browser.fill(&at(id, "safety/new"), &at(id, "safety"), &fields).await;
        assert_eq!(answer.status, 422, "{field}");
        assert!(answer.text.contains(&format!("id=\"f-{field}-error\"")), "{field} in {}", answer.words());
        assert!(answer.words().contains(reason), "{reason} in {}", answer.words());
        for word in ["Nothing with nuts", "Ask before every meal", "With the picture card"] {
            assert!(answer.text.contains(word), "{word} is lost");
        }
    }
    let note = at(id, &format!("safety/{}", case.note));
    let early = [("ended_on", "2026-01-01"), ("reason", "He has learned to say no")];
    let refused = browser.fill(&note, &format!("{note}/ending"), &early).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.words().contains("before it was last looked at, on 2 February 2026"),
        "{}",
        refused.words()
    );
    assert!(
        refused.text.contains("He has learned to say no") && refused.text.contains("Lends money to anybody")
    );
    assert_eq!(browser.get(&at(case.other, &format!("safety/{}", case.note))).await.status, 404);
    assert_eq!(browser.get(&at(case.other, "safety")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_persons_safety_notes_say_nothing() {
    let (app, case, _) = begin().await;
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let path = at(case.person, "erasure");
    let fields = [("ground", "retention_ended"), ("authority", "Data protection lead"), ("sure", "yes")];
    assert_eq!(rosa.fill(&path, &path, &fields).await.status, 303);
    for part in ["safety", &format!("safety/{}", case.note), "timeline"] {
        let page = rosa.get(&at(case.person, part)).await;
        assert_eq!(page.status, 200, "{part}");
        assert!(!page.text.contains("Lends money") && !page.text.contains("bank card"), "{part}");
    }
}
