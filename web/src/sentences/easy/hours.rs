//! The hours of somebody's work with a connector, said to them: how many there were, are used and left.

use chrono::NaiveDate;

use super::Said;
use crate::format;

/// The hours of a whole term, and of it what has been used; once the visits have ended, what was.
pub fn hours(agreed_minutes: i64, used_minutes: i64, over: bool) -> Vec<Said> {
    let left = agreed_minutes - used_minutes;
    if over {
        return used_up(agreed_minutes, used_minutes);
    }
    let used = match used_minutes {
        0 => Said::new("clock", "You have not used any yet."),
        used => Said::new("clock", format!("You have used {}.", written(used))),
    };
    let rest = match left {
        0 => Said::new("hourglass", "No hours are left."),
        1.. => {
            Said::new("hourglass", format!("{} {} left.", format::capital(&written(left)), is_or_are(left)))
        }
        _ => Said::new("hourglass", "No hours are left.")
            .and(format!("You have used {} more than that.", written(-left))),
    };
    vec![Said::new("calendar-clock", format!("You had {}.", written(agreed_minutes))), used, rest]
}

/// The hours of a term that has ended: nothing is left to come.
fn used_up(agreed_minutes: i64, used_minutes: i64) -> Vec<Said> {
    let used = match used_minutes {
        0 => "You did not use any of them.".to_owned(),
        used => format!("You used {}.", written(used)),
    };
    let mut said = vec![
        Said::new("calendar-clock", format!("You had {}.", written(agreed_minutes))),
        Said::new("clock", used),
    ];
    if agreed_minutes > used_minutes && used_minutes > 0 {
        let rest = agreed_minutes - used_minutes;
        let were = if is_or_are(rest) == "is" { "was" } else { "were" };
        let words = format!("{} {were} not used.", format::capital(&written(rest)));
        said.push(Said::new("hourglass", words));
    }
    said
}

/// "41 hours", "41 and a half hours", "half an hour", "1 hour and 20 minutes".
fn written(minutes: i64) -> String {
    let (whole, rest) = (minutes / 60, minutes % 60);
    match (whole, rest) {
        (0, 30) => "half an hour".to_owned(),
        (0, rest) => format::plural(rest.unsigned_abs(), "minute", "minutes"),
        (whole, 0) => format::plural(whole.unsigned_abs(), "hour", "hours"),
        (1, 30) => "one and a half hours".to_owned(),
        (whole, 30) => format!("{} and a half hours", format::thousands(whole.unsigned_abs())),
        (whole, rest) => format!(
            "{} and {}",
            format::plural(whole.unsigned_abs(), "hour", "hours"),
            format::plural(rest.unsigned_abs(), "minute", "minutes")
        ),
    }
}

fn is_or_are(minutes: i64) -> &'static str {
    match minutes {
        30 | 60 | 1 => "is",
        _ => "are",
    }
}

/// "Monday 16 March 2026"
pub fn whole_date(day: NaiveDate) -> String {
    format!("{} {}", day.format("%A"), format::date(day))
}

#[cfg(test)]
mod tests {
    use super::super::proof::is_easy;
    use super::*;

    fn said(agreed: i64, used: i64) -> Vec<String> {
        let all = hours(agreed, used, false);
        is_easy(&all);
        all.into_iter().flat_map(|said| said.lines).collect()
    }

    #[test]
    fn what_was_agreed_is_used_and_is_left_adds_up() {
        assert_eq!(
            said(60 * 60, 41 * 60),
            ["You had 60 hours.", "You have used 41 hours.", "19 hours are left."]
        );
        assert_eq!(said(60 * 60, 60 * 60)[2], "No hours are left.");
        assert_eq!(said(60 * 60, 0)[1], "You have not used any yet.");
        assert_eq!(said(60 * 60, 59 * 60)[2], "1 hour is left.");
        assert_eq!(
            said(90, 60),
            ["You had one and a half hours.", "You have used 1 hour.", "Half an hour is left."]
        );
    }

    #[test]
    fn once_the_visits_have_ended_nothing_is_left_to_come() {
        let said = |agreed, used| -> Vec<String> {
            let all = hours(agreed, used, true);
            is_easy(&all);
            all.into_iter().flat_map(|said| said.lines).collect()
        };
        assert_eq!(
            said(3_600, 2_460),
            ["You had 60 hours.", "You used 41 hours.", "19 hours were not used."]
        );
        assert_eq!(said(3_600, 3_540)[2], "1 hour was not used.");
        assert_eq!(said(3_600, 3_600).len(), 2);
        assert_eq!(said(3_600, 0), ["You had 60 hours.", "You did not use any of them."]);
    }

    #[test]
    fn halves_and_minutes_are_written_out_and_more_than_agreed_is_said_plainly() {
        assert_eq!(said(60 * 60, 41 * 60 + 30)[1], "You have used 41 and a half hours.");
        assert_eq!(said(60 * 60, 95)[1], "You have used 1 hour and 35 minutes.");
        assert_eq!(said(60, 120)[2..], ["No hours are left.", "You have used 1 hour more than that."]);
    }

    #[test]
    fn a_date_is_written_out_with_its_weekday_and_year() {
        assert_eq!(whole_date("2026-03-16".parse().unwrap()), "Monday 16 March 2026");
    }
}
