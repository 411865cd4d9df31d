//! Nothing of a concern is anywhere but on the pages of its leads: every page and file that a link leads to,
//! as every other role, every answer of the API, every byte of the database and of what is carried away.

use std::collections::BTreeSet;

use app::error::Refusal;
use domain::concern::ConcernCommand;
use domain::shared::ids::PersonId;
use infra::database::Database;
use sqlx::Row;
use tests::databases::{Which, fresh};
use tests::{Browser, Persona, TestApp, on_both_databases};

use super::super::export::parts;
use super::{SECRETS, lead, press, step, told};

/// Addresses that one walk follows.
const MOST: usize = 900;

/// Everything that links lead to from a few pages, each with its text.
async fn everything(browser: &mut Browser, from: &[String]) -> Vec<(String, String)> {
    let mut seen: BTreeSet<String> = from.iter().cloned().collect();
    let (mut to_do, mut found): (Vec<String>, _) = (from.to_vec(), Vec::new());
    while let Some(path) = to_do.pop() {
        let answer = browser.get(&path).await;
        let links = answer.text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for link in links.map(|link| link.replace("&#38;", "&").replace("&amp;", "&")) {
            // One page of each sort of question is enough; a person's own receipt is theirs.
            let own =
                link.starts_with('/') && !link.starts_with("/assets/") && !link.starts_with("/concerns/");
            let asked = link.split('?').next().unwrap_or_default().to_owned();
            if own && seen.len() < MOST && seen.insert(asked) {
                to_do.push(link);
            }
        }
        let text = match path.split('?').next().is_some_and(|path| path.ends_with(".xlsx")) {
            true => parts(&answer.bytes).into_iter().map(|(_, text)| text).collect(),
            false => answer.text,
        };
        found.push((path, text));
    }
    found
}

