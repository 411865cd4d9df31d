//! The same commands and views as JSON, for programs. A session's cookie says who asks; what changes
//! something also needs to come from our own origin or carry `X-Kith-Csrf` (see `/api/v1/me`).

pub mod accounting;
pub mod check;
pub mod commands;
pub mod commissioning;
pub mod connecting;
pub mod openapi;
pub mod problem;
pub mod record;
pub mod today;

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::guard::Audience;
use crate::router::{Route, get, post};

/// Every entry of the API.
pub fn routes() -> Vec<Route> {
    use Audience::{Accounting, Commissioning, Connecting, Everyone, SignedIn};
    vec![
        get("/api/v1/openapi.json", Everyone, openapi::document),
        get("/api/v1/me", SignedIn, connecting::me),
        post("/api/v1/commands", Connecting, commands::batch),
        get("/api/v1/today", Connecting, today::today),
        get("/api/v1/people", Connecting, connecting::people),
        get("/api/v1/people/{id}", Connecting, connecting::person),
        get("/api/v1/engagements", Connecting, connecting::engagements),
        get("/api/v1/engagements/{id}", Connecting, connecting::engagement),
        get("/api/v1/relationships/{id}", Connecting, connecting::relationship),
        get("/api/v1/contracts", Commissioning, commissioning::contracts),
        get("/api/v1/contracts/{id}", Commissioning, commissioning::contract),
        get("/api/v1/budgets", Accounting, accounting::budgets),
        get("/api/v1/budgets/{id}", Accounting, accounting::budget),
    ]
}

/// An answer as JSON.
fn json(answer: impl Serialize) -> Response {
    Json(answer).into_response()
}
