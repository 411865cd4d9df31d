//! Work that is under way already when a list is brought. A case begins with the person's yes, with who pays and with an
//! agreed term, and a list says none of that in a way that could be relied on: so what it says of days and hours is kept
//! beside the row, and whoever brought it works through the cases until each has begun as any other does.

use chrono::NaiveDate;
use domain::engagement::{FEWEST_WEEKLY_MINUTES, MOST_WEEKLY_MINUTES};

/// What a list says of it. Days and a length, no words: it stands in clear beside the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// The first day of the work.
    pub started_on: NaiveDate,
    /// The last day agreed; `None` when the list does not say.
    pub agreed_until: Option<NaiveDate>,
    /// Minutes agreed a week; `None` when the list does not say.
    pub minutes_a_week: Option<i64>,
}

/// Hours a week as minutes: "2", "1.5", "1:30", "2 hours". Exact, because nothing here is a fraction of a minute.
pub(super) fn minutes(said: &str) -> Result<i64, String> {
    let plain = said.trim().to_lowercase();
    let number = plain.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ' || c == '.');
    let whole = |part: &str| part.parse::<i64>().ok().filter(|number| (0..10_000).contains(number));
    let read = match (number.split_once(':'), number.split_once('.')) {
        (Some((hours, minutes)), _) => whole(hours)
            .zip(whole(minutes).filter(|one| *one < 60))
            .map(|(hours, minutes)| hours * 60 + minutes),
        (None, Some((hours, part))) if (1..=2).contains(&part.len()) => {
            let tens = if part.len() == 1 { 10 } else { 1 };
            whole(hours).zip(whole(part)).map(|(hours, part)| hours * 60 + part * tens * 60 / 100)
        }
        (None, Some(_)) => None,
        (None, None) => whole(number).map(|hours| hours * 60),
    };
    read.filter(|minutes| (FEWEST_WEEKLY_MINUTES..=MOST_WEEKLY_MINUTES).contains(minutes)).ok_or_else(|| {
        format!(
            "is no number of hours a week, such as 2, 1.5 or 1:30, between {} minutes and {} hours",
            FEWEST_WEEKLY_MINUTES,
            MOST_WEEKLY_MINUTES / 60
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (said, minutes_meant) in [
            ("2", 120),
            ("1.5", 90),
            ("0.25", 15),
            ("1:30", 90),
            ("2 hours", 120),
            ("3h", 180),
            (" 4 hrs. ", 240),
        ] {
            assert_eq!(minutes(said), Ok(minutes_meant), "{said}");
        }
        for wrong in ["", "0", "often", "1:75", "41", "-2", "1.123", "2,5"] {
            assert!(minutes(wrong).is_err(), "{wrong}");
        }
    }
}
