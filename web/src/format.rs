//! How dates, hours, money and counts are said to people. Instants become London dates here and
//! nowhere else; money stays whole pence until the moment it is written down.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Europe::London;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn month(date: NaiveDate) -> &'static str {
    MONTHS[date.month0() as usize]
}

/// "Thursday 12 March" of this year, "Friday 31 December 2027" of another.
pub fn weekday(date: NaiveDate, today: NaiveDate) -> String {
    let weekday = DAYS[date.weekday().num_days_from_monday() as usize];
    let said = if date.year() == today.year() { day(date) } else { self::date(date) };
    format!("{weekday} {said}")
}

/// "12 March 2026"
pub fn date(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// "12 March"
pub fn day(date: NaiveDate) -> String {
    format!("{} {}", date.day(), month(date))
}

/// "12 Mar", for charts and tight rows.
pub fn day_short(date: NaiveDate) -> String {
    format!("{} {}", date.day(), month_short(date))
}

/// "Thursday"
pub fn weekday_name(date: NaiveDate) -> &'static str {
    DAYS[date.weekday().num_days_from_monday() as usize]
}

/// "Thu 12", for tight rows of the days to come.
pub fn weekday_short(date: NaiveDate) -> String {
    format!("{} {}", &DAYS[date.weekday().num_days_from_monday() as usize][..3], date.day())
}

/// "Mar"
pub fn month_short(date: NaiveDate) -> &'static str {
    &month(date)[..3]
}

/// "March 2026"
pub fn month_year(date: NaiveDate) -> String {
    format!("{} {}", month(date), date.year())
}

/// The London date of an instant.
pub fn london_date(at: DateTime<Utc>) -> NaiveDate {
    London.from_utc_datetime(&at.naive_utc()).date_naive()
}

/// The instant of a time of day in London. One that is left out when clocks go forward is taken an hour later.
pub fn london_instant(on: NaiveDate, at: NaiveTime) -> DateTime<Utc> {
    let local = on.and_time(at);
    let instant = London.from_local_datetime(&local).earliest();
    instant.unwrap_or_else(|| London.from_utc_datetime(&local)).with_timezone(&Utc)
}

/// "10:30", London time.
pub fn time(at: DateTime<Utc>) -> String {
    London.from_utc_datetime(&at.naive_utc()).format("%H:%M").to_string()
}

/// "Good morning" until noon, "Good afternoon" until six, London time.
pub fn greeting(at: DateTime<Utc>) -> &'static str {
    match London.from_utc_datetime(&at.naive_utc()).hour() {
        0..12 => "Good morning",
        12..18 => "Good afternoon",
        _ => "Good evening",
    }
}

/// "12 March 2026 at 10:30", London time.
pub fn instant(at: DateTime<Utc>) -> String {
    format!("{} at {}", date(london_date(at)), time(at))
}

/// "today", "yesterday", "24 days ago", "in 3 weeks", "5 months ago": days up to four weeks back
/// (a gap in a friendship is felt in days), then weeks, months, years.
pub fn ago(date: NaiveDate, today: NaiveDate) -> String {
    let days = (today - date).num_days();
    match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        -1 => "tomorrow".to_owned(),
        2..=27 => format!("{days} days ago"),
        -13..=-2 => format!("in {} days", -days),
        _ => {
            let far = days.unsigned_abs();
            let length = match far {
                0..=69 => plural(far / 7, "week", "weeks"),
                70..=699 => plural((far + 15) / 30, "month", "months"),
                _ => plural((far + 182) / 365, "year", "years"),
            };
            if days > 0 { format!("{length} ago") } else { format!("in {length}") }
        }
    }
}

/// "1½ hours", "45 minutes", "2 hours 10 minutes"; halves and quarters from one hour on are written as people say them.
pub fn hours(minutes: i64) -> String {
    let (whole, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let sign = if minutes < 0 { "−" } else { "" };
    let part = match rest {
        15 => "¼",
        30 => "½",
        45 => "¾",
        _ => "",
    };
    let said = match (whole, rest) {
        (0, 30) => "½ hour".to_owned(),
        (0, _) => plural(rest.unsigned_abs(), "minute", "minutes"),
        (_, 0) => plural(whole.unsigned_abs(), "hour", "hours"),
        _ if !part.is_empty() => format!("{whole}{part} hours"),
        _ => format!(
            "{} {}",
            plural(whole.unsigned_abs(), "hour", "hours"),
            plural(rest.unsigned_abs(), "minute", "minutes")
        ),
    };
    format!("{sign}{said}")
}

/// Minutes as they are typed: "1:30".
pub fn typed_length(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// Hours in tenths for columns of figures: 2490 minutes is "41.5". Halves round away from zero.
pub fn hours_decimal(minutes: i64) -> String {
    let tenths = (minutes.abs() + 3) / 6;
    format!(
        "{}{}.{}",
        if minutes < 0 && tenths > 0 { "−" } else { "" },
        thousands(tenths.unsigned_abs() / 10),
        tenths % 10
    )
}

/// "£1,214.00", "−£3.50"
pub fn money(pence: i64) -> String {
    let amount = pence.unsigned_abs();
    format!("{}£{}.{:02}", if pence < 0 { "−" } else { "" }, thousands(amount / 100), amount % 100)
}

/// "£1,214" when the pence are none, else as `money`.
pub fn money_short(pence: i64) -> String {
    let full = money(pence);
    full.strip_suffix(".00").map_or(full.clone(), str::to_owned)
}

/// "78%"; nothing out of nothing is "–".
pub fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return "–".to_owned();
    }
    format!("{}%", (part * 200 + whole).div_euclid(whole * 2))
}

