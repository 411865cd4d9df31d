//! Whether the process lives, and whether it is fit to be sent requests. Says nothing else to anybody.

use axum::extract::State;
use axum::http::StatusCode;

use crate::guard::Audience;
use crate::router::{Route, get};
use crate::site::Site;

/// Two entries.
pub fn routes() -> Vec<Route> {
    vec![get("/health/live", Audience::Public, live), get("/health/ready", Audience::Public, ready)]
}

async fn live() -> &'static str {
    "alive\n"
}

/// Ready when the database answers and no read model has stopped.
async fn ready(State(site): State<Site>) -> (StatusCode, &'static str) {
    match site.installation.models().await {
        Ok(models) if models.iter().all(|model| model.halted.is_none()) => (StatusCode::OK, "ready\n"),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "a read model has stopped\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
