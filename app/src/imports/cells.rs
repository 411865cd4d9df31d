//! What single cells say: a line, a name, a day, who referred somebody, something that somebody loves.

use chrono::NaiveDate;
use domain::engagement::codes::ReferralSource;
use domain::person::codes::{Evidence, InterestKind, Participation};
use domain::person::records::Interest;
use domain::shared::days::parse_day;
use domain::shared::text::Line;

use super::sheet::Cell;

/// How much an interest matters when nobody has said: neither little nor most. Source: practice default.
const STRENGTH: u8 = 2;
/// The first and last day that a spreadsheet's count of days may mean: 1900 to 2079.
const COUNTED_DAYS: std::ops::RangeInclusive<i64> = 61..=65_500;

/// A name, or part of one. A formula that came to nought, or a column taken for another, is none.
pub(super) fn name_of(text: &str) -> Result<Line, String> {
    let is_letterless = !text.chars().any(char::is_alphabetic);
    match is_letterless && text.chars().any(char::is_numeric) {
        true => Err("is a number, and nobody’s name".to_owned()),
        false => line(text),
    }
}

pub(super) fn line(text: &str) -> Result<Line, String> {
    Line::parse(text).map_err(|error| error.to_string())
}

/// A day as the spreadsheet kept it, as somebody wrote it, or as a count of days that lost its format.
pub(super) fn day(cell: &Cell) -> Result<NaiveDate, String> {
    if let Some(day) = cell.day {
        return Ok(day);
    }
    // A part of a day is a time of it.
    let (days, part) = cell.text.split_once('.').unwrap_or((&cell.text, "0"));
    let is_part = !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let counted = days.parse::<i64>().ok().filter(|days| is_part && COUNTED_DAYS.contains(days));
    if let Some(days) = counted {
        // Spreadsheets count from 30 December 1899, once the 29 February 1900 that never was is behind them.
        let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
        return first
            .checked_add_signed(chrono::TimeDelta::days(days))
            .ok_or_else(|| "is not a day".to_owned());
    }
    parse_day(&cell.text).map_err(|error| error.to_string())
}

/// Who referred somebody, as near as the words say.
pub(super) fn source(said: &str) -> ReferralSource {
    let said = said.to_lowercase();
    let known = ReferralSource::ALL.iter().find(|source| source.label().to_lowercase() == said);
    let holds = |words: &[&str]| words.iter().any(|word| said.contains(word));
    match known {
        Some(source) => *source,
        None if holds(&["social work", "council", "adult social"]) => ReferralSource::SocialWorker,
        None if holds(&["self", "family", "mother", "father", "parent", "sister", "brother"]) => {
            ReferralSource::SelfOrFamily
        }
        None if holds(&["gp", "link worker", "surgery", "prescrib"]) => ReferralSource::LinkWorker,
        None if holds(&["provider", "support"]) => ReferralSource::Provider,
        None if holds(&["college", "school", "transition"]) => ReferralSource::College,
        None if holds(&["charity"]) => ReferralSource::Charity,
        None => ReferralSource::Other,
    }
}

/// An interest of which a list says only the name. Nobody asked them for this list, so it is a
/// supporter's word until they say it themselves.
pub(super) fn listed(name: Line) -> Interest {
    Interest {
        name,
        kind: InterestKind::Interest,
        own_words: None,
        strength: STRENGTH,
        share: None,
        evidence: Evidence::Supporter,
        participation: Participation::Sometimes,
        barriers: Default::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_however_the_spreadsheet_kept_it_with_a_time_or_without() {
        let meant = NaiveDate::from_ymd_opt(1971, 6, 14);
        for text in ["26098", "26098.5", "26098.0", "1971-06-14 00:00:00", "14/06/1971 09:30", "14 June 1971"]
        {
            assert_eq!(day(&Cell::text(text)).ok(), meant, "{text}");
        }
        for wrong in ["26098.", "26098.5.1", "26098.x", "12.5", "1e5", "-26098.5"] {
            assert!(day(&Cell::text(wrong)).is_err(), "{wrong}");
        }
    }
}
