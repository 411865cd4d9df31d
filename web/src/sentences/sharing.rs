//! Who may be told what, by whom and until when, as a sentence.

use chrono::NaiveDate;
use domain::person::sharing::Sharing;

use super::{inside, somebody};
use crate::format::{capital, date};

/// "Gord agreed that the choir may be told by his sister, until 12 September 2026: That pictures help"
pub(super) fn agreed(sharing: Option<&Sharing>, until: Option<NaiveDate>, called: &str) -> String {
    let until = until.map(|day| format!(", until {}", date(day))).unwrap_or_default();
    let called = capital(called);
    let Some(Sharing { with, what, by }) = sharing else {
        return format!("{called} agreed that somebody may be told something{until}");
    };
    let by = by.as_ref().map(|by| format!(" by {}", somebody(by.as_str()))).unwrap_or_default();
    format!("{called} agreed that {} may be told{by}{until}: {what}", inside(with.as_str()))
}
