//! Whether the process lives, and whether it is fit to be sent requests. Says how far each read model is,
//! by its name, and nothing else to anybody.
//!
//! A parked stream is one record left out, so the rest is served. A model that stopped is one that money
//! rests on: what it shows is no longer true, so no requests are to be sent here.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;

use crate::guard::Audience;
use crate::installation::ModelStatus;
use crate::router::{Route, get};
use crate::site::Site;

/// Two entries.
pub fn routes() -> Vec<Route> {
    vec![get("/health/live", Audience::Public, live), get("/health/ready", Audience::Public, ready)]
}

async fn live() -> &'static str {
    "alive\n"
}

/// Whether requests may be sent, and of each read model what an alarm would be raised for.
#[derive(Serialize)]
struct Ready {
    ready: bool,
    /// In one sentence.
    why: &'static str,
    models: Vec<Model>,
}

#[derive(Serialize)]
struct Model {
    name: String,
    /// Events that it has still to take.
    behind: i64,
    /// Streams that it follows no further.
    parked: i64,
    /// Whether it stopped.
    halted: bool,
}

impl From<ModelStatus> for Model {
    fn from(status: ModelStatus) -> Self {
        let ModelStatus { name, position: _, behind, halted, parked } = status;
        Self { name, behind, parked, halted: halted.is_some() }
    }
}

/// Ready when the database answers and no read model has stopped.
async fn ready(State(site): State<Site>) -> (StatusCode, Json<Ready>) {
    let (ready, why, models) = match site.installation.models().await {
        Ok(models) if models.iter().any(|model| model.halted.is_some()) => {
            (false, "a read model has stopped", models)
        }
        Ok(models) => (true, "the database answers and no read model has stopped", models),
        Err(_) => (false, "the database does not answer", Vec::new()),
    };
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Ready { ready, why, models: models.into_iter().map(Model::from).collect() }))
}
