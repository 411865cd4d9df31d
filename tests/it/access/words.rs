//! Whose the words of a session, the goals of a case, its hours and its referrer are: the rest of the matrix.

use axum::http::Method;

use super::whose::Whose::{self, TheCaseload};

const GET: Method = Method::GET;
const POST: Method = Method::POST;

/// Method, path, whose.
pub(super) const WORDS: &[(Method, &str, Whose)] = &[
    (GET, "/relationships/{id}/contacts/{contact}/words", TheCaseload),
    (POST, "/relationships/{id}/contacts/{contact}/words", TheCaseload),
    (GET, "/relationships/{id}/contacts/{contact}/correcting", TheCaseload),
    (POST, "/relationships/{id}/contacts/{contact}/correcting", TheCaseload),
    (GET, "/engagements/{id}/sessions/{session}/note", TheCaseload),
    (POST, "/engagements/{id}/sessions/{session}/note", TheCaseload),
    (GET, "/engagements/{id}/sessions/{session}/plan", TheCaseload),
    (POST, "/engagements/{id}/sessions/{session}/plan", TheCaseload),
    (GET, "/engagements/{id}/goals", TheCaseload),
    (GET, "/engagements/{id}/goals/new", TheCaseload),
    (POST, "/engagements/{id}/goals/new", TheCaseload),
    (GET, "/engagements/{id}/goals/{goal}/wording", TheCaseload),
    (POST, "/engagements/{id}/goals/{goal}/wording", TheCaseload),
    (GET, "/engagements/{id}/goals/{goal}/setting-aside", TheCaseload),
    (POST, "/engagements/{id}/goals/{goal}/setting-aside", TheCaseload),
    (GET, "/engagements/{id}/goals/{goal}/standing", TheCaseload),
    (POST, "/engagements/{id}/goals/{goal}/standing", TheCaseload),
    (GET, "/engagements/{id}/hours", TheCaseload),
    (POST, "/engagements/{id}/hours", TheCaseload),
    (GET, "/engagements/{id}/referrer", TheCaseload),
    (POST, "/engagements/{id}/referrer", TheCaseload),
];
