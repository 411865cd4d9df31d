//! What the money bought: the figures, the cohorts behind them, and the evidence, as a commissioner gets them.

use app::commands::Instruction;
use app::views::{reference, tie_reference};
use domain::person::codes::AnswerMethod;
use domain::person::codes::Wish;
use domain::relationship::RelationshipCommand;
use domain::relationship::codes::{ContactSource, Initiative, Party, Presence, Setting};
use domain::relationship::records::{Confirmation, Contact, ContinuityPlan};
use domain::shared::ids::{ContactId, RelationshipId};
use tests::cases::{Case, day, words};
use tests::databases::{Which, fresh};
use tests::{Persona, TestApp, on_both_databases};

use super::export::{parts, records};

const SPAN: &str = "?from=2026-01-01&to=2026-03-12";

pub(super) async fn tie(app: &TestApp, by: Persona, id: RelationshipId, command: RelationshipCommand) {
    let done = app.ask(by, Instruction::Relationship { id, command }).await;
    done.unwrap_or_else(|refusal| panic!("refused: {refusal}"));
}

/// Signed for by a team lead on 10 March, though nothing but the first meeting is known.
async fn sign_for(app: &TestApp, case: &Case) {
    let reason = words("They see each other at church, which we cannot log");
    tie(app, case.by, case.relationship, RelationshipCommand::AskOverride { reason: reason.clone() }).await;
    let declared_on = day("2026-03-10");
    let sign = RelationshipCommand::SignOverride { declared_on, reason, is_team_lead: false };
    tie(app, Persona::Rosa, case.relationship, sign).await;
}

/// Four times without the connector, both said so, and they know how to go on: every test passes on 12 March.
pub(super) async fn let_it_stand(app: &TestApp, case: &Case) -> Vec<ContactId> {
    // They met earlier than the case's first contact, so that the meetings spread over six weeks.
    app.clock.set(day("2026-05-12").and_hms_opt(10, 0, 0).expect("a time").and_utc());
    let mut contacts = Vec::new();
    for (on, initiative) in [
        ("2026-03-17", Initiative::Person),
        ("2026-04-01", Initiative::Other),
        ("2026-04-15", Initiative::Person),
        ("2026-05-05", Initiative::Other),
    ] {
        let contact_id: ContactId = app.id();
        let contact = Contact {
            contact_id,
            on: day(on),
            presence: Presence::Absent,
            initiative,
            setting: Setting::AtHome,
            minutes: Some(60),
            mood: None,
            source: ContactSource::Person,
            session_id: None,
        };
        tie(
            app,
            case.by,
            case.relationship,
            RelationshipCommand::LogContact { contact, note: Some(words("They drank tea")) },
        )
        .await;
        contacts.push(contact_id);
    }
    for party in [Party::Person, Party::Other] {
        let confirmation =
            Confirmation { party, on: day("2026-05-08"), how: AnswerMethod::Spoken, wish: Wish::Same };
        tie(app, case.by, case.relationship, RelationshipCommand::Confirm { confirmation, words: None })
            .await;
    }
    let plan = ContinuityPlan {
        in_touch: words("By phone"),
        transport: words("The 14 bus"),
        if_it_goes_wrong: words("Ring Amina"),
    };
    let planned_on = day("2026-05-08");
    tie(app, case.by, case.relationship, RelationshipCommand::PlanContinuity { plan, planned_on }).await;
    let declared_on = day("2026-05-12");
    tie(app, case.by, case.relationship, RelationshipCommand::DeclareSelfSustaining { declared_on }).await;
    contacts
}

