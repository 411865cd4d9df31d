//! Trouble as programs read it: `application/problem+json`, RFC 9457.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Trouble;

/// What went wrong.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Problem {
    /// A word for this kind of problem: `about:blank`, as the status says it all.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status once more.
    pub status: u16,
    /// What happened, in a few words that are the same every time.
    pub title: &'static str,
    /// What happened this time and what to do.
    pub detail: String,
    /// The field it is about, named as in the command.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    /// What was kept of the request.
    pub kept: &'static str,
}

impl Problem {
    /// The problem that trouble is.
    pub fn of(trouble: &Trouble) -> Self {
        Self {
            kind: "about:blank",
            status: trouble.status.as_u16(),
            title: trouble.title,
            detail: trouble.words.clone(),
            field: trouble.field,
            kept: "nothing",
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let status = axum::http::StatusCode::from_u16(self.status).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}
