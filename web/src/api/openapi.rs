//! The API described: OpenAPI 3.1, put together from the schemas of the very types that are read and
//! written, and from the list of routes. A route without a description here fails a test.

use std::sync::LazyLock;

use app::commands::Request;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::problem::Problem;
use super::{accounting, commands, commissioning, connecting, today};

static DOCUMENT: LazyLock<String> =
    LazyLock::new(|| serde_json::to_string_pretty(&describe()).unwrap_or_default());

/// `GET /api/v1/openapi.json`
pub async fn document() -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    (headers, DOCUMENT.as_str()).into_response()
}

/// One question of an address.
type Question = (&'static str, &'static str, Value);

struct Describer {
    schemas: SchemaGenerator,
    paths: Map<String, Value>,
}

/// The whole description.
pub fn describe() -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut about = Describer { schemas: SchemaGenerator::new(settings), paths: Map::new() };
    let limit = || {
        (
            "limit",
            "At most so many.",
            json!({ "type": "integer", "minimum": 1, "maximum": 500, "default": 100 }),
        )
    };
    let day = || json!({ "type": "string", "format": "date" });
    let which = json!({ "type": "string", "enum": ["open", "finished", "unallocated"], "default": "open" });

    about.get::<connecting::Me>(
        "/me",
        "Who asks, and the token that goes with whatever changes something.",
        &[],
    );
    about.get::<today::Today>("/today", "The asker's day: visits, what is due, who is going quiet.", &[]);
    about.get::<connecting::People>("/people", "People the asker may know of, by name.", &[limit()]);
    about.get::<connecting::WholePerson>("/people/{id}", "One person's whole record.", &[]);
    let questions = [("which", "Which cases.", which), limit()];
    about.get::<connecting::Engagements>(
        "/engagements",
        "The asker's cases, by name of the person.",
        &questions,
    );
    about.get::<connecting::Engagement>("/engagements/{id}", "One case with its whole record.", &[]);
    about.get::<connecting::Relationship>(
        "/relationships/{id}",
        "One relationship with its whole record.",
        &[],
    );
    about.get::<commissioning::Contracts>("/contracts", "The contracts that the asker may look at.", &[]);
    let questions = [("from", "First day counted.", day()), ("to", "Last day counted.", day())];
    about.get::<commissioning::ContractGlance>(
        "/contracts/{id}",
        "One contract at a glance, without any name.",
        &questions,
    );
    let contract = json!({ "type": "string", "format": "uuid" });
    let skip = json!({ "type": "integer", "minimum": 0, "default": 0 });
    let questions =
        [("contract", "Only this contract's.", contract), ("skip", "How many to pass over.", skip), limit()];
    about.get::<accounting::Budgets>("/budgets", "Budgets by name of the person.", &questions);
    about.get::<accounting::EngagementBudget>(
        "/budgets/{id}",
        "One budget with every session behind it.",
        &[],
    );
    about.commands();
    about.description();
    about.finish()
}

impl Describer {
    fn schema<T: JsonSchema>(&mut self) -> Value {
        self.schemas.subschema_for::<T>().into()
    }

    fn problems(&mut self) -> Value {
        let schema = self.schema::<Problem>();
        json!({ "description": "What went wrong, RFC 9457.", "content": { "application/problem+json": { "schema": schema } } })
    }

    fn get<T: JsonSchema>(&mut self, path: &str, summary: &str, questions: &[Question]) {
        let (schema, problem) = (self.schema::<T>(), self.problems());
        let mut parameters: Vec<Value> = questions
            .iter()
            .map(|(name, words, schema)| json!({ "name": name, "in": "query", "description": words, "schema": schema }))
            .collect();
        if path.contains("{id}") {
            let schema = json!({ "type": "string", "format": "uuid" });
            parameters.insert(0, json!({ "name": "id", "in": "path", "required": true, "schema": schema }));
        }
        let answer =
            json!({ "description": summary, "content": { "application/json": { "schema": schema } } });
        self.paths.insert(
            format!("/api/v1{path}"),
            json!({ "get": { "summary": summary, "parameters": parameters, "responses": { "200": answer, "default": problem } } }),
        );
    }

    fn commands(&mut self) {
        self.schema::<Request>();
        let (batch, outcomes, problem) =
            (self.schema::<commands::Batch>(), self.schema::<commands::Outcomes>(), self.problems());
        let token = json!({
            "name": "X-Kith-Csrf", "in": "header", "schema": { "type": "string" },
            "description": "The token of /api/v1/me. Not needed where Sec-Fetch-Site or Origin say that the request comes from Kith itself."
        });
        let answer = json!({ "description": "What became of each, in order.", "content": { "application/json": { "schema": outcomes } } });
        self.paths.insert(
            "/api/v1/commands".to_owned(),
            json!({ "post": {
                "summary": "Do up to a hundred things, in order, each with its own outcome.",
                "parameters": [token],
                "requestBody": { "required": true, "content": { "application/json": { "schema": batch } } },
                "responses": { "200": answer, "default": problem }
            } }),
        );
    }

    fn description(&mut self) {
        let answer = json!({ "description": "This description.", "content": { "application/json": { "schema": { "type": "object" } } } });
        let get = json!({ "get": { "summary": "This description.", "security": [], "responses": { "200": answer } } });
        self.paths.insert("/api/v1/openapi.json".to_owned(), get);
    }

    fn finish(mut self) -> Value {
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Kith",
                "version": "1",
                "description": "The commands and views of Kith. Money is whole pence, time whole minutes, days are civil dates of Europe/London.",
                "license": { "name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later" }
            },
            "servers": [{ "url": "/" }],
            "security": [{ "session": [] }],
            "paths": self.paths,
            "components": {
                "schemas": self.schemas.take_definitions(true),
                "securitySchemes": {
                    "session": { "type": "apiKey", "in": "cookie", "name": "kith_session", "description": "Made by signing in; over https it is called __Host-kith_session." }
                }
            }
        })
    }
}
