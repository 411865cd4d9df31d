//! Whose every route is. A new route is a new row.

use axum::http::Method;

/// Who may use a route, and of whose record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Anybody, signed in or not.
    Anybodys,
    /// Nobody's once there is an account: a one-time page.
    Nobodys,
    /// Whoever is signed in.
    EverySignedIn,
    /// Connectors and team leads; no record stands in the address.
    Connectors,
    /// Team leads; no record stands in the address.
    TeamLeads,
    /// The connector whose case it is, and the team leads of the same organisation.
    TheCaseload,
    /// The team leads of the organisation whose record it is.
    TheTeamLeads,
    /// Commissioners and team leads; no record stands in the address.
    Commissioners,
    /// Whoever pays for this contract, and team leads of its organisation.
    TheContract,
    /// Finance staff; no record stands in the address.
    Finance,
    /// Finance staff of the organisation whose budget it is.
    TheBudget,
    /// Administrators; no record stands in the address.
    Administrators,
    /// Administrators of the organisation whose account or contract it is.
    TheHouse,
}

use Whose::{
    Administrators, Anybodys, Commissioners, Connectors, EverySignedIn, Finance, Nobodys, TheBudget,
    TheCaseload, TheContract, TheHouse,
};

const GET: Method = Method::GET;
const POST: Method = Method::POST;

pub(super) const MATRIX: &[(Method, &str, Whose)] = &[
    // Everybody
    (GET, "/assets/{hash}/{*path}", Anybodys),
    (GET, "/health/live", Anybodys),
    (GET, "/health/ready", Anybodys),
    (GET, "/help", Anybodys),
    (GET, "/sign-in", Anybodys),
    (POST, "/sign-in", Anybodys),
    (GET, "/first-run/{secret}", Nobodys),
    (POST, "/first-run/{secret}", Nobodys),
    (GET, "/", EverySignedIn),
    (POST, "/sign-out", EverySignedIn),
    // The administrator
    (GET, "/accounts", Administrators),
    (POST, "/accounts", Administrators),
    (GET, "/accounts/new", Administrators),
    (GET, "/accounts/{id}", TheHouse),
    (POST, "/accounts/{id}", TheHouse),
    (POST, "/accounts/{id}/password", TheHouse),
    (POST, "/accounts/{id}/closing", TheHouse),
    (POST, "/accounts/{id}/opening", TheHouse),
    (GET, "/funders", Administrators),
    (POST, "/funders", Administrators),
    (GET, "/funders/{id}", TheHouse),
    (POST, "/funders/{id}", TheHouse),
    (GET, "/installation", Administrators),
    // The API
    (GET, "/api/v1/openapi.json", Anybodys),
    (GET, "/api/v1/me", EverySignedIn),
    (POST, "/api/v1/commands", Connectors),
    (GET, "/api/v1/today", Connectors),
    (GET, "/api/v1/people", Connectors),
    (GET, "/api/v1/people/{id}", TheCaseload),
    (GET, "/api/v1/engagements", Connectors),
    (GET, "/api/v1/engagements/{id}", TheCaseload),
    (GET, "/api/v1/relationships/{id}", TheCaseload),
    (GET, "/api/v1/contracts", Commissioners),
    (GET, "/api/v1/contracts/{id}", TheContract),
    (GET, "/api/v1/budgets", Finance),
    (GET, "/api/v1/budgets/{id}", TheBudget),
];