/// A concern with a word in each of its steps.
async fn handled(app: &TestApp) -> (tests::cases::Case, domain::shared::ids::ConcernId) {
    let (case, id) = told(app).await;
    let mut grace = lead(app).await;
    press(&mut grace, id, "taking-over").await;
    let owner = app.account(Persona::Grace).account_id.to_string();
    let action = [("words", "Ring the locksmith"), ("owner", &*owner), ("due_on", "2026-03-13")];
    step(&mut grace, id, "action", &action).await;
    step(&mut grace, id, "referral", &[("to", "council"), ("words", "About the strongbox")]).await;
    (case, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_role_comes_upon_a_word_of_it_on_any_page_or_in_any_file() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let (case, id) = handled(&app).await;
    let person = case.person;
    for persona in Persona::ALL.into_iter().filter(|persona| *persona != Persona::Grace) {
        let mut browser = app.signed_in(persona).await;
        let mut from: Vec<String> = ["/", "/help"].map(str::to_owned).into();
        if matches!(persona, Persona::Amina | Persona::Rosa) {
            from.push(format!("/people/{person}"));
            from.extend(["cardigan", "locksmith", "financial"].map(|word| format!("/search?q={word}")));
            from.extend([format!("/api/v1/people/{person}"), "/api/v1/today".to_owned()]);
            from.extend(["/people.csv", "/people.xlsx"].map(str::to_owned));
        }
        from.push("/api/v1/me".to_owned());
        let found = everything(&mut browser, &from).await;
        assert!(found.len() > 3, "{persona:?} saw {} pages", found.len());
        for (path, text) in found {
            // The page of a search says again what was looked for.
            for secret in SECRETS.iter().filter(|_| !path.starts_with("/search")) {
                assert!(!text.contains(secret), "{persona:?} reads {secret} on {path}");
            }
            let theirs = persona == Persona::Amina && path == "/concerns";
            assert!(
                theirs || !text.contains(&id.to_string()),
                "{persona:?} learns on {path} that it is there"
            );
        }
        if persona != Persona::Amina {
            assert_eq!(browser.get(&format!("/concerns/{id}")).await.status, 404, "{persona:?}");
        }
        assert_eq!(browser.get(&format!("/safeguarding/{id}")).await.status, 404, "{persona:?}");
    }
}

/// Every byte that is kept, in whichever table.
async fn bytes_of(app: &TestApp) -> Vec<u8> {
    match &app.wired.database {
        Database::Sqlite { read, .. } => {
            let files: Vec<(i64, String, String)> =
                sqlx::query_as("PRAGMA database_list").fetch_all(read).await.expect("the file's name");
            let path = &files.first().expect("a file").2;
            let mut bytes = std::fs::read(path).expect("the database");
            bytes.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
            bytes
        }
        Database::Postgres { write: pool, .. } => {
            let tables: Vec<String> = sqlx::query_scalar(
                "SELECT table_name::text FROM information_schema.tables
                 WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'",
            )
            .fetch_all(pool)
            .await
            .expect("the tables");
            let mut bytes = Vec::new();
            for table in tables {
                let text = format!("SELECT t::text FROM \"{table}\" t");
                let rows = sqlx::query(&text).fetch_all(pool).await.expect("its rows");
                rows.iter().for_each(|row| bytes.extend(row.get::<String, _>(0).into_bytes()));
            }
            bytes
        }
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

on_both_databases! {
    async fn no_word_and_no_code_of_it_stands_in_clear_in_the_database_or_in_what_is_carried_away(db) {
        let app = TestApp::begin(db).await;
        handled(&app).await;
        let bytes = bytes_of(&app).await;
        let mut carried = Vec::new();
        app.wired.log.export(&mut carried).await.expect("the log is exported");
        for (what, bytes) in [("the database", bytes), ("the export", carried)] {
            assert!(holds(&bytes, "ConcernReported"), "{what} has the event");
            for secret in SECRETS.iter().chain(&["person_told", "\"financial\""]) {
                assert!(!holds(&bytes, secret), "{what} holds {secret}");
            }
        }
    }

    async fn a_concern_outlives_the_erasure_of_the_person_restricted_and_with_the_name_it_was_told_under(db) {
        let app = TestApp::begin(db).await;
        let (case, id) = told(&app).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let erasure = format!("/people/{}/erasure", case.person);
        assert!(rosa.get(&erasure).await.words().contains("A safeguarding record stays"));
        let fields = [("ground", "requested_and_granted"), ("authority", "Data protection lead"), ("sure", "yes")];
        let done = rosa.fill(&erasure, &erasure, &fields).await;
        assert_eq!(done.status, 303, "{}", done.words());
        let mut grace = lead(&app).await;
        let shown = grace.get(&format!("/safeguarding/{id}")).await.words();
        assert!(shown.contains("Gordon Wells") && shown.contains("took her cardigan"), "{shown}");
        assert!(grace.get("/safeguarding").await.words().contains("Somebody forgotten"));
        press(&mut grace, id, "taking-over").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_know_the_person_or_handle_a_concern_is_refused_by_the_command_too() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let (case, id) = told(&app).await;
    let ask = |persona, id, command| {
        let instruction = app::commands::Instruction::Concern { id, command };
        app.ask(persona, instruction)
    };
    for persona in [Persona::Amina, Persona::Rosa, Persona::Claire, Persona::Dev, Persona::Sam] {
        for command in [ConcernCommand::TakeOver, ConcernCommand::EndBanner] {
            let refused = ask(persona, id, command).await;
            assert!(matches!(refused, Err(Refusal::NotYours)), "{persona:?}: {refused:?}");
        }
    }
    for persona in [Persona::Ben, Persona::Rosa, Persona::Olu, Persona::Claire, Persona::Sam] {
        let refused = ask(persona, id, ConcernCommand::Read).await;
        assert!(matches!(refused, Err(Refusal::NotFound)), "{persona:?}: {refused:?}");
    }
    let report = |concern_id, person_id: PersonId| ConcernCommand::Report {
        concern_id,
        person_id,
        relationship_id: None,
        report: Box::default(),
        called: None,
    };
    for (persona, expected) in
        [(Persona::Ben, "NotFound"), (Persona::Olu, "NotFound"), (Persona::Dev, "NotYours")]
    {
        let new = app.id();
        let refused = ask(persona, new, report(new, case.person)).await;
        assert!(
            matches!(&refused, Err(refusal) if format!("{refusal:?}") == expected),
            "{persona:?}: {refused:?}"
        );
    }
    let (one, other) = (app.id(), app.id());
    let refused = ask(Persona::Amina, one, report(other, case.person)).await;
    assert!(
        matches!(refused, Err(Refusal::Invalid { field: "id", .. })),
        "it names its own record: {refused:?}"
    );
}
