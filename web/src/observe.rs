//! One line and one span a request: its route, never its address, with status and duration. Ids stand in the
//! path, so the pattern is told instead; what is asked after a question mark is not told at all.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use tracing::field::Empty;

/// Runs the request inside its span.
pub async fn requests(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    let span = tracing::info_span!(
        "request",
        http.request.method = method(request.method()),
        http.route = route,
        http.response.status_code = Empty,
    );
    let began = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.record("http.response.status_code", response.status().as_u16());
    span.in_scope(|| tracing::info!(duration_ms, "answered a request"));
    response
}

/// A method may be any word that a browser sends; only those of the standard are told.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        Method::OPTIONS => "OPTIONS",
        _ => "_OTHER",
    }
}
