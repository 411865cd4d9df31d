//! Appointments as a calendar reads them (RFC 5545): lines that end with CR and LF, folded at 75 octets, times
//! in UTC so that no time zone need be described. A time of day is London's.

use std::fmt::Write;

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::London;

/// Octets of a line, without its end. Source: RFC 5545, 3.1.
const LINE_OCTETS: usize = 75;

/// One appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// The same for as long as it is the same appointment.
    pub uid: String,
    /// How often it was changed.
    pub sequence: u32,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// The day.
    pub on: NaiveDate,
    /// From when; `None` for all of the day.
    pub starts_at: Option<NaiveTime>,
    /// How long, when it has a time.
    pub minutes: i64,
    /// Whether it was called off.
    pub cancelled: bool,
    /// What it is.
    pub summary: &'static str,
    /// Where more of it is to be read; empty for nowhere.
    pub url: String,
}

/// A calendar that holds these.
pub fn calendar(name: &str, appointments: &[Appointment]) -> String {
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Kith//Visits//EN");
    out.line("CALSCALE:GREGORIAN");
    out.text("NAME", name);
    out.text("X-WR-CALNAME", name);
    out.line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    out.line("X-PUBLISHED-TTL:PT1H");
    for appointment in appointments {
        appointment.write(&mut out);
    }
    out.line("END:VCALENDAR");
    out.0
}

impl Appointment {
    fn write(&self, out: &mut Lines) {
        out.line("BEGIN:VEVENT");
        out.text("UID", &self.uid);
        out.line(&format!("DTSTAMP:{}", instant(self.changed_at)));
        out.line(&format!("LAST-MODIFIED:{}", instant(self.changed_at)));
        out.line(&format!("SEQUENCE:{}", self.sequence));
        match self.starts_at {
            Some(at) => {
                let start = of_london(self.on, at);
                out.line(&format!("DTSTART:{}", instant(start)));
                out.line(&format!("DTEND:{}", instant(start + Duration::minutes(self.minutes))));
            }
            None => {
                let after = self.on.checked_add_days(Days::new(1)).unwrap_or(self.on);
                out.line(&format!("DTSTART;VALUE=DATE:{}", self.on.format("%Y%m%d")));
                out.line(&format!("DTEND;VALUE=DATE:{}", after.format("%Y%m%d")));
                out.line("TRANSP:TRANSPARENT");
            }
        }
        out.text("SUMMARY", self.summary);
        out.line(if self.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
        if !self.url.is_empty() {
            out.line(&format!("URL:{}", self.url));
            out.text("DESCRIPTION", &self.url);
        }
        out.line("END:VEVENT");
    }
}

/// "20260312T143000Z"
fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A time of day in London. In the hour that comes twice it is the first; in the hour that is left out, an
/// hour later.
fn of_london(on: NaiveDate, at: NaiveTime) -> DateTime<Utc> {
    let local = on.and_time(at);
    let found = London.from_local_datetime(&local).earliest();
    let found = found.or_else(|| London.from_local_datetime(&(local + Duration::hours(1))).earliest());
    found.map_or_else(|| local.and_utc(), |found| found.to_utc())
}

/// Lines of a calendar.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property whose value is words.
    fn text(&mut self, name: &str, words: &str) {
        self.line(&format!("{name}:{}", escaped(words)));
    }

    /// One line, folded: what does not fit goes on in the next behind a space, never within a letter.
    fn line(&mut self, line: &str) {
        let mut octets = 0;
        for letter in line.chars().filter(|letter| !letter.is_control()) {
            if octets + letter.len_utf8() > LINE_OCTETS {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(letter);
            octets += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// Words as a value holds them.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        let _ = match letter {
            '\\' | ';' | ',' => write!(out, "\\{letter}"),
            '\n' => write!(out, "\\n"),
            letter => write!(out, "{letter}"),
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(on: &str, starts_at: &str) -> Appointment {
        Appointment {
            uid: "1@kith".into(),
            sequence: 2,
            changed_at: "2026-03-01T09:00:00Z".parse().unwrap(),
            on: on.parse().unwrap(),
            starts_at: starts_at.parse().ok(),
            minutes: 90,
            cancelled: false,
            summary: "Visit",
            url: String::new(),
        }
    }

    fn written(appointment: Appointment) -> String {
        calendar("Kith", &[appointment])
    }

    #[test]
    fn a_visit_is_written_in_utc_in_winter_and_in_summer() {
        let winter = written(visit("2026-03-12", "14:30:00"));
        assert!(winter.contains("\r\nDTSTART:20260312T143000Z\r\nDTEND:20260312T160000Z\r\n"), "{winter}");
        let summer = written(visit("2026-07-02", "14:30:00"));
        assert!(summer.contains("\r\nDTSTART:20260702T133000Z\r\nDTEND:20260702T150000Z\r\n"), "{summer}");
        assert!(summer.contains("\r\nUID:1@kith\r\nDTSTAMP:20260301T090000Z\r\n"), "{summer}");
        assert!(summer.contains("\r\nSEQUENCE:2\r\n") && summer.contains("\r\nSTATUS:CONFIRMED\r\n"));
    }

    #[test]
    fn in_the_nights_on_which_the_clocks_change_a_visit_has_one_time() {
        // On 29 March 2026 there is no 1:30; on 25 October there are two, the first in summer time.
        assert!(written(visit("2026-03-29", "01:30:00")).contains("DTSTART:20260329T013000Z"));
        assert!(written(visit("2026-10-25", "01:30:00")).contains("DTSTART:20261025T003000Z"));
    }

    #[test]
    fn a_visit_without_a_time_is_of_the_whole_day_and_stands_in_nothings_way() {
        let day = written(visit("2026-12-31", ""));
        assert!(
            day.contains(
                "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\nTRANSP:TRANSPARENT\r\n"
            )
        );
        let off = written(Appointment { cancelled: true, ..visit("2026-12-31", "") });
        assert!(off.contains("\r\nSTATUS:CANCELLED\r\n") && !off.contains("CONFIRMED"));
    }

    #[test]
    fn a_long_line_is_folded_at_75_octets_and_never_within_a_letter() {
        let mut lines = Lines::default();
        let words = format!("SUMMARY:{}", "é王a".repeat(40));
        lines.line(&words);
        let pieces: Vec<&str> = lines.0.split_terminator("\r\n").collect();
        assert!(pieces.len() > 2 && pieces.iter().all(|piece| piece.len() <= 75), "{pieces:?}");
        assert!(pieces[1..].iter().all(|piece| piece.starts_with(' ')));
        assert!(pieces[0].len() > 70, "as much as fits stands on a line");
        assert_eq!(lines.0.replace("\r\n ", "").trim_end(), words);
        let mut exact = Lines::default();
        exact.line(&"x".repeat(75));
        assert_eq!(exact.0, format!("{}\r\n", "x".repeat(75)));
    }

    #[test]
    fn what_means_something_to_a_calendar_is_escaped_and_a_line_holds_no_other() {
        assert_eq!(escaped("a;b,c\\d\ne:f"), "a\\;b\\,c\\\\d\\ne:f");
        let mut lines = Lines::default();
        lines.line("URL:https://kith.test/\r\nATTENDEE:evil");
        assert_eq!(lines.0, "URL:https://kith.test/ATTENDEE:evil\r\n");
    }
}
