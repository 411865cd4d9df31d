//! One endpoint for everything that can be done: up to a hundred requests, in order, each with its own
//! outcome. One that is not understood does not fail the others; one that was done before, under the
//! same command id, is answered as it was then.

use app::commands::{Done, Request};
use app::error::Refusal;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::check::Checker;
use super::json;
use super::problem::Problem;
use crate::error::{Trouble, log};
use crate::extract::Signed;
use crate::site::Site;

/// Requests that are taken at once.
const MOST: usize = 100;

/// Requests, done in this order.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used: each request is read by itself")]
pub struct Batch {
    /// At most a hundred.
    #[schemars(length(max = 100))]
    commands: Vec<Request>,
}

/// What became of one request.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Done now, or before under the same command id.
    Done {
        /// As given.
        command_id: Value,
        /// Log position of its last event.
        position: i64,
        /// Whether it had been done before.
        replayed: bool,
    },
    /// Not done, and nothing of it kept.
    Refused {
        /// As given; null when there was none.
        command_id: Value,
        /// Why.
        problem: Problem,
    },
}

/// What became of each, in the order of the requests.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcomes {
    outcomes: Vec<Outcome>,
    /// Whether views show all of it already.
    shown: bool,
}

/// `POST /api/v1/commands`
pub async fn batch(State(site): State<Site>, signed: Signed, body: Bytes) -> Response {
    let commands = match read(&body) {
        Ok(commands) => commands,
        Err(problem) => return problem.into_response(),
    };
    let checker = Checker::of::<Request>();
    let (mut outcomes, mut last) = (Vec::with_capacity(commands.len()), 0);
    for command in commands {
        let command_id = command.get("command_id").filter(|id| id.is_string()).cloned().unwrap_or_default();
        let done = match checker.read::<Request>(command) {
            Ok(request) => site.request(&signed.viewer, request).await.map_err(refused),
            Err(problem) => Err(problem),
        };
        outcomes.push(match done {
            Ok(Done { position, replayed }) => {
                last = last.max(position);
                Outcome::Done { command_id, position, replayed }
            }
            Err(problem) => Outcome::Refused { command_id, problem },
        });
    }
    let shown = site.app.views.catch_up(last).await;
    json(Outcomes { outcomes, shown })
}

fn read(body: &[u8]) -> Result<Vec<Value>, Problem> {
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        let words = format!(
            "The body is not JSON: line {}, column {}. Nothing was changed.",
            error.line(),
            error.column()
        );
        Problem::of(&Trouble::new(StatusCode::BAD_REQUEST, "invalid", "This was not understood", words))
    })?;
    let Value::Object(mut members) = value else {
        return Err(Problem::invalid("", "Send an object with a list called commands"));
    };
    let commands = members.remove("commands");
    if let Some(unknown) = members.keys().next() {
        return Err(Problem::invalid(unknown, "There is no such field; send commands alone"));
    }
    match commands {
        Some(Value::Array(commands)) if commands.len() <= MOST => Ok(commands),
        Some(Value::Array(commands)) => Err(Problem::invalid(
            "commands",
            format!("These are {} commands; {MOST} fit at once", commands.len()),
        )),
        _ => Err(Problem::invalid("commands", "Send a list of commands")),
    }
}

fn refused(refusal: Refusal) -> Problem {
    let trouble = Trouble::of(refusal);
    log(&trouble);
    Problem::of(&trouble)
}
