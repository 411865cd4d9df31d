//! Trouble as programs read it: `application/problem+json`, RFC 9457. The type is a promise; the words
//! are for people and may change.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Trouble;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// Which kind: `urn:kith:` and one of `not_found`, `not_signed_in`, `from_elsewhere`, `wrong_method`,
    /// `wrong_type`, `too_large`, `too_slow`, `invalid`, `rule`, `stale`, `busy`, `command_reused`, `forgotten`,
    /// `behind`, `failed`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status once more.
    pub status: u16,
    /// What happened, in a few words that are the same every time.
    pub title: String,
    /// What happened this time and what to do.
    pub detail: String,
    /// The field it is about, as a path into the request: `ask.command.given_on`, or as the rule names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What was kept of the request: always nothing, for a command is done whole or not at all.
    pub kept: Kept,
}

/// What was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// Nothing.
    Nothing,
}

impl Problem {
    /// The problem that trouble is.
    pub fn of(trouble: &Trouble) -> Self {
        Self {
            kind: format!("urn:kith:{}", trouble.kind),
            status: trouble.status.as_u16(),
            title: trouble.title.to_owned(),
            detail: trouble.words.clone(),
            field: trouble.field.map(str::to_owned),
            kept: Kept::Nothing,
        }
    }

    /// Something in a request that was not understood.
    pub fn invalid(field: impl Into<String>, detail: impl Into<String>) -> Self {
        let field: String = field.into();
        let words = format!("{}. Nothing was changed.", detail.into());
        let trouble =
            Trouble::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "This was not understood", words);
        Self { field: (!field.is_empty()).then_some(field), ..Self::of(&trouble) }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let status = StatusCode::from_u16(self.status).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}
