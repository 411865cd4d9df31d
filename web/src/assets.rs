//! Stylesheet, typeface and icons, carried inside the binary and served with a year of caching.
//! Every address carries one hash over *all* files, so a stylesheet may point at its fonts by a
//! relative path, and any change gives every file a new address. `css/kith.css` is not a file: it
//! is the layers joined in order, so that a first page costs one request for its looks.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::routing::get;
use rust_embed::RustEmbed;

/// The joined stylesheet's place among the assets.
pub const STYLESHEET: &str = "css/kith.css";

/// The stylesheet's layers in the order they are joined.
const LAYERS: [&str; 15] = [
    "css/tokens.css",
    "css/base.css",
    "css/parts.css",
    "css/pages.css",
    "css/pages/figures.css",
    "css/pages/paper.css",
    "css/pages/person.css",
    "css/pages/relationship.css",
    "css/pages/work.css",
    "css/pages/week.css",
    "css/pages/lead.css",
    "css/pages/outcomes.css",
    "css/pages/photos.css",
    "css/pages/place.css",
    "css/print.css",
];

#[derive(RustEmbed)]
#[folder = "assets"]
struct Files;

struct Asset {
    bytes: std::borrow::Cow<'static, [u8]>,
    mime: String,
    etag: HeaderValue,
}

struct Shelf {
    hash: String,
    assets: BTreeMap<String, Asset>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let mut assets = BTreeMap::new();
    for path in Files::iter() {
        if let Some(file) = Files::get(&path) {
            assets.insert(path.to_string(), shelve(&path, file.data));
        }
    }
    let css: Vec<u8> =
        LAYERS.iter().filter_map(|layer| Files::get(layer)).flat_map(|file| file.data.into_owned()).collect();
    assets.insert(STYLESHEET.to_owned(), shelve(STYLESHEET, css.into()));
    let all =
        assets.iter().fold(FNV_START, |sum, (path, asset)| fnv(fnv(sum, path.as_bytes()), &asset.bytes));
    Shelf { hash: format!("{all:016x}"), assets }
});

fn shelve(path: &str, bytes: std::borrow::Cow<'static, [u8]>) -> Asset {
    let mut mime = mime_guess::from_path(path).first_or_octet_stream().to_string();
    if mime.starts_with("text/") {
        mime.push_str("; charset=utf-8");
    }
    let etag = format!("\"{:016x}\"", fnv(FNV_START, &bytes));
    Asset {
        bytes,
        mime,
        etag: HeaderValue::from_str(&etag).unwrap_or_else(|_| HeaderValue::from_static("\"asset\"")),
    }
}

const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: tells versions apart; guards nothing.
fn fnv(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Where a page finds an asset, e.g. `asset("css/kith.css")` gives `/assets/8f…/css/kith.css`.
pub fn asset(path: &str) -> String {
    debug_assert!(SHELF.assets.contains_key(path), "no asset called {path}");
    format!("/assets/{}/{path}", SHELF.hash)
}

/// The text of an embedded file, for what is drawn into the page itself (icons).
pub(crate) fn text(path: &str) -> Option<&'static str> {
    SHELF.assets.get(path).and_then(|asset| std::str::from_utf8(&asset.bytes).ok())
}

/// Every asset with its path below `/assets/{hash}/` and its bytes, in order of path.
pub fn all() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    SHELF.assets.iter().map(|(path, asset)| (path.as_str(), asset.bytes.as_ref()))
}

/// `GET /assets/{hash}/{*path}`: open to everyone, signed in or not, because it holds no data.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{hash}/{*path}", get(serve))
}

/// Answers one asset; 304 when the browser's copy is current, 404 when there is none of that name.
/// An address with an older hash (a page opened before an upgrade) still answers, but is not to be kept.
pub async fn serve(Path((hash, path)): Path<(String, String)>, headers: HeaderMap) -> Response<Body> {
    let Some(asset) = SHELF.assets.get(&path) else {
        return answer(StatusCode::NOT_FOUND, Body::from("There is no such file."));
    };
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| asset.etag.to_str().is_ok_and(|etag| tags.contains(etag)));
    let mut response = if known {
        answer(StatusCode::NOT_MODIFIED, Body::empty())
    } else {
        answer(StatusCode::OK, Body::from(asset.bytes.as_ref()))
    };
    let keep = if hash == SHELF.hash { "public, max-age=31536000, immutable" } else { "no-cache" };
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    out.insert(header::ETAG, asset.etag.clone());
    out.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(mime) = HeaderValue::from_str(&asset.mime) {
        out.insert(header::CONTENT_TYPE, mime);
    }
    response
}

fn answer(status: StatusCode, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(url: &str, etag: Option<&HeaderValue>) -> Response<Body> {
        let mut parts = url.trim_start_matches("/assets/").splitn(2, '/');
        let (hash, path) = (parts.next().unwrap().to_owned(), parts.next().unwrap().to_owned());
        let mut headers = HeaderMap::new();
        if let Some(etag) = etag {
            headers.insert(header::IF_NONE_MATCH, etag.clone());
        }
        serve(Path((hash, path)), headers).await
    }

    #[tokio::test]
    async fn the_stylesheet_is_one_file_kept_for_a_year() {
        let first = ask(&asset(STYLESHEET), None).await;
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        assert!(first.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        let css = text(STYLESHEET).unwrap();
        for layer in ["@layer tokens", "@layer base", "@layer parts", "@layer pages", "@layer print"] {
            assert!(css.contains(layer), "{layer} is missing");
        }
        let again = ask(&asset(STYLESHEET), Some(&first.headers()[header::ETAG])).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn an_old_address_answers_but_is_not_kept_and_an_unknown_one_is_404() {
        let old = ask("/assets/0000/fonts/atkinson-latin.woff2", None).await;
        assert_eq!(old.status(), StatusCode::OK);
        assert_eq!(old.headers()[header::CONTENT_TYPE], "font/woff2");
        assert_eq!(old.headers()[header::CACHE_CONTROL], "no-cache");
        assert_eq!(ask("/assets/0000/css/none.css", None).await.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn every_font_named_in_the_stylesheet_is_there() {
        let css = text(STYLESHEET).unwrap();
        let named: Vec<&str> =
            css.split("url(\"../").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(named.len(), 2);
        assert!(named.iter().all(|path| SHELF.assets.contains_key(*path)), "{named:?}");
    }
}