on_both_databases! {
    async fn the_figures_of_a_contract_lead_to_what_they_are_made_of(db) {
        let app = TestApp::begin(db).await;
        let contract = app.contracts[0].contract_id;
        let case = app.case(Persona::Amina, "Gordon Wells", contract).await;
        let second = app.case(Persona::Ben, "Joy Okafor", contract).await;
        app.case(Persona::Ben, "Shanice Morris", app.contracts[1].contract_id).await;
        sign_for(&app, &case).await;
        let mut browser = app.signed_in(Persona::Claire).await;
        let home = format!("/contracts/{contract}");
        assert_eq!(browser.get("/contracts").await.location(), home);

        let page = browser.get(&format!("{home}{SPAN}")).await;
        assert_eq!(page.status, 200);
        let said = page.words();
        for sentence in [
            "Northfield Council · contract NC-114 · 1 January to 12 March 2026",
            "2 started, 0 ended",
            "of 2 proposed",
            "1 of 2",
            "50% of those who met",
            "Of 2 pairs who met, 1 stands on their own: 50%. Allowing for chance, anything from 9% to 91% would be no surprise.",
            "one was signed for by a team lead although a test had not passed",
            "worked out on 12 March 2026 at 10:00",
            "Of 2 (met), 1 came as far as “stand on their own”: 50%.",
            "What is recorded late or put right later changes the figures of past days.",
        ] {
            assert!(said.contains(sentence), "{sentence} is missing from {said}");
        }
        let position = app.wired.app.log.head().await.unwrap();
        assert!(said.contains(&format!("As of event {position}")));

        // Two sessions of 95 minutes; three hours a week from 19 January to 12 March is 53 days, 1362.857 minutes each.
        let hours = records(&browser.get(&format!("{home}/files/hours.csv{SPAN}")).await.bytes);
        assert_eq!(hours.len(), 4, "three months and no total, which a program would take for a month");
        let cases = records(&browser.get(&format!("{home}/files/cases.csv{SPAN}")).await.bytes);
        assert_eq!(cases.len(), 3, "the totals stand in the workbook");
        let months: i64 = hours[1..4].iter().map(|row| minutes(&row[1])).sum();
        assert_eq!(months, minutes("45:26"), "the months come to the span");

        let people = browser.get(&format!("{home}/people{SPAN}")).await.words();
        assert!(people.contains("2 people supported") && people.contains(&reference(case.engagement)));
        assert!(people.contains(&reference(second.engagement)));
        let met = browser.get(&format!("{home}/introductions{SPAN}&step=met")).await.words();
        assert!(met.contains(&tie_reference(case.relationship)) && met.contains(&tie_reference(second.relationship)));
        let standing = browser.get(&format!("{home}/introductions{SPAN}&step=self_sustaining")).await.words();
        assert!(standing.contains(&tie_reference(case.relationship)) && !standing.contains(&tie_reference(second.relationship)));
    }

    async fn how_we_know_is_told_test_by_test_with_what_was_taken_back(db) {
        let app = TestApp::begin(db).await;
        let contract = app.contracts[0].contract_id;
        let case = app.case(Persona::Amina, "Gordon Wells", contract).await;
        let contacts = let_it_stand(&app, &case).await;
        let span = "?from=2026-01-01&to=2026-05-12";
        let mut browser = app.signed_in(Persona::Claire).await;
        let list = browser.get(&format!("/contracts/{contract}/relationships{span}")).await;
        let at = format!("/contracts/{contract}/relationships/{}", case.relationship);
        assert!(list.text.contains(&at) && list.words().contains("8 of 8 tests"));

        let page = browser.get(&format!("{at}{span}")).await.words();
        for sentence in [
            "They met on 19 February 2026. First declared on 12 May 2026.",
            "Four meetings without the connector in 12 weeks",
            "17 Mar, 1 Apr, 15 Apr, 5 May",
            "The person says so",
            "The other person says so too",
            "The connector was not there at the last four of 5 meetings.",
            "After 3 months",
            "Due on 12 August 2026",
            "17 March 2026",
        ] {
            assert!(page.contains(sentence), "{sentence} is missing from {page}");
        }
        assert!(!page.contains("taken back") && !page.contains("signed"));

        let reason = words("It was another day");
        tie(&app, case.by, case.relationship, RelationshipCommand::VoidContact { contact_id: contacts[3], reason }).await;
        let page = browser.get(&format!("{at}{span}")).await.words();
        assert!(page.contains("1 contact that this rested on was taken back afterwards"));
        assert!(page.contains("Taken back on 12 May 2026") && !page.contains("another day"));
        assert!(page.contains("8 of 8"), "the declaration stands as it was made");
        let evidence = records(&browser.get(&format!("/contracts/{contract}/files/evidence.csv{span}")).await.bytes);
        let column = |head: &str| evidence[0].iter().position(|known| known == head).expect("the column");
        assert_eq!((evidence[1][column("S1")].as_str(), evidence[1][column("Evidence taken back")].as_str()), ("yes", "1"));
        assert_eq!(evidence[1][column("Signed by a team lead")], "no");
    }
}

