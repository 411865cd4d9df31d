//! One line a request: its route, never its address, with status and duration. Ids stand in the path, so
//! the pattern is logged instead; what is asked after a question mark is not logged at all.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

/// Runs the request inside its span.
pub async fn requests(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", http.method = %request.method(), http.route = route);
    let began = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| {
        tracing::info!(http.status = response.status().as_u16(), duration_ms, "answered a request")
    });
    response
}
