//! More of the matrix, which is long: roles among others, what an attorney may decide, and what a team lead gives out.

use axum::http::Method;

use super::whose::Whose::{self, TeamLeads, TheCaseload, TheTeamLeads};

const GET: Method = Method::GET;
const POST: Method = Method::POST;

pub(super) const ROLES_AND_REFERRALS: &[(Method, &str, Whose)] = &[
    (POST, "/people/{id}/supporters/{supporter}/authority", TheCaseload),
    (GET, "/people/{id}/roles", TheCaseload),
    (POST, "/people/{id}/roles", TheCaseload),
    (GET, "/people/{id}/roles/new", TheCaseload),
    (GET, "/people/{id}/roles/{role}", TheCaseload),
    (POST, "/people/{id}/roles/{role}/hours", TheCaseload),
    (POST, "/people/{id}/roles/{role}/ending", TheCaseload),
    (POST, "/people/{id}/roles/{role}/taking-back", TheCaseload),
    (GET, "/team/referrals", TeamLeads),
    (GET, "/team/referrals/giving", TeamLeads),
    (POST, "/team/referrals/giving", TeamLeads),
    (GET, "/supervision/{supervision}/correction", TheTeamLeads),
    (POST, "/supervision/{supervision}/correction", TheTeamLeads),
];
