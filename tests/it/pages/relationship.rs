//! One relationship: what its page says, what each form takes and refuses, and that no word is lost.

use domain::shared::ids::{ContactId, RelationshipId};
use tests::browser::{Answer, Browser};
use tests::cases::Case;
use tests::databases::{Which, fresh};
use tests::{Persona, TestApp, on_both_databases};

struct Met {
    app: TestApp,
    case: Case,
    at: String,
    browser: Browser,
}

/// Gordon and a friend, who met on 19 February and are looked at on 12 March.
async fn met(db: tests::databases::Database) -> Met {
    let app = TestApp::begin(db).await;
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    let browser = app.signed_in(Persona::Amina).await;
    Met { at: format!("/relationships/{}", case.relationship), app, case, browser }
}

impl Met {
    async fn told_of(&mut self, on: &str, more: &[(&str, &str)]) -> Answer {
        let mut fields = vec![
            ("on", on),
            ("initiative", "other"),
            ("setting", "at_home"),
            ("source", "person"),
            ("presence", "absent"),
            ("minutes", ""),
            ("note", ""),
        ];
        fields.retain(|(name, _)| !more.iter().any(|(known, _)| known == name));
        fields.extend_from_slice(more);
        let (page, to) = (format!("{}/contacts/new", self.at), format!("{}/contacts", self.at));
        self.browser.fill(&page, &to, &fields).await
    }

    async fn fill(&mut self, part: &str, fields: &[(&str, &str)]) -> Answer {
        let page = format!("{}/{part}", self.at);
        self.browser.fill(&page, &page, fields).await
    }

    async fn said(&mut self) -> String {
        let at = self.at.clone();
        self.browser.get(&at).await.words()
    }
}

