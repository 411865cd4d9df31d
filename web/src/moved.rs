//! Addresses of a record that was put together with another one. Whoever may know of that one is led there, to the
//! same page of it; for anybody else there is nothing. Asked only where nothing was found, so that no other page
//! pays for it.

use app::error::Failure;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::shared::ids::PersonId;

use crate::error::{Error, Trouble};
use crate::extract::Signed;
use crate::paths;
use crate::site::Site;

/// Where people stand in addresses: of pages, and for programs.
const PLACES: [&str; 2] = ["/people/", "/api/v1/people/"];

/// The answer in the place of one that found nothing.
pub async fn instead(site: &Site, signed: &Signed, uri: &Uri, looks: bool, response: Response) -> Response {
    if response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    match found(site, signed, uri).await {
        Ok(None) => response,
        Ok(Some((_, to))) if looks => led(&to),
        // Nothing is ever done to another record than the one that somebody looked at.
        Ok(Some((counts, _))) => Trouble::moved(&paths::person(counts)).into_response(),
        Err(failure) => Error::from(failure).into_response(),
    }
}

/// The record that counts and the same address of it, if the address is of a record that went.
async fn found(site: &Site, signed: &Signed, uri: &Uri) -> Result<Option<(PersonId, String)>, Failure> {
    let Ok(who) = signed.connecting() else { return Ok(None) };
    let Some((place, id, rest)) = parts(uri.path()) else { return Ok(None) };
    let Some(counts) = site.app.views.goes_by(&who, id).await? else { return Ok(None) };
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Ok(Some((counts, format!("{place}{counts}{rest}{query}"))))
}

fn parts(path: &str) -> Option<(&'static str, PersonId, &str)> {
    let place = PLACES.into_iter().find(|place| path.starts_with(place))?;
    let after = &path[place.len()..];
    let (id, rest) = after.split_at(after.find('/').unwrap_or(after.len()));
    Some((place, id.parse().ok()?, rest))
}

/// Not for good: the two may be taken apart again.
fn led(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Err(_) => Trouble::not_found().into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_person_is_told_from_any_other() {
        let id = "01950c3a-7b00-7000-8000-000000000041";
        let parsed =
            |path: &str| parts(path).map(|(place, id, rest)| (place, id.to_string(), rest.to_owned()));
        let told = |place, rest: &str| Some((place, id.to_owned(), rest.to_owned()));
        assert_eq!(parsed(&format!("/people/{id}")), told("/people/", ""));
        assert_eq!(parsed(&format!("/people/{id}/maps/1")), told("/people/", "/maps/1"));
        assert_eq!(parsed(&format!("/api/v1/people/{id}")), told("/api/v1/people/", ""));
        for other in ["/people/new", "/people", "/engagements/01950c3a-7b00-7000-8000-000000000041", "/"] {
            assert_eq!(parsed(other), None, "{other}");
        }
    }
}
