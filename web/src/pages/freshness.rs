//! How far figures go: the event that stands beside them, what to say where a view stands still, and why no
//! file is made then. A page can say that something is missing; a file would travel without its page.

use app::views::Shown;
use axum::http::StatusCode;

use crate::error::Trouble;
use crate::format;

/// "event 184,220": everything up to it is counted.
pub fn event_words(shown: &Shown) -> String {
    format!("event {}", thousands(shown.position))
}

/// What is missing, for whoever works with the case; "" when nothing is.
pub fn gap_briefly(shown: &Shown) -> String {
    let Some(first) = shown.still.iter().min_by_key(|still| still.from) else { return String::new() };
    let last = thousands(first.from - 1);
    let what = if shown.still.iter().any(|still| still.whole) {
        format!(
            "Some of these figures have stood still since event {last}: what was recorded after it is not all counted."
        )
    } else {
        format!(
            "Some records could not be followed beyond event {last}: what happened to them since is not counted."
        )
    };
    format!("{what} Nothing that was recorded is lost.")
}

/// What is missing of the figures; "" when nothing is.
pub fn gap_words(shown: &Shown) -> String {
    match gap_briefly(shown) {
        gap if gap.is_empty() => gap,
        gap => format!(
            "{gap} Files are not made until it is put right; an administrator sees how under Installation."
        ),
    }
}

/// Why no file is made, where figures are missing.
pub fn refused(shown: &Shown) -> Option<Trouble> {
    if shown.still.is_empty() {
        return None;
    }
    let words = format!("{} Please try again later.", gap_words(shown));
    Some(Trouble::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "behind",
        "These figures are not whole just now",
        words,
    ))
}

fn thousands(position: i64) -> String {
    format::thousands(u64::try_from(position).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use app::views::Still;

    use super::*;

    #[test]
    fn a_view_that_stands_still_is_named_by_its_first_missing_event_and_refuses_files() {
        let whole =
            Shown { position: 1233, still: vec![Still { view: "sessions", from: 1234, whole: true }] };
        assert!(gap_words(&whole).starts_with("Some of these figures have stood still since event 1,233:"));
        assert_eq!(refused(&whole).map(|trouble| trouble.status), Some(StatusCode::SERVICE_UNAVAILABLE));
        let some = Shown { position: 7, still: vec![Still { view: "people", from: 8, whole: false }] };
        assert!(gap_words(&some).starts_with("Some records could not be followed beyond event 7:"));
        let fine = Shown { position: 184_220, still: Vec::new() };
        assert_eq!((gap_words(&fine), event_words(&fine)), (String::new(), "event 184,220".to_owned()));
        assert!(refused(&fine).is_none());
    }
}
