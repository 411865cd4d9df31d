//! The published description of the API: it changes only on purpose, and leaves no route out.

use serde_json::Value;
use tests::databases::{Which, fresh};
use tests::{Persona, TestApp};
use web::api::openapi::describe;
use web::router::routes;

#[test]
fn the_description_is_as_it_was_agreed() {
    insta::assert_json_snapshot!(describe());
}

#[test]
fn every_route_of_the_api_is_described_and_nothing_else_is() {
    let described = describe();
    let described: Vec<(String, String)> = described["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    let mut there: Vec<(String, String)> = routes()
        .into_iter()
        .filter(|route| route.path.starts_with("/api/"))
        .map(|route| (route.method.to_string(), route.path.to_owned()))
        .collect();
    let mut described = described;
    described.sort();
    there.sort();
    assert_eq!(described, there);
}

#[test]
fn every_reference_of_the_description_leads_to_a_schema() {
    let described = describe();
    let mut references = Vec::new();
    collect(&described, &mut references);
    assert!(references.len() > 20);
    for reference in references {
        let pointer = reference.strip_prefix('#').expect("a reference within the document");
        assert!(described.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

fn collect<'a>(value: &'a Value, references: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            references.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|member| collect(member, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_served_to_anybody() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let served = app.browser().get("/api/v1/openapi.json").await;
    assert_eq!((served.status, served.header("content-type")), (200, "application/json"));
    assert_eq!(served.json(), describe());
    assert_eq!(app.signed_in(Persona::Dev).await.get("/api/v1/openapi.json").await.status, 200);
}
