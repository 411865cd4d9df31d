//! No name of anybody, and no word that was written about them, reaches whoever pays: every page, every
//! file with what it is called, and every answer of the API, over a lifelike history.

use std::collections::BTreeSet;

use app::access::{Role, Viewer};
use app::stories::{Plan, USUAL_DAYS, play};
use app::views::cases::Which;
use domain::shared::ids::ContractId;
use tests::databases::{Which as Engine, fresh};
use tests::{Browser, TestApp};

use super::export::parts;

/// What must not be said, gathered as a team lead sees it.
struct Secrets {
    /// First names, surnames and nicknames, looked for as whole words.
    names: BTreeSet<String>,
    /// Notes, places and what two people share.
    words: BTreeSet<String>,
}

async fn secrets(app: &TestApp, lead: &Viewer) -> Secrets {
    let (hat, views, today) = (lead.connecting().unwrap(), &app.wired.app.views, app.today());
    let mut secrets = Secrets { names: BTreeSet::new(), words: BTreeSet::new() };
    let months = ["April", "May", "June", "August"];
    for person in views.everybody(&hat, 10_000).await.unwrap() {
        let names = format!("{} {}", person.name, person.called);
        secrets
            .names
            .extend(names.split_whitespace().filter(|name| !months.contains(name)).map(str::to_owned));
    }
    for which in [Which::Open, Which::Finished] {
        for case in views.caseload(&hat, which, None, today, 10_000).await.unwrap() {
            let id = case.row.engagement.engagement_id;
            for session in views.sessions_of(&hat, id, 1_000).await.unwrap() {
                let note =
                    session.note.as_ref().and_then(|note| note.get()).map(|note| note.as_str().to_owned());
                let place = session
                    .place
                    .as_ref()
                    .and_then(|place| place.get())
                    .map(|place| place.as_str().to_owned());
                secrets.words.extend(note.into_iter().chain(place));
            }
            for tie in views.relationships_of_engagement(&hat, id).await.unwrap() {
                let shared = tie.relationship.shared.as_ref().and_then(|shared| shared.get());
                secrets.words.extend(shared.map(|shared| shared.as_str().to_owned()));
            }
        }
    }
    assert!(secrets.names.len() > 20 && secrets.words.len() > 20, "there is something to keep");
    secrets
}

/// Every page, file and answer of a commissioner's, with its text, about one contract.
async fn everything(browser: &mut Browser, contract: ContractId) -> Vec<(String, String)> {
    let span = "?from=2022-01-01&to=2026-03-12";
    let home = format!("/contracts/{contract}");
    let mut found = Vec::new();
    let mut to_do = vec![format!("{home}{span}"), "/api/v1/contracts".to_owned()];
    to_do.extend(["/api/v1/me".to_owned(), format!("/api/v1{home}{span}")]);
    for part in ["people", "introductions", "relationships"] {
        to_do.push(format!("{home}/{part}{span}"));
    }
    for file in ["pack.xlsx", "figures.csv", "hours.csv", "cases.csv", "introductions.csv", "evidence.csv"] {
        to_do.push(format!("{home}/files/{file}{span}"));
    }
    while let Some(path) = to_do.pop() {
        let answer = browser.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        for link in answer.text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let link = link.replace("&#38;", "&").replace("&amp;", "&");
            let seen = found.iter().any(|(known, _)| *known == link) || to_do.contains(&link);
            if link.starts_with(&format!("{home}/relationships/")) && !seen && link != path {
                to_do.push(link);
            }
        }
        let text = match path.contains(".xlsx") {
            // Words stand in these parts; the others hold figures, and the vocabulary of the format.
            true => parts(&answer.bytes)
                .into_iter()
                .filter(|(part, _)| part == "xl/sharedStrings.xml" || part.starts_with("docProps/"))
                .map(|(_, text)| text)
                .collect(),
            // As it came, and as it is read: an apostrophe is written otherwise in a page.
            false => format!("{}\n{}", answer.text, answer.words()),
        };
        // What a file is called is in lower case, with hyphens for what is no letter.
        let called = answer.headers.get("content-disposition").map(|name| name.to_str().expect("it is text"));
        assert_eq!(called.is_some(), path.contains("/files/"), "{path} is to be kept under {called:?}");
        found.extend(called.map(|name| (format!("the file name of {path}"), capitals(name))));
        found.push((path, text));
    }
    found
}

/// The same words, each with a capital.
fn capitals(text: &str) -> String {
    let mut after_letter = false;
    let capital = |letter: char| {
        let first = !std::mem::replace(&mut after_letter, letter.is_alphabetic());
        if first { letter.to_ascii_uppercase() } else { letter }
    };
    text.chars().map(capital).collect()
}

fn says(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !letter(text[..at].chars().next_back()) && !letter(text[at + name.len()..].chars().next())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn no_name_and_no_word_about_anybody_is_on_a_commissioners_page_or_in_a_file_of_theirs() {
    let app = TestApp::empty(fresh(Engine::Sqlite).await).await;
    let plan = Plan { people: 16, seed: 7, until: app.today(), days: USUAL_DAYS };
    play(&app.wired.app, &app.clock, plan, |_, _| {}).await.expect("the history can be played");
    let head = app.wired.app.log.head().await.unwrap();
    assert!(app.wired.app.views.catch_up(head).await);
    app.clock.set(plan.until.and_hms_opt(18, 0, 0).unwrap().and_utc());
    let personas = app.wired.app.accounts.personas().await.unwrap();
    let one = |role| personas.iter().find(|account| account.role == role).expect("the town has one");
    let claire = one(Role::Commissioner);
    let mut secrets = secrets(&app, &Viewer::of(one(Role::TeamLead))).await;
    // The frame of each page names who is signed in.
    secrets.names.retain(|name| !says(&claire.name, name));

    let mut browser = app.browser();
    let signed_in = browser.post("/sign-in", &[("persona", &claire.account_id.to_string())]).await;
    assert_eq!(signed_in.status, 303);
    let mut seen = Vec::new();
    for contract in &claire.contracts {
        seen.extend(everything(&mut browser, *contract).await);
    }
    for kind in ["/relationships/", "the file name of ", "/api/v1/contracts/"] {
        assert!(seen.iter().any(|(path, _)| path.contains(kind)), "nothing of {kind} was looked at");
    }
    for (path, text) in &seen {
        for name in &secrets.names {
            assert!(!says(text, name), "{path} says the name {name}");
        }
        for words in &secrets.words {
            assert!(!text.contains(words.as_str()), "{path} says what was written: {words}");
        }
    }
}

#[test]
fn a_name_is_found_as_a_word_and_not_inside_another() {
    assert!(says("Joy, who", "Joy") && says("<b>Joy</b>", "Joy"));
    assert!(!says("Joyful", "Joy") && !says("enJoy", "Joy"));
    assert!(says(&capitals("attachment; filename=\"budget-joy-wells.csv\""), "Joy"));
}