fn minutes(text: &str) -> i64 {
    let (hours, minutes) = text.split_once(':').expect("hours and minutes");
    hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_out_of_nothing_is_a_dash_and_never_nought_percent() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut browser = app.signed_in(Persona::Claire).await;
    let home = format!("/contracts/{}", app.contracts[0].contract_id);
    let said = browser.get(&home).await.words();
    assert!(said.contains("– of those who met") && said.contains("of 0.0 agreed, –"), "{said}");
    assert!(said.contains("No introduction was proposed in this time.") && !said.contains("0%"));
    let figures = records(&browser.get(&format!("{home}/files/figures.csv")).await.bytes);
    let of = |name: &str| figures.iter().find(|row| row[0] == name).expect("the figure")[1].clone();
    assert_eq!(of("Of those who met, stand on their own"), "–");
    assert_eq!((of("Lower end of the 95% range"), of("People supported")), ("–".to_owned(), "0".to_owned()));
    for part in ["people", "introductions", "relationships"] {
        assert_eq!(browser.get(&format!("{home}/{part}")).await.status, 200, "{part}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn days_that_cannot_be_reported_are_said_and_kept_and_never_fail() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut browser = app.signed_in(Persona::Claire).await;
    let home = format!("/contracts/{}", app.contracts[0].contract_id);
    for (query, sentence) in [
        ("from=2026-02-30&to=2026-03-01", "There is no such day as “2026-02-30”"),
        ("from=2026-01-01&to=2026-03-13", "13 March 2026 is in the future"),
        ("from=2026-03-02&to=2026-03-01", "must not be before the first"),
        ("from=1990-01-01&to=2026-03-01", "at most five years"),
        ("from=%00%1b&to=%ff", "is not a date that Kith can read"),
        ("from=2026-01-01", "Enter a date"),
    ] {
        let page = browser.get(&format!("{home}?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        assert!(page.words().contains(sentence), "{query}");
        assert!(page.words().contains("People supported"), "the usual days are shown meanwhile");
        for file in ["figures.csv", "pack.xlsx"] {
            assert_eq!(browser.get(&format!("{home}/files/{file}?{query}")).await.status, 422, "{query}");
        }
    }
    let long = "9".repeat(20_000);
    assert_eq!(browser.get(&format!("{home}?from={long}&to={long}")).await.status, 422);
    for query in ["page=0", "page=999999999999999999999", "page=x", "step=nothing"] {
        assert_eq!(browser.get(&format!("{home}/introductions?{query}")).await.status, 200, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_another_contract_can_be_asked_for() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let own = app.contracts[0].contract_id;
    let other = app.case(Persona::Ben, "Shanice Morris", app.contracts[1].contract_id).await;
    sign_for(&app, &other).await;
    let mut browser = app.signed_in(Persona::Claire).await;
    for contract in [app.contracts[1].contract_id, app.contracts[2].contract_id, app.id()] {
        for part in
            ["", "/people", "/introductions", "/relationships", "/files/figures.csv", "/files/pack.xlsx"]
        {
            let path = format!("/contracts/{contract}{part}");
            assert_eq!(browser.get(&path).await.status, 404, "{path}");
        }
        let path = format!("/contracts/{contract}/relationships/{}", other.relationship);
        assert_eq!(browser.get(&path).await.status, 404);
    }
    for path in [
        format!("/contracts/{own}/relationships/{}", other.relationship),
        format!("/contracts/{own}/relationships/nobody"),
        format!("/contracts/{own}/files/names.csv"),
        format!("/contracts/{own}/files/pack.csv"),
        "/contracts/what".to_owned(),
    ] {
        assert_eq!(browser.get(&path).await.status, 404, "{path}");
    }
    // A team lead may look at it.
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let path = format!("/contracts/{}/relationships/{}", app.contracts[1].contract_id, other.relationship);
    let page = rosa.get(&path).await.words();
    assert!(page.contains("Not every test had passed") && !page.contains("church"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_says_what_it_counts_and_is_named_after_the_contract() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let contract = app.contracts[0].contract_id;
    app.case(Persona::Amina, "Gordon Wells", contract).await;
    let mut browser = app.signed_in(Persona::Claire).await;
    let file = browser.get(&format!("/contracts/{contract}/files/pack.xlsx{SPAN}")).await;
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"NC-114-what-the-money-bought-2026-01-01-to-2026-03-12.xlsx\""
    );
    assert_eq!(file.header("cache-control"), "private, no-store");
    let all: String = parts(&file.bytes).into_iter().map(|(_, text)| text).collect();
    for words in [
        "name=\"Figures\"",
        "name=\"Evidence\"",
        "Stand on their own: Relationships",
        "as of event",
        "Wilson",
    ] {
        assert!(all.contains(words), "{words}");
    }
}