on_both_databases! {
    async fn it_comes_to_stand_on_its_own_test_by_test(db) {
        let mut tie = met(db).await;
        let said = tie.said().await;
        assert!(said.contains("Gordon and Friend") && said.contains("1 of 8"), "{said}");
        for day in ["2026-03-20", "2026-04-03", "2026-04-17", "2026-05-01"] {
            let noon = day.parse::<chrono::NaiveDate>().expect("a day").and_hms_opt(12, 0, 0).expect("noon");
            tie.app.clock.set(noon.and_utc());
            tie.browser = tie.app.signed_in(Persona::Amina).await;
            let began = if day < "2026-04-10" { "person" } else { "other" };
            let told = tie.told_of(day, &[("initiative", began), ("note", "They planted the garlic")]).await;
            assert_eq!(told.status, 303, "{}", told.words());
        }
        let said = tie.said().await;
        assert!(said.contains("5 of 8") && said.contains("It is growing"), "{said}");
        assert_eq!(tie.fill("consolidation", &[("on", "2026-05-01")]).await.status, 303);
        for party in ["person", "other"] {
            let page = format!("{}/confirmations/new?party={party}", tie.at);
            let fields = [("wish", "same"), ("how", "spoken"), ("on", "2026-05-01"), ("words", "")];
            let kept = tie.browser.fill(&page, &format!("{}/confirmations", tie.at), &fields).await;
            assert_eq!(kept.status, 303, "{}", kept.words());
        }
        assert!(tie.said().await.contains("Write down how they keep in touch"));
        let early = tie.fill("declaration", &[("declared_on", "2026-05-01")]).await;
        assert_eq!(early.status, 422);
        assert!(early.words().contains("1 of 8 tests do not pass"), "{}", early.words());
        let plan = [("in_touch", "Pat rings on Sunday"), ("transport", "The 14 bus"), ("if_it_goes_wrong", "Ring Maureen"), ("planned_on", "2026-05-01")];
        assert_eq!(tie.fill("plan", &plan).await.status, 303);
        let declared = tie.fill("declaration", &[("declared_on", "2026-05-01")]).await;
        assert_eq!(declared.status, 303, "{}", declared.words());
        let said = tie.said().await;
        for sentence in ["It stands on its own", "Since 1 May 2026, on all eight tests", "due 1 August 2026", "Pat rings on Sunday"] {
            assert!(said.contains(sentence), "{sentence} is missing from {said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_that_is_taken_back_leaves_a_flag_for_everybody_to_see() {
    let mut tie = met(fresh(Which::Sqlite).await).await;
    let ask = [("reason", "They meet every day where nobody counts"), ("declared_on", "2026-03-12")];
    let page = format!("{}/declaration", tie.at);
    let asked = tie.browser.fill(&page, &format!("{}/signature-request", tie.at), &ask).await;
    assert_eq!(asked.status, 303, "{}", asked.words());
    let to = format!("{}/signature", tie.at);
    assert_eq!(tie.browser.get(&to).await.status, 404, "a connector does not sign");
    let told = tie.told_of("2026-03-11", &[]).await;
    assert_eq!(told.status, 303);
    let mut lead = tie.app.signed_in(Persona::Rosa).await;
    let shown = lead.get(&to).await.words();
    assert!(shown.contains("Amina North asked") && shown.contains("where nobody counts"), "{shown}");
    let signed = lead.fill(&to, &to, &[("reason", "I have seen them"), ("declared_on", "2026-03-12")]).await;
    assert_eq!(signed.status, 303, "{}", signed.words());
    let said = tie.said().await;
    assert!(said.contains("signed by Rosa North at the request of you"), "{said}");

    let page = tie.browser.get(&tie.at).await;
    let back = page.text.split("href=\"").filter_map(|rest| rest.split('"').next());
    let back = back.filter(|href| href.ends_with("/taking-back")).map(str::to_owned).next().expect("a link");
    let warned = tie.browser.get(&back).await.words();
    assert!(warned.contains("This contact is evidence"), "{warned}");
    assert_eq!(tie.browser.fill(&back, &back, &[("reason", "It was her sister")]).await.status, 303);
    let said = tie.said().await;
    assert!(said.contains("part of this evidence, was taken back on 12 March 2026"), "{said}");
    assert!(said.contains("It was her sister") && said.contains("Stands on its own"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worry_goes_to_the_safeguarding_lead_and_stands_in_the_way_without_a_word() {
    let mut tie = met(fresh(Which::Sqlite).await).await;
    let page = format!("{}/concerns", tie.at);
    let told = tie.browser.fill(&page, &page, &[("witnessed", "She counts his money")]).await;
    assert_eq!(told.status, 303, "{}", told.words());
    let said = tie.said().await;
    assert!(said.contains("A worry is open") && said.contains("One worry is open"), "{said}");
    assert!(!said.contains("counts his money") && !said.contains("It is dealt with"), "{said}");
    let theirs = tie.fill("concerns/closing", &[("on", "2026-03-12")]).await;
    assert_eq!(theirs.status, 422);
    assert!(theirs.words().contains("Your safeguarding lead has this"), "{}", theirs.words());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worry_that_no_lead_has_on_record_is_closed_on_the_relationships_page() {
    let mut tie = met(fresh(Which::Sqlite).await).await;
    let (id, raised_on) = (tie.case.relationship, tie.app.today());
    let raise = domain::relationship::RelationshipCommand::RaiseConcern { raised_on };
    let raise = app::commands::Instruction::Relationship { id, command: raise };
    tie.app.ask(Persona::Amina, raise).await.expect("a worry can be raised at any time");
    assert!(tie.said().await.contains("It is dealt with"));
    assert_eq!(tie.fill("concerns/closing", &[("on", "2026-03-12")]).await.status, 303);
    assert!(!tie.said().await.contains("A worry is open"));
    let nothing = tie.fill("concerns/closing", &[("on", "2026-03-12")]).await;
    assert_eq!(nothing.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_may_go_quiet_and_begin_again() {
    let mut tie = met(fresh(Which::Sqlite).await).await;
    let early = tie.fill("lapse", &[("reason", "moved"), ("on", "2026-02-18")]).await;
    assert_eq!(early.status, 422);
    assert!(early.words().contains("They first met on 19 February 2026"), "{}", early.words());
    assert_eq!(tie.fill("lapse", &[("reason", "moved"), ("on", "2026-03-10")]).await.status, 303);
    let said = tie.said().await;
    assert!(said.contains("It has gone quiet") && said.contains("One moved away"), "{said}");
    let refused = tie.told_of("2026-03-11", &[("note", "She rang from Leeds")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("She rang from Leeds"), "what was typed is kept");
    assert_eq!(tie.fill("reopening", &[("on", "2026-03-11")]).await.status, 303);
    assert!(
        tie.told_of("2026-03-11", &[("note", "She rang from Leeds")])
            .await
            .is(axum::http::StatusCode::SEE_OTHER)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_beside_its_field_and_every_word_is_kept() {
    let mut tie = met(fresh(Which::Sqlite).await).await;
    let long = "a".repeat(1_000_000);
    type Refused<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);
    let refusals: [Refused<'_>; 6] = [
        ("2026-02-30", &[], "There is no such day as “2026-02-30”"),
        ("2027-03-12", &[], "12 March 2027 is in the future"),
        ("2026-02-01", &[], "They first met on 19 February 2026"),
        ("2026-03-11", &[("note", &long)], "This is 1000000 characters"),
        ("2026-03-11", &[("minutes", "forever")], "Write how long in hours"),
        ("2026-03-11", &[("initiative", "the cat")], "Choose one of the answers offered"),
    ];
    for (on, more, sentence) in refusals {
        let refused = tie.told_of(on, more).await;
        assert_eq!(refused.status, 422, "{on} {sentence}");
        assert!(refused.words().contains(sentence), "{sentence} is missing");
        assert!(
            refused.text.contains("value=\"at_home\" id=\"f-setting\" checked"),
            "what was chosen is kept"
        );
    }
    let control = tie.told_of("2026-03-11", &[("note", "bell\u{7}")]).await;
    assert!(control.status == 422 && control.words().contains("cannot be shown"));
    let any_script = tie.told_of("2026-03-11", &[("note", "Đi chợ với 王秀英, שלום <b>&")]).await;
    assert_eq!(any_script.status, 303);
    let said = tie.said().await;
    assert!(said.contains("Đi chợ với 王秀英, שלום <b>&"), "{said}");
}

on_both_databases! {
    async fn a_form_that_was_overtaken_or_sent_twice_loses_and_doubles_nothing(db) {
        let mut tie = met(db).await;
        let (page, to) = (format!("{}/contacts/new", tie.at), format!("{}/contacts", tie.at));
        let shown = tie.browser.get(&page).await;
        let mut fields = shown.hidden(&to);
        fields.retain(|(name, _)| name != "csrf");
        for (name, value) in [("on", "2026-03-11"), ("initiative", "person"), ("setting", "phone"), ("source", "person"), ("presence", "absent"), ("note", "They laughed a lot")] {
            fields.push((name.to_owned(), value.to_owned()));
        }
        let as_sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(tie.fill("give-and-take", &[("gives", "company"), ("recorded_on", "2026-03-12")]).await.status, 303);
        let overtaken = tie.browser.post(&to, &as_sent).await;
        assert_eq!(overtaken.status, 409);
        assert!(overtaken.words().contains("Somebody else changed this") && overtaken.text.contains("They laughed a lot"));

        let again: Vec<(String, String)> = overtaken.hidden(&to);
        let again = again.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (name.as_str(), value.as_str()));
        let typed = as_sent.iter().copied().filter(|(name, _)| !["seen", "command_id", "contact_id"].contains(name));
        let again: Vec<(&str, &str)> = again.chain(typed).collect();
        let (first, second) = (tie.browser.post(&to, &again).await, tie.browser.post(&to, &again).await);
        assert_eq!((first.status, second.status), (303, 303), "{}", first.words());
        assert_eq!(tie.said().await.matches("They laughed a lot").count(), 1);

        let mut other = again.clone();
        other.retain(|(name, _)| *name != "note");
        other.push(("note", "Something else"));
        let reused = tie.browser.post(&to, &other).await;
        assert_eq!(reused.status, 409);
        assert!(reused.text.contains("Something else"), "what was typed is kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relationship_or_contact_that_is_not_there_or_not_theirs_is_not_found() {
    let mut tie = met(fresh(Which::Sqlite).await).await;
    let (nobodys, no_contact): (RelationshipId, ContactId) = (tie.app.id(), tie.app.id());
    for path in [
        format!("/relationships/{nobodys}"),
        "/relationships/gordon".to_owned(),
        format!("{}/contacts/{no_contact}/taking-back", tie.at),
        format!("/people/{nobodys}/introductions/new"),
        format!("/people/{}/introductions/new", tie.case.other),
    ] {
        assert_eq!(tie.browser.get(&path).await.status, 404, "{path}");
    }
    let mut ben = tie.app.signed_in(Persona::Ben).await;
    assert_eq!(ben.get(&tie.at).await.status, 404);
    let sent = ben.post(&format!("{}/lapse", tie.at), &[("reason", "moved"), ("on", "2026-03-10")]).await;
    assert_eq!(sent.status, 404);
    let mut rosa = tie.app.signed_in(Persona::Rosa).await;
    let seen = rosa.get(&tie.at).await.words();
    assert!(
        seen.contains("without Amina North") || seen.contains("Amina North"),
        "a lead reads who was there: {seen}"
    );
}

on_both_databases! {
    async fn what_is_worth_a_thought_is_shown_to_the_connector_and_the_lead_and_to_nobody_else(db) {
        let mut tie = met(db).await;
        let said = tie.said().await;
        assert!(!said.contains("Worth a thought"), "{said}");
        let page = format!("{}/give-and-take", tie.at);
        let form = tie.browser.get(&page).await;
        assert!(form.text.contains("gift_or_money"), "{}", form.words());
        let fields = [("gives", "gift_or_money"), ("receives", "company"), ("recorded_on", "2026-03-12")];
        let kept = tie.browser.fill(&page, &page, &fields).await;
        assert_eq!(kept.status, 303, "{}", kept.words());
        let shown = tie.browser.get(&tie.at).await;
        for words in ["Worth a thought", "gifts or money, and none comes back", "Ask Gordon alone", "If it worries you, tell the safeguarding lead"] {
            assert!(shown.words().contains(words), "{words} in {}", shown.words());
        }
        let mut lead = tie.app.signed_in(Persona::Rosa).await;
        assert!(lead.get(&tie.at).await.words().contains("gifts or money, and none comes back"));
        let team = lead.get("/team").await;
        assert!(team.words().contains("Worth a thought") && team.text.contains(&format!("href=\"{}\"", tie.at)), "{}", team.words());
        assert!(!team.words().contains("gifts or money"), "what it is stands on the page of the two alone");
        for list in ["/lists/relationships.csv", "/lists/introductions.csv", "/lists/late.csv", "/lists/week.csv"] {
            let list = lead.get(list).await;
            assert!(list.status == 200 && !list.words().contains("thought") && !list.words().contains("gifts or money"));
        }
        let mut other = tie.app.signed_in(Persona::Ben).await;
        assert_eq!(other.get(&tie.at).await.status, 404);
        let (mut claire, home) = (tie.app.signed_in(Persona::Claire).await, format!("/contracts/{}", tie.app.contracts[0].contract_id));
        for part in ["", "/relationships", "/introductions", "/people"] {
            let page = claire.get(&format!("{home}{part}")).await;
            assert!(page.status == 200 && !page.words().contains("thought"), "{part}: {}", page.words());
        }
        // Half a year later it has been long enough.
        tie.app.clock.set("2026-09-11T09:00:00Z".parse().expect("a time"));
        let mut lead = tie.app.signed_in(Persona::Rosa).await;
        assert!(!lead.get("/team").await.words().contains("Worth a thought"));
    }
}
