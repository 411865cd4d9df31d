//! Dates as people write them. A browser's date field sends 2026-03-12; where there is none, or script
//! and a paste went round it, 12/3/2026 and 12 March 2026 are understood too, and a time of day after any of them is
//! passed over. Day comes before month.

use chrono::NaiveDate;
use thiserror::Error;

/// Why a date was not understood. It repeats what was typed, because a date field shows only a date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DayError {
    /// Nothing was typed.
    #[error("Enter a date")]
    Missing,
    /// It is written like a date, but the calendar has no such day.
    #[error("There is no such day as “{typed}”. Check the day and the month")]
    NoSuchDay {
        /// As typed.
        typed: String,
    },
    /// The year has two digits.
    #[error("Write the year of “{typed}” with four digits, like 12/3/2026")]
    ShortYear {
        /// As typed.
        typed: String,
    },
    /// It is not written like a date.
    #[error("“{typed}” is not a date that Kith can read. Write it like 12/3/2026 or 12 March 2026")]
    NotADate {
        /// As typed, its beginning.
        typed: String,
    },
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a date.
pub fn parse_day(typed: &str) -> Result<NaiveDate, DayError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(DayError::Missing);
    }
    let kept = || typed.chars().filter(|c| !c.is_control()).take(40).collect::<String>();
    let parts: Vec<&str> = without_time(typed)
        .split(|c: char| c.is_whitespace() || "-/.,".contains(c))
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts[..] else { return Err(DayError::NotADate { typed: kept() }) };
    let is_iso = first.len() == 4 && first.chars().all(|c| c.is_ascii_digit());
    let (day, year) = if is_iso { (third, first) } else { (first, third) };
    let day = day.trim_end_matches(|c: char| "stndrh".contains(c)).parse::<u32>();
    let month = second.parse::<u32>().ok().or_else(|| month_by_name(second));
    let (Ok(day), Some(month), Ok(number)) = (day, month, year.parse::<i32>()) else {
        return Err(DayError::NotADate { typed: kept() });
    };
    if year.len() != 4 {
        let short = year.len() == 2;
        return Err(if short {
            DayError::ShortYear { typed: kept() }
        } else {
            DayError::NotADate { typed: kept() }
        });
    }
    NaiveDate::from_ymd_opt(number, month, day).ok_or_else(|| DayError::NoSuchDay { typed: kept() })
}

/// A date without the time of day that a register or a spreadsheet wrote behind it: "1971-06-14 00:00:00",
/// "1971-06-14T00:00", "14/06/1971 12:00 AM". One that names a clock elsewhere may mean another day here, and stays.
fn without_time(typed: &str) -> &str {
    let half = ["am", "pm", "AM", "PM"].into_iter().find_map(|half| typed.strip_suffix(half));
    match half.unwrap_or(typed).trim_end().rsplit_once(|c: char| c.is_whitespace() || c == 'T') {
        Some((day, time)) if is_time(time) => day.trim_end(),
        _ => typed,
    }
}

/// Whether it is hours and minutes, perhaps seconds and parts of one.
fn is_time(said: &str) -> bool {
    let (clock, part) = said.split_once('.').unwrap_or((said, ""));
    let below = |number: &str, most: u32| number.len() <= 2 && number.parse::<u32>().is_ok_and(|n| n < most);
    let is_clock = match clock.split(':').collect::<Vec<_>>()[..] {
        [hours, minutes] => below(hours, 24) && below(minutes, 60),
        [hours, minutes, seconds] => below(hours, 24) && below(minutes, 60) && below(seconds, 60),
        _ => false,
    };
    is_clock && part.chars().all(|c| c.is_ascii_digit())
}

/// "Mar", "march", "Sept" – the beginning of a month's name, three letters or more.
fn month_by_name(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let full = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS.iter().position(|short| word.starts_with(short))?;
    full[at].starts_with(&word).then_some(u32::try_from(at).ok()? + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_is_read_as_a_browser_or_a_person_writes_it() {
        for typed in
            ["2026-03-12", "12/3/2026", "12.03.2026", "12 March 2026", "12th mar 2026", " 12 March, 2026 "]
        {
            assert_eq!(parse_day(typed), Ok(day("2026-03-12")), "{typed}");
        }
        assert_eq!(parse_day("1 Sept 2026"), Ok(day("2026-09-01")));
    }

    #[test]
    fn a_time_of_day_behind_a_date_is_passed_over() {
        for typed in [
            "1971-06-14 00:00:00",
            "1971-06-14T00:00",
            "1971-06-14 00:00:00.000",
            "14/06/1971 9:30",
            "14/06/1971  12:00:00 AM",
            "14 June 1971 4:15pm",
        ] {
            assert_eq!(parse_day(typed), Ok(day("1971-06-14")), "{typed}");
        }
        for wrong in
            ["14 June 10:30", "10:30", "1971-06-14 25:00", "1971-06-14 at 10", "1971-06-13T23:00:00Z"]
        {
            assert_eq!(parse_day(wrong), Err(DayError::NotADate { typed: wrong.into() }), "{wrong}");
        }
        let short = "14/6/71 00:00";
        assert_eq!(parse_day(short), Err(DayError::ShortYear { typed: short.into() }));
    }

    #[test]
    fn each_kind_of_mistake_has_its_own_words_and_keeps_what_was_typed() {
        assert_eq!(parse_day(""), Err(DayError::Missing));
        assert_eq!(parse_day("2026-02-30"), Err(DayError::NoSuchDay { typed: "2026-02-30".into() }));
        assert_eq!(parse_day("31 June 2026"), Err(DayError::NoSuchDay { typed: "31 June 2026".into() }));
        assert_eq!(parse_day("12/3/26"), Err(DayError::ShortYear { typed: "12/3/26".into() }));
        assert_eq!(parse_day("soon"), Err(DayError::NotADate { typed: "soon".into() }));
        assert_eq!(
            parse_day("12 Marmalade 2026"),
            Err(DayError::NotADate { typed: "12 Marmalade 2026".into() })
        );
        assert_eq!(parse_day("12-3-20260"), Err(DayError::NotADate { typed: "12-3-20260".into() }));
        assert!(
            matches!(parse_day(&"9".repeat(1_000_000)), Err(DayError::NotADate { typed }) if typed.len() == 40)
        );
    }
}
