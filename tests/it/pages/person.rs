//! What is told about one person: each form keeps what it is given, says no in its own words, and notices
//! when somebody else was quicker.

use domain::person::PersonCommand;
use domain::shared::ids::PersonId;
use tests::cases::{Case, day};
use tests::databases::{Which, fresh};
use tests::{Answer, Browser, Persona, TestApp, on_both_databases};

pub(super) async fn begin() -> (TestApp, Case, Browser) {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    let browser = app.signed_in(Persona::Amina).await;
    (app, case, browser)
}

pub(super) fn at(id: PersonId, part: &str) -> String {
    format!("/people/{id}/{part}")
}

/// Opens a part of a person and sends the form on it.
async fn fill(browser: &mut Browser, id: PersonId, part: &str, fields: &[(&str, &str)]) -> Answer {
    browser.fill(&at(id, part), &at(id, part), fields).await
}

on_both_databases! {
    async fn everything_about_a_person_can_be_told_and_then_shows(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        let details = [("name", "Gordon Wells"), ("known_as", "Gord"), ("born_on", "2/5/1979"), ("phone", "07700 900123"), ("reason", "Asked him")];
        let needs = [("need", "easy_read"), ("need", "uses_makaton"), ("notes", "Thumbs up is yes")];
        let number = [("scheme", "nhs_number"), ("value", "943 476 5919")];
        let profile = [("admire", "I make people laugh\r\nI am kind"), ("published_on", "2026-03-10")];
        let consent = [("scope", "photographs"), ("answer", "yes"), ("how", "signed"), ("on", "2026-03-10"), ("until", "2027-03-10"), ("words", "Yes please")];
        for (part, fields) in [("details", &details[..]), ("needs", &needs), ("identifiers", &number), ("profile", &profile), ("consents", &consent)] {
            let done = fill(&mut browser, id, part, fields).await;
            assert_eq!(done.status, 303, "{part}: {}", done.words());
        }
        let interest = [("name", "fixing radios"), ("kind", "skill"), ("strength", "3"), ("share", "teach"), ("participation", "used_to"), ("evidence", "person"), ("on", "2026-03-10"), ("barrier", "transport")];
        let told = browser.fill(&at(id, "interests/new"), &at(id, "interests"), &interest).await;
        assert_eq!(told.status, 303, "{}", told.words());
        let lee = [("name", "Lee"), ("role", "family"), ("linked_on", "2026-03-10"), ("contact", "07700 900100")];
        assert_eq!(browser.fill(&at(id, "supporters/new"), &at(id, "supporters"), &lee).await.status, 303);

        let page = browser.get(&format!("/people/{id}")).await.words();
        for said in [
            "Likes to be called Gord · week 8 of 26 · 2 of 78 hours used",
            "Easy Read", "Makaton", "Thumbs up is yes", "Born2 May 1979", "07700 900123", "943 476 5919",
            "I make people laugh\nI am kind", "Agreed with Gord on 10 March 2026",
            "Having photographs taken and kept", "Yes, since 10 March 2026, until 10 March 2027",
            "Fixing radios · can teach", "Lee", "Family · 07700 900100",
        ] {
            assert!(page.contains(said), "{said} in {page}");
        }
        let timeline = browser.get(&at(id, "timeline")).await.words();
        for said in [
            "Gord said yes to having photographs taken and kept, until 10 March 2027, in Makaton or BSL",
            "Yes please", "How to communicate with Gord: Easy Read and Makaton", "Gord can do this: fixing radios",
            "Lee is there for Gord: family", "Gord’s first one-page profile was agreed", "Asked him",
        ] {
            assert!(timeline.contains(said), "{said} in {timeline}");
        }
        let withdrawn = [("scope", "photographs"), ("answer", "no_longer"), ("how", "spoken"), ("on", "2026-03-12")];
        assert_eq!(fill(&mut browser, id, "consents", &withdrawn).await.status, 303);
        assert!(browser.get(&format!("/people/{id}")).await.words().contains("No longer, since 12 March 2026"));
    }

    async fn a_stale_page_is_noticed_and_keeps_what_was_typed(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        let path = at(id, "profile");
        let opened = browser.get(&path).await;
        // Somebody else is quicker.
        app.person(Persona::Rosa, id, PersonCommand::RecordCommunicationNeeds { needs: Vec::new(), notes: None }).await;
        let hidden = opened.hidden(&path);
        let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.retain(|(name, _)| *name != "csrf");
        fields.extend([("support", "Give me time"), ("published_on", "2026-03-12")]);
        let stale = browser.post(&path, &fields).await;
        assert_eq!(stale.status, 409);
        assert!(stale.words().contains("Somebody else changed this while you were writing"));
        assert!(stale.text.contains("Give me time"));
        // Sent again from the page that came back, it holds.
        let hidden = stale.hidden(&path);
        let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.retain(|(name, _)| *name != "csrf");
        fields.extend([("support", "Give me time"), ("published_on", "2026-03-12")]);
        assert_eq!(browser.post(&path, &fields).await.status, 303);
        // The same command id with other words is not the same request.
        fields.retain(|(name, _)| *name != "support" && *name != "seen");
        fields.push(("support", "Something else"));
        let reused = browser.post(&path, &fields).await;
        assert_eq!(reused.status, 409);
        assert!(reused.words().contains("sent before with something else on it") && reused.text.contains("Something else"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_rule_refuses_is_said_beside_its_field_with_the_words_kept() {
    let (_app, case, mut browser) = begin().await;
    let id = case.person;
    let megabyte = "m".repeat(1_000_000);
    type Refused<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, &'a str);
    let cases: &[Refused<'_>] = &[
        (
            "identifiers",
            &[("scheme", "nhs_number"), ("value", "943 476 5918")],
            "value",
            "its last digit does not fit",
        ),
        (
            "consents",
            &[("scope", "photographs"), ("answer", "no_longer"), ("how", "spoken"), ("on", "2026-03-12")],
            "scope",
            "there is nothing to withdraw",
        ),
        (
            "consents",
            &[("scope", "photographs"), ("answer", "yes"), ("how", "spoken"), ("on", "2026-03-13")],
            "on",
            "13 March 2026 is in the future",
        ),
        (
            "consents",
            &[
                ("scope", "photographs"),
                ("answer", "yes"),
                ("how", "spoken"),
                ("on", "2026-03-12"),
                ("until", "2026-03-01"),
            ],
            "until",
            "before it was given",
        ),
        (
            "profile",
            &[("admire", ""), ("published_on", "2026-03-12")],
            "admire",
            "Every part of the profile is empty",
        ),
        (
            "profile",
            &[("admire", &megabyte), ("published_on", "2026-03-12")],
            "admire",
            "This is 1000000 characters; 20000 fit here",
        ),
        ("needs", &[("need", "telepathy")], "need", "Choose from the answers offered"),
        (
            "details",
            &[("name", "Gordon"), ("born_on", "31/6/1979")],
            "born_on",
            "There is no such day as “31/6/1979”",
        ),
        ("death", &[("died_on", "")], "died_on", "Enter a date"),
    ];
    for (part, fields, field, reason) in cases {
        let answer = fill(&mut browser, id, part, fields).await;
        assert_eq!(answer.status, 422, "{part}");
        let beside = format!("id=\"f-{field}-error\"");
        assert!(answer.text.contains(&beside), "{part}: {field} in {}", answer.words());
        assert!(answer.words().contains(reason), "{part}: {reason} in {}", answer.words());
        for (_, value) in fields.iter().filter(|(_, value)| !value.is_empty() && *value != "telepathy") {
            assert!(answer.text.contains(value), "{part}: a word is lost");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interest_is_told_better_and_at_last_no_longer_holds() {
    let (_app, case, mut browser) = begin().await;
    let path = format!("/people/{}/interests/{}", case.person, case.interest);
    let shown = browser.get(&path).await;
    assert!(shown.text.contains("value=\"growing vegetables\"") && shown.text.contains("Tomatoes mostly"));
    let better = [
        ("name", "growing leeks"),
        ("kind", "passion"),
        ("strength", "3"),
        ("share", ""),
        ("participation", "regular"),
        ("evidence", "observed"),
        ("on", "2026-03-12"),
    ];
    let done = browser.fill(&path, &path, &better).await;
    assert_eq!(done.status, 303, "{}", done.words());
    let retirement = format!("{path}/retirement");
    let early =
        browser.fill(&path, &retirement, &[("retired_on", "2025-01-01"), ("reason", "Bored of it")]).await;
    assert_eq!(early.status, 422);
    assert!(
        early.words().contains("before this interest was recorded, on 20 January 2026"),
        "{}",
        early.words()
    );
    assert!(early.text.contains("Bored of it") && early.text.contains("value=\"growing leeks\""));
    assert_eq!(
        browser
            .fill(&path, &retirement, &[("retired_on", "2026-03-12"), ("reason", "Bored of it")])
            .await
            .status,
        303
    );
    assert!(!browser.get(&format!("/people/{}", case.person)).await.words().contains("Growing leeks"));
    assert!(browser.get(&path).await.words().contains("It has not held since 12 March 2026: Bored of it"));
    let timeline = browser.get(&at(case.person, "timeline")).await.words();
    assert!(timeline.contains("Gordon is no longer into growing leeks"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_forgotten_is_named_nowhere_any_more() {
    let (app, case, mut amina) = begin().await;
    let (id, path) = (case.person, at(case.person, "erasure"));
    assert_eq!(amina.get(&path).await.status, 404, "it is a team lead's decision");
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let fields = [("ground", "retention_ended"), ("authority", "Data protection lead")];
    let unsure = rosa.fill(&path, &path, &fields).await;
    assert_eq!(unsure.status, 422);
    assert!(
        unsure.words().contains("Tick this to go on")
            && unsure.text.contains("value=\"Data protection lead\"")
    );
    let fields = [fields[0], fields[1], ("sure", "yes")];
    let done = rosa.fill(&path, &path, &fields).await;
    assert_eq!(done.status, 303, "{}", done.words());
    let again = rosa.post(&path, &fields).await;
    assert_eq!(
        (again.status, again.location()),
        (303, &*format!("/people/{id}")),
        "sent twice it happens once"
    );
    for address in [
        format!("/people/{id}"),
        at(id, "timeline"),
        at(id, "relationships"),
        "/people".to_owned(),
        "/search?q=gordon".to_owned(),
    ] {
        let page = rosa.get(&address).await;
        assert_eq!(page.status, 200, "{address}");
        let said = page.words().replace("Friend of Gordon Wells", "");
        for word in ["Gordon Wells", "growing vegetables", "slugs", "Maureen"] {
            assert!(!said.contains(word), "{address} still says {word}: {said}");
        }
    }
    assert!(
        rosa.get(&format!("/people/{id}"))
            .await
            .words()
            .contains("This person was forgotten on 12 March 2026")
    );
    let told = fill(&mut rosa, id, "needs", &[("need", "easy_read")]).await;
    assert_eq!(told.status, 422, "nothing more can be kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_death_what_was_so_before_can_be_told_and_nothing_after() {
    let (_app, case, mut browser) = begin().await;
    let (id, died) = (case.person, day("2026-03-01").to_string());
    assert_eq!(fill(&mut browser, id, "death", &[("died_on", &died)]).await.status, 303);
    assert!(browser.get(&format!("/people/{id}")).await.words().contains("Gordon died on 1 March 2026."));
    let late =
        fill(&mut browser, id, "profile", &[("admire", "He was kind"), ("published_on", "2026-03-02")]).await;
    assert_eq!(late.status, 422);
    assert!(
        late.words().contains("after this person died, on 1 March 2026") && late.text.contains("He was kind")
    );
    let before =
        fill(&mut browser, id, "profile", &[("admire", "He was kind"), ("published_on", "2026-02-20")]).await;
    assert_eq!(before.status, 303);
}
