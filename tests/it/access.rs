//! Every route, as every role, with an own record, a colleague's and another organisation's. A route that
//! is not in the matrix fails, so nobody adds a page without saying whose it is.
//!
//! Looking is asked of every route; sending is asked with an empty form, which is understood (422 or 303)
//! by whoever the route is for, and is 404 for everybody else, before anything is read.

mod known;
mod matrix;
mod of_groups;
mod of_places;
mod roles_and_referrals;
mod whose;
mod words;

use axum::http::Method;
use tests::databases::{Which, fresh};
use tests::{Persona, TestApp};
use web::router::{Route, routes};

use known::{Known, records};
use matrix::MATRIX;
use of_groups::OF_GROUPS;
use of_places::OF_PLACES;
use roles_and_referrals::ROLES_AND_REFERRALS;
use whose::Whose;
use words::WORDS;

/// A route's address with the ids of one case in it.
fn address(route: &str, known: &Known, app: &TestApp) -> String {
    let case = &known.case;
    let account = app.account(if case.by == Persona::Olu { Persona::Olu } else { Persona::Ben }).account_id;
    let noun = route.split('/').nth(if route.starts_with("/api/") { 3 } else { 1 }).unwrap_or_default();
    let id = match noun {
        "people" | "introductions" => case.person.to_string(),
        "engagements" | "budgets" => case.engagement.to_string(),
        "relationships" => case.relationship.to_string(),
        "contracts" | "funders" => known.contract.to_string(),
        "accounts" => account.to_string(),
        "imports" => known.list.clone(),
        "out" => known.outing.to_string(),
        "places" => known.place.to_string(),
        "concerns" | "safeguarding" => case.concern.to_string(),
        "groups" => known.group.clone(),
        _ => String::new(),
    };
    // What can still be called off is planned; what can be put right was delivered.
    let planned = ["record", "calling-off", "absence", "move"].iter().any(|verb| route.ends_with(verb));
    let file = match route {
        "/budgets/{id}/files/{file}" => "statement.xlsx",
        "/budgets/files/{file}" => "budgets.csv",
        "/lists/{file}" => "relationships.csv",
        "/imports/{id}/files/{file}" => "rows.csv",
        "/people/{id}/agreements/files/{file}" => "agreements.csv",
        "/people/{id}/files/{file}" => "safety.csv",
        "/contracts/files/{file}" => "contracts.csv",
        "/accounts/files/{file}" => "accounts.csv",
        "/funders/files/{file}" => "contracts.csv",
        "/safeguarding/files/{file}" => "concerns.csv",
        _ => "figures.csv",
    };
    let fills = [
        ("{id}", id),
        ("{map}", case.map.to_string()),
        ("{supporter}", case.supporter.to_string()),
        ("{file}", file.to_owned()),
        ("{interest}", case.interest.to_string()),
        ("{session}", if planned { case.planned } else { case.session }.to_string()),
        ("{planned}", case.planned.to_string()),
        ("{relationship}", known.standing.to_string()),
        ("{engagement}", case.engagement.to_string()),
        ("{contact}", case.contact.to_string()),
        ("{note}", case.note.to_string()),
        ("{assessment}", case.assessment.to_string()),
        ("{sharing}", case.sharing.to_string()),
        ("{role}", known.role.to_string()),
        ("{measure}", case.measure.to_string()),
        ("{review}", case.review.to_string()),
        ("{goal}", case.goal.to_string()),
        ("{message}", case.message.to_string()),
        ("{other}", case.other.to_string()),
        ("{document}", case.document.to_string()),
        // Something that the people of every case love, as the team calls it.
        (
            "{term}",
            app::terms::term_id(app.account(Persona::Rosa).organisation_id, "growing vegetables").to_string(),
        ),
        ("{change}", case.interest.to_string()),
        ("{colleague}", account.to_string()),
        ("{supervision}", known.supervision.to_string()),
        ("{sample}", known.sample.to_string()),
        ("{secret}", "not-the-secret".to_owned()),
        ("{*path}", "css/kith.css".to_owned()),
        ("{hash}", "0".to_owned()),
    ];
    let filled = fills.iter().fold(route.to_owned(), |route, (name, value)| route.replace(name, value));
    assert!(!filled.contains('{'), "the matrix does not know what stands for an id in {route}");
    filled
}

/// What is expected of one persona on one kind of record.
fn may(whose: Whose, persona: Persona, record: Persona) -> bool {
    use Persona::{Amina, Ben, Claire, Dev, Edith, Grace, Olu, Rosa, Sam};
    let same_house = persona.is_of_the_team() == record.is_of_the_team();
    match whose {
        Whose::Anybodys => true,
        Whose::Nobodys => false,
        Whose::EverySignedIn => true,
        Whose::Connectors => matches!(persona, Amina | Ben | Rosa | Olu | Grace),
        // A safeguarding lead stands in for a team lead in everything.
        Whose::TeamLeads => matches!(persona, Rosa | Grace),
        Whose::TheCaseload => same_house && (persona == record || matches!(persona, Rosa | Grace)),
        Whose::TheTeamLeads => same_house && matches!(persona, Rosa | Grace),
        Whose::Commissioners => matches!(persona, Claire | Rosa | Grace),
        Whose::SafeguardingLeads => persona == Grace,
        Whose::TheConcern => same_house && persona == Grace,
        Whose::TheOuting => same_house && (persona == record || matches!(persona, Rosa | Grace)),
        Whose::TheLookingOut => same_house && matches!(persona, Rosa | Grace),
        Whose::TheirOwn => persona == record,
        Whose::TheWholeTeams => same_house && matches!(persona, Amina | Ben | Rosa | Olu | Grace),
        Whose::TheTelling => same_house && (persona == record || persona == Grace),
        // The first contract is Claire's, the second nobody's.
        Whose::TheContract => match persona {
            Claire => record == Amina,
            Rosa | Grace => record.is_of_the_team(),
            _ => false,
        },
        Whose::Finance => persona == Dev,
        Whose::TheBudget => persona == Dev && record.is_of_the_team(),
        Whose::Administrators => matches!(persona, Sam | Edith),
        Whose::TheHouse => matches!(persona, Sam | Edith) && same_house,
    }
}

