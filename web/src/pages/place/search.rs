//! Places in the one search box: beside the people who answer to the words stand the places that do.

use app::access::Connecting;
use app::error::Failure;
use app::terms::TermBook;

use super::list::{Found, answering};
use crate::site::Site;

/// Places shown beside people; whoever looks for one of more adds a word, or looks on their own page.
const MOST: usize = 8;

/// Places that are offered and have every word in their name, part of town or what happens there; `forgiving` those
/// that are nearly spelt so where none is.
pub async fn found(
    site: &Site,
    who: &Connecting<'_>,
    book: &TermBook,
    words: &str,
    forgiving: bool,
) -> Result<Vec<Found>, Failure> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let today = site.app.clock.today();
    let rows = site.app.views.places(who).await?;
    let (meant, near) =
        answering(book, rows.iter().map(AsRef::as_ref).filter(|row| row.place.is_current()), words);
    if near && !forgiving {
        return Ok(Vec::new());
    }
    Ok(meant.into_iter().take(MOST).filter_map(|row| Found::of(row, today)).collect())
}
