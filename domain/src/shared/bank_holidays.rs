//! The bank holidays of England and Wales: on them, as on Saturdays and Sundays, nobody is expected to answer.
//!
//! Source: Good Friday and Christmas Day by common law; Banking and Financial Dealings Act 1971, schedule 1; New Year's Day
//! and the first Monday in May by proclamation; and the substitutes for what falls on a weekend, as listed at
//! gov.uk/bank-holidays. Days proclaimed once are those from 2000 on that were known by November 2026.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Proclaimed once, or moved: the day, and whether it is one.
const ONCE: [(i32, u32, u32, bool); 14] = [
    // The spring day moved, and the Golden Jubilee.
    (2002, 5, 27, false),
    (2002, 6, 3, true),
    (2002, 6, 4, true),
    // A royal wedding.
    (2011, 4, 29, true),
    // The spring day moved, and the Diamond Jubilee.
    (2012, 5, 28, false),
    (2012, 6, 4, true),
    (2012, 6, 5, true),
    // The early May day moved to the anniversary of the end of the war in Europe.
    (2020, 5, 4, false),
    (2020, 5, 8, true),
    // The spring day moved, and the Platinum Jubilee; the state funeral; the coronation.
    (2022, 5, 30, false),
    (2022, 6, 2, true),
    (2022, 6, 3, true),
    (2022, 9, 19, true),
    (2023, 5, 8, true),
];

/// Whether a day is neither of a weekend nor a bank holiday.
pub fn is_working_day(day: NaiveDate) -> bool {
    is_weekday(day) && !is_bank_holiday(day)
}

fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn is_bank_holiday(day: NaiveDate) -> bool {
    let (year, month, number) = (day.year(), day.month(), day.day());
    if let Some(once) = ONCE.iter().find(|once| (once.0, once.1, once.2) == (year, month, number)) {
        return once.3;
    }
    let monday = day.weekday() == Weekday::Mon;
    // Only weekdays are asked, so that New Year's Day is kept on the first of them, and Christmas on the first two.
    let weekdays_since = |from: u32| {
        let days = (from..number).filter_map(|number| NaiveDate::from_ymd_opt(year, month, number));
        days.filter(|day| is_weekday(*day)).count()
    };
    match month {
        1 => weekdays_since(1) == 0,
        5 => monday && (number <= 7 || number > 24),
        8 => monday && number > 24,
        12 => number >= 25 && weekdays_since(25) < 2,
        _ => easter(year).is_some_and(|easter| {
            easter.checked_sub_days(Days::new(2)) == Some(day)
                || easter.checked_add_days(Days::new(1)) == Some(day)
        }),
    }
}

/// Easter Sunday. Source: the computus for the Gregorian calendar, as Spencer Jones gives it (General Astronomy, 1922).
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, of_century) = (year % 19, year / 100, year % 100);
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holidays(year: i32) -> Vec<String> {
        let days = NaiveDate::from_ymd_opt(year, 1, 1).into_iter().flat_map(|first| first.iter_days());
        let of_year = days.take_while(|day| day.year() == year);
        of_year
            .filter(|day| is_weekday(*day) && !is_working_day(*day))
            .map(|day| day.format("%-d %b").to_string())
            .collect()
    }

    #[test]
    fn the_days_of_each_year_are_those_that_were_proclaimed() {
        let of = |days: &str| days.split(", ").map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(holidays(2020), of("1 Jan, 10 Apr, 13 Apr, 8 May, 25 May, 31 Aug, 25 Dec, 28 Dec"));
        assert_eq!(holidays(2021), of("1 Jan, 2 Apr, 5 Apr, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec"));
        let jubilee = "3 Jan, 15 Apr, 18 Apr, 2 May, 2 Jun, 3 Jun, 29 Aug, 19 Sep, 26 Dec, 27 Dec";
        assert_eq!(holidays(2022), of(jubilee));
        let coronation = "2 Jan, 7 Apr, 10 Apr, 1 May, 8 May, 29 May, 28 Aug, 25 Dec, 26 Dec";
        assert_eq!(holidays(2023), of(coronation));
        assert_eq!(holidays(2024), of("1 Jan, 29 Mar, 1 Apr, 6 May, 27 May, 26 Aug, 25 Dec, 26 Dec"));
        assert_eq!(holidays(2026), of("1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec"));
        assert_eq!(holidays(2027), of("1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec"));
    }

    #[test]
    fn easter_is_where_it_was() {
        let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        assert_eq!(easter(1961), on(1961, 4, 2));
        assert_eq!(easter(2008), on(2008, 3, 23));
        assert_eq!(easter(2038), on(2038, 4, 25));
    }
}
