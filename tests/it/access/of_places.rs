//! Whose the routes of places and ways are: rows of the matrix, apart because the matrix is long.

use axum::http::Method;

use super::whose::Whose::{self, Connectors, TheWholeTeams};

const GET: Method = Method::GET;
const POST: Method = Method::POST;

/// Places, and how far it is.
pub(super) const OF_PLACES: &[(Method, &str, Whose)] = &[
    (GET, "/places", Connectors),
    (POST, "/places", Connectors),
    (GET, "/ways", Connectors),
    (POST, "/ways", Connectors),
    (POST, "/ways/removal", Connectors),
    (GET, "/places/new", Connectors),
    (POST, "/places/new", Connectors),
    (GET, "/places/{id}", TheWholeTeams),
    (GET, "/places/{id}/details", TheWholeTeams),
    (POST, "/places/{id}/details", TheWholeTeams),
    (POST, "/places/{id}/seen", TheWholeTeams),
    (POST, "/places/{id}/welcomed", TheWholeTeams),
    (GET, "/places/{id}/retirement", TheWholeTeams),
    (POST, "/places/{id}/retirement", TheWholeTeams),
    (POST, "/places/{id}/taking-up", TheWholeTeams),
];
