//! Whose the routes of a group are: rows of the matrix, apart because the matrix is long.

use axum::http::Method;

use super::whose::Whose::{self, TheCaseload};

pub(super) const OF_GROUPS: &[(Method, &str, Whose)] = &[
    (Method::GET, "/groups/{id}/plan", TheCaseload),
    (Method::POST, "/groups/{id}/plan", TheCaseload),
    (Method::GET, "/groups/{id}/move", TheCaseload),
    (Method::POST, "/groups/{id}/move", TheCaseload),
    (Method::GET, "/groups/{id}/calling-off", TheCaseload),
    (Method::POST, "/groups/{id}/calling-off", TheCaseload),
    (Method::GET, "/groups/{id}/joining", TheCaseload),
    (Method::POST, "/groups/{id}/joining", TheCaseload),
    (Method::GET, "/groups/{id}/leaving", TheCaseload),
    (Method::POST, "/groups/{id}/leaving", TheCaseload),
];