/// Every row.
fn matrix() -> impl Iterator<Item = &'static (Method, &'static str, Whose)> {
    MATRIX.iter().chain(WORDS).chain(OF_GROUPS).chain(OF_PLACES).chain(ROLES_AND_REFERRALS)
}

fn whose(route: &Route) -> Option<Whose> {
    let known = matrix().find(|(method, path, _)| route.method == *method && route.path == *path);
    known.map(|(_, _, whose)| *whose)
}

#[test]
fn every_route_is_in_the_matrix_and_the_matrix_names_no_other() {
    let routes = routes();
    let missing: Vec<_> = routes.iter().filter(|route| whose(route).is_none()).collect();
    let missing: Vec<_> = missing.iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    assert!(
        missing.is_empty(),
        "say whose these are, in tests/it/access/matrix.rs:\n  {}",
        missing.join("\n  ")
    );
    let gone: Vec<_> = matrix()
        .filter(|(method, path, _)| {
            !routes.iter().any(|route| route.method == *method && route.path == *path)
        })
        .map(|(method, path, _)| format!("{method} {path}"))
        .collect();
    assert!(gone.is_empty(), "these routes are not there any more:\n  {}", gone.join("\n  "));
}

/// Where the walk through a real browser finds which pages there are.
const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/browser/pages.txt");

/// The routes that are looked at as a page in a browser: no file, no asset, nothing for machines.
fn is_page(route: &Route) -> bool {
    let machine =
        ["/api/", "/assets/", "/health/", "/calendar/"].iter().any(|start| route.path.starts_with(start));
    let file = ["{file}", ".csv", ".xlsx", "/file", "/thumbnail"].iter().any(|end| route.path.ends_with(end));
    route.method == Method::GET && !machine && !file
}

#[test]
fn the_walk_through_the_browser_knows_every_page() -> std::io::Result<()> {
    let mut pages: Vec<_> = routes()
        .iter()
        .filter(|route| is_page(route))
        .map(|route| format!("{} {:?}", route.path, whose(route)))
        .map(|line| line.replace("Some(", "").replace(')', ""))
        .collect();
    pages.sort();
    let pages = pages.join("\n") + "\n";
    if std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
        std::fs::write(PAGES, &pages)?;
    }
    let known = std::fs::read_to_string(PAGES)?;
    assert!(
        pages == known,
        "tests/browser/pages.txt is not the list of pages: INSTA_UPDATE=always writes it anew"
    );
    Ok(())
}

/// Whether an answer is one for somebody who may: a page, nothing to say, the next page, or the form again.
fn lets_in(status: u16) -> bool {
    matches!(status, 200 | 204 | 303 | 400 | 409 | 415 | 422)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_each_role_as_the_matrix_says() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let records = records(&app).await;
    let mut wrong = Vec::new();
    for persona in Persona::ALL {
        let mut browser = app.signed_in(persona).await;
        for route in routes() {
            if route.path == "/sign-out" || (route.method == Method::POST && route.path == "/sign-in") {
                continue; // It would end the session that asks; sign_in.rs holds both.
            }
            let Some(whose) = whose(&route) else { continue };
            for known in &records {
                let (address, record) = (address(route.path, known, &app), known.case.by);
                let answer = match route.method {
                    Method::GET => browser.get(&address).await,
                    _ if route.path.starts_with("/api/") => {
                        browser.post_json(&address, &serde_json::json!({})).await
                    }
                    _ => browser.post(&address, &[]).await,
                };
                let expected = may(whose, persona, record);
                if lets_in(answer.status) != expected || (!expected && answer.status != 404) {
                    wrong.push(format!(
                        "{persona:?} {} {} of {record:?}: {}",
                        route.method, route.path, answer.status
                    ));
                }
                if !route.path.contains('{') {
                    break; // The same address for every record.
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} answers are not as the matrix says:\n  {}",
        wrong.len(),
        wrong.join("\n  ")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_is_not_signed_in_gets_past_a_gate() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let records = records(&app).await;
    let mut wrong = Vec::new();
    for route in routes() {
        let open = matches!(whose(&route), Some(Whose::Anybodys | Whose::Nobodys));
        let address = address(route.path, &records[0], &app);
        let mut browser = app.browser();
        let is_api = route.path.starts_with("/api/");
        let answer = match route.method {
            Method::GET => browser.get(&address).await,
            _ if is_api => browser.post_json(&address, &serde_json::json!({})).await,
            // A page of an ended session: its token has the right shape.
            _ => {
                let sent = tests::browser::form(&[("csrf", &"0".repeat(128)), ("words", "kept")]);
                browser.post_raw(&address, "application/x-www-form-urlencoded", sent).await
            }
        };
        let stopped = match (route.method == Method::GET, is_api) {
            (true, false) => answer.status == 303 && answer.location().starts_with("/sign-in"),
            (false, false) => answer.status == 401 && answer.text.contains("kept.words"),
            (_, true) => answer.status == 401,
        };
        if stopped == open {
            wrong.push(format!("{} {}: {}", route.method, route.path, answer.status));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n  "));
}
