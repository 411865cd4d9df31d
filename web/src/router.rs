//! Every route is an entry in one list: method, path, audience, handler. The router is built from the
//! list and the guard stands before each entry, so a page cannot be reached without its audience, and
//! the access-matrix test can ask for every one of them.

use axum::Router;
use axum::extract::State;
use axum::handler::Handler;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::error::{self, Trouble};
use crate::guard::{self, Audience, Gate, guard};
use crate::site::Site;
use crate::{api, headers, observe, pages};

/// One entry of the list.
#[derive(Clone)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// Its address, ids in braces.
    pub path: &'static str,
    /// Whose it is.
    pub audience: Audience,
    /// Bytes of a form with a file, where one may be brought.
    pub file_bytes: Option<usize>,
    handler: MethodRouter<Site>,
}

/// A page that is looked at.
pub fn get<H: Handler<T, Site>, T: 'static>(path: &'static str, audience: Audience, handler: H) -> Route {
    Route { method: Method::GET, path, audience, file_bytes: None, handler: on(MethodFilter::GET, handler) }
}

/// A form that is sent.
pub fn post<H: Handler<T, Site>, T: 'static>(path: &'static str, audience: Audience, handler: H) -> Route {
    Route { method: Method::POST, path, audience, file_bytes: None, handler: on(MethodFilter::POST, handler) }
}

impl Route {
    /// The same for others.
    pub fn of(mut self, audience: Audience) -> Self {
        self.audience = audience;
        self
    }

    /// A form that brings a file, of at most so many bytes with all its fields.
    pub fn with_file(mut self, most_bytes: usize) -> Self {
        self.file_bytes = Some(most_bytes);
        self
    }
}

/// Every route there is.
pub fn routes() -> Vec<Route> {
    let mut routes = pages::routes();
    routes.extend(api::routes());
    routes
}

/// The whole of what is served.
pub fn router(site: Site) -> Router {
    let mut router = Router::new();
    for Route { path, audience, file_bytes, handler, .. } in routes() {
        let is_api = path.starts_with("/api/");
        let gate = Gate { site: site.clone(), audience, is_api, file_bytes };
        router = router.route(path, handler.route_layer(from_fn_with_state(gate, guard)));
    }
    router
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_done_here)
        .with_state(site)
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| Trouble::failed().into_response()))
        .layer(from_fn(error::draw))
        // The form's token stands in compressed pages; guessing it by size needs requests with the session's
        // cookie from another site, which SameSite keeps from being sent.
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)))
        .layer(from_fn(headers::strict))
        .layer(from_fn(observe::requests))
}

async fn nothing_here(State(site): State<Site>, headers: HeaderMap) -> Response {
    framed(Trouble::not_found(), &site, &headers).await
}

async fn not_done_here(State(site): State<Site>, headers: HeaderMap) -> Response {
    let trouble = Trouble::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "wrong_method",
        "This page is not used like that",
        "Open it as a page, or use the form on it. Nothing was changed.",
    );
    framed(trouble, &site, &headers).await
}

async fn framed(trouble: Trouble, site: &Site, headers: &HeaderMap) -> Response {
    let mut response = trouble.into_response();
    if let Ok(Some(signed)) = guard::who(site, headers).await {
        response.extensions_mut().insert(signed);
    }
    response
}
