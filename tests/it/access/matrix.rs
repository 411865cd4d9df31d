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
    Administrators, Anybodys, Commissioners, Connectors, EverySignedIn, Finance, Nobodys, TeamLeads,
    TheBudget, TheCaseload, TheContract, TheHouse, TheTeamLeads,
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
    // The commissioner
    (GET, "/contracts", Commissioners),
    (GET, "/contracts/{id}", TheContract),
    (GET, "/contracts/{id}/people", TheContract),
    (GET, "/contracts/{id}/introductions", TheContract),
    (GET, "/contracts/{id}/relationships", TheContract),
    (GET, "/contracts/{id}/relationships/{relationship}", TheContract),
    (GET, "/contracts/{id}/files/{file}", TheContract),
    // People
    (GET, "/people", Connectors),
    (POST, "/people", Connectors),
    (GET, "/people.csv", Connectors),
    (GET, "/people.xlsx", Connectors),
    (GET, "/people/new", Connectors),
    (POST, "/people/check", Connectors),
    (GET, "/search", Connectors),
    (POST, "/search", Connectors),
    (GET, "/people/{id}", TheCaseload),
    (GET, "/people/{id}/relationships", TheCaseload),
    (GET, "/people/{id}/timeline", TheCaseload),
    (GET, "/people/{id}/details", TheCaseload),
    (POST, "/people/{id}/details", TheCaseload),
    (GET, "/people/{id}/identifiers", TheCaseload),
    (POST, "/people/{id}/identifiers", TheCaseload),
    (GET, "/people/{id}/needs", TheCaseload),
    (POST, "/people/{id}/needs", TheCaseload),
    (GET, "/people/{id}/consents", TheCaseload),
    (POST, "/people/{id}/consents", TheCaseload),
    (GET, "/people/{id}/profile", TheCaseload),
    (POST, "/people/{id}/profile", TheCaseload),
    (GET, "/people/{id}/interests/new", TheCaseload),
    (POST, "/people/{id}/interests", TheCaseload),
    (GET, "/people/{id}/interests/{interest}", TheCaseload),
    (POST, "/people/{id}/interests/{interest}", TheCaseload),
    (POST, "/people/{id}/interests/{interest}/retirement", TheCaseload),
    (GET, "/people/{id}/supporters/new", TheCaseload),
    (POST, "/people/{id}/supporters", TheCaseload),
    (GET, "/people/{id}/supporters/{supporter}", TheCaseload),
    (POST, "/people/{id}/supporters/{supporter}/ending", TheCaseload),
    (GET, "/people/{id}/maps/new", TheCaseload),
    (POST, "/people/{id}/maps", TheCaseload),
    (GET, "/people/{id}/maps/{map}", TheCaseload),
    (GET, "/people/{id}/death", TheCaseload),
    (POST, "/people/{id}/death", TheCaseload),
    (GET, "/people/{id}/erasure", TheTeamLeads),
    (POST, "/people/{id}/erasure", TheTeamLeads),
    // Introductions and relationships
    (GET, "/introductions", Connectors),
    (GET, "/introductions/new", Connectors),
    (GET, "/people/{id}/introductions/new", TheCaseload),
    (POST, "/people/{id}/introductions", TheCaseload),
    (GET, "/relationships/{id}", TheCaseload),
    (GET, "/relationships/{id}/answers/new", TheCaseload),
    (POST, "/relationships/{id}/answers", TheCaseload),
    (GET, "/relationships/{id}/arrangement", TheCaseload),
    (POST, "/relationships/{id}/arrangement", TheCaseload),
    (GET, "/relationships/{id}/meeting", TheCaseload),
    (POST, "/relationships/{id}/meeting", TheCaseload),
    (GET, "/relationships/{id}/next-step", TheCaseload),
    (POST, "/relationships/{id}/next-step", TheCaseload),
    (GET, "/relationships/{id}/contacts/new", TheCaseload),
    (POST, "/relationships/{id}/contacts", TheCaseload),
    (GET, "/relationships/{id}/contacts/{contact}/taking-back", TheCaseload),
    (POST, "/relationships/{id}/contacts/{contact}/taking-back", TheCaseload),
    (GET, "/relationships/{id}/give-and-take", TheCaseload),
    (POST, "/relationships/{id}/give-and-take", TheCaseload),
    (GET, "/relationships/{id}/confirmations/new", TheCaseload),
    (POST, "/relationships/{id}/confirmations", TheCaseload),
    (GET, "/relationships/{id}/plan", TheCaseload),
    (POST, "/relationships/{id}/plan", TheCaseload),
    (GET, "/relationships/{id}/consolidation", TheCaseload),
    (POST, "/relationships/{id}/consolidation", TheCaseload),
    (GET, "/relationships/{id}/concerns", TheCaseload),
    (POST, "/relationships/{id}/concerns", TheCaseload),
    (GET, "/relationships/{id}/concerns/closing", TheCaseload),
    (POST, "/relationships/{id}/concerns/closing", TheCaseload),
    (GET, "/relationships/{id}/reopening", TheCaseload),
    (POST, "/relationships/{id}/reopening", TheCaseload),
    (GET, "/relationships/{id}/declaration", TheCaseload),
    (POST, "/relationships/{id}/declaration", TheCaseload),
    (POST, "/relationships/{id}/signature-request", TheCaseload),
    (GET, "/relationships/{id}/signature", TheTeamLeads),
    (POST, "/relationships/{id}/signature", TheTeamLeads),
    (GET, "/relationships/{id}/checks/new", TheCaseload),
    (POST, "/relationships/{id}/checks", TheCaseload),
    (GET, "/relationships/{id}/lapse", TheCaseload),
    (POST, "/relationships/{id}/lapse", TheCaseload),
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