/// "1 person", "9 people", "1,200 people"
pub fn plural(count: impl TryInto<u64>, one: &str, many: &str) -> String {
    let count = count.try_into().unwrap_or(0);
    format!("{} {}", thousands(count), if count == 1 { one } else { many })
}

/// "one" … "nine", then figures, as they are written in a sentence.
pub fn count_word(count: usize) -> String {
    ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
        .get(count)
        .map_or_else(|| thousands(count as u64), |word| (*word).to_owned())
}

/// "184,220"
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "Gordon’s", "James’s"
pub fn possessive(name: &str) -> String {
    format!("{name}’s")
}

/// "Pat", "Pat and Dev", "Pat, Dev and Lee"
pub fn and_list(names: &[impl AsRef<str>]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [rest @ .., last] => {
            format!("{} and {}", rest.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", "), last.as_ref())
        }
    }
}

/// The same with a capital first letter, for the start of a sentence.
pub fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn dates_are_said_as_people_say_them() {
        let thursday = on(2026, 3, 12);
        assert_eq!(weekday(thursday, on(2026, 12, 31)), "Thursday 12 March");
        assert_eq!(weekday(on(2027, 12, 31), thursday), "Friday 31 December 2027");
        assert_eq!(date(thursday), "12 March 2026");
        assert_eq!(day_short(thursday), "12 Mar");
        assert_eq!(weekday_short(thursday), "Thu 12");
        assert_eq!(weekday_name(thursday), "Thursday");
        assert_eq!(month_year(thursday), "March 2026");
    }

    #[test]
    fn distances_in_time_are_said_from_today() {
        let today = on(2026, 3, 12);
        let said = |days: i64| ago(today - chrono::Duration::days(days), today);
        assert_eq!(said(0), "today");
        assert_eq!(said(1), "yesterday");
        assert_eq!(said(-1), "tomorrow");
        assert_eq!(said(24), "24 days ago");
        assert_eq!(said(28), "4 weeks ago");
        assert_eq!(said(-6), "in 6 days");
        assert_eq!(said(-21), "in 3 weeks");
        assert_eq!(said(150), "5 months ago");
        assert_eq!(said(730), "2 years ago");
    }

    #[test]
    fn an_instant_is_told_in_london_time_in_winter_and_summer() {
        let winter = Utc.with_ymd_and_hms(2026, 1, 10, 23, 30, 0).unwrap();
        assert_eq!(instant(winter), "10 January 2026 at 23:30");
        let summer = Utc.with_ymd_and_hms(2026, 7, 10, 23, 30, 0).unwrap();
        assert_eq!(instant(summer), "11 July 2026 at 00:30");
    }

    #[test]
    fn the_greeting_follows_the_hour_in_london() {
        let at = |month, hour| greeting(Utc.with_ymd_and_hms(2026, month, 10, hour, 30, 0).unwrap());
        assert_eq!((at(1, 8), at(1, 11), at(7, 11)), ("Good morning", "Good morning", "Good afternoon"));
        assert_eq!((at(1, 17), at(7, 17), at(1, 23)), ("Good afternoon", "Good evening", "Good evening"));
    }

    #[test]
    fn minutes_become_hours_as_spoken_and_as_columns() {
        assert_eq!(hours(45), "45 minutes");
        assert_eq!(hours(30), "½ hour");
        assert_eq!(hours(60), "1 hour");
        assert_eq!(hours(90), "1½ hours");
        assert_eq!(hours(120), "2 hours");
        assert_eq!(hours(130), "2 hours 10 minutes");
        assert_eq!(hours(0), "0 minutes");
        assert_eq!(hours_decimal(2490), "41.5");
        assert_eq!(hours_decimal(0), "0.0");
        assert_eq!(hours_decimal(-90), "−1.5");
        assert_eq!(hours_decimal(83_400), "1,390.0");
    }

    #[test]
    fn pence_become_pounds_without_losing_one() {
        assert_eq!(money(121_400), "£1,214.00");
        assert_eq!(money(5), "£0.05");
        assert_eq!(money(-350), "−£3.50");
        assert_eq!(money(i64::MIN), "−£92,233,720,368,547,758.08");
        assert_eq!(money_short(141_200), "£1,412");
        assert_eq!(money_short(141_250), "£1,412.50");
    }

    #[test]
    fn shares_and_counts_are_said_in_words() {
        assert_eq!(percent(7, 9), "78%");
        assert_eq!(percent(0, 0), "–");
        assert_eq!(plural(1_u64, "person", "people"), "1 person");
        assert_eq!(plural(0_usize, "person", "people"), "0 people");
        assert_eq!(plural(1200_i64, "person", "people"), "1,200 people");
        assert_eq!(possessive("Gordon"), "Gordon’s");
        assert_eq!(and_list(&["Pat", "Dev", "Lee"]), "Pat, Dev and Lee");
        assert_eq!(count_word(3), "three");
        assert_eq!(count_word(12), "12");
        assert_eq!(capital("last met"), "Last met");
    }
}
