//! The days a figure is about: from the address, or the last twelve months. Both ends are counted, and no
//! day lies in the future, because what is not yet over cannot be reported.

use app::error::Refusal;
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::shared::calendar;

use crate::form::{Attempt, Typed, people_say};
use crate::format;

/// The longest span, five years of days: the longest a contract of this kind runs, with its extension.
const LONGEST_DAYS: i64 = 1_827;

/// First and last day, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// A span that can be chosen with one tap.
#[derive(Debug, Clone)]
pub struct Offer {
    /// "Last quarter"
    pub words: &'static str,
    /// What stands after the question mark.
    pub query: String,
    /// Whether it is the one shown.
    pub chosen: bool,
}

impl Span {
    /// The twelve months up to `today`.
    pub fn last_year(today: NaiveDate) -> Self {
        Self { from: today - Months::new(12) + Days::new(1), to: today }
    }

    /// The quarter of `today`, up to it. Quarters of the calendar are quarters of the financial year too.
    pub fn this_quarter(today: NaiveDate) -> Self {
        let first_month = today.month0() / 3 * 3 + 1;
        Self {
            from: today.with_day(1).and_then(|day| day.with_month(first_month)).unwrap_or(today),
            to: today,
        }
    }

    /// The whole quarter before that of `today`.
    pub fn last_quarter(today: NaiveDate) -> Self {
        let from = Self::this_quarter(today).from;
        Self { from: from - Months::new(3), to: from - Days::new(1) }
    }

    /// What the address asks for; nothing asked is the last twelve months. Not understood is an attempt with
    /// its messages, and the last twelve months to look at meanwhile.
    pub fn read(asked: &Typed, today: NaiveDate) -> (Self, Attempt) {
        let usual = Self::last_year(today);
        if !asked.has("from") && !asked.has("to") {
            return (usual, Attempt::first());
        }
        let mut form = asked.reader();
        let mut day = |field: &str| {
            let day = form.date(field)?;
            match calendar::happened(day, today) {
                Ok(day) => Some(day),
                Err(problem) => form.refuse(field, people_say(&problem.to_string())),
            }
        };
        let (from, to) = (day("from"), day("to"));
        let (Some(from), Some(to)) = (from, to) else { return (usual, form.again()) };
        let days = (to - from).num_days();
        if days < 0 {
            form.refuse::<()>(
                "to",
                format!("The last day must not be before the first, {}", format::date(from)),
            );
        } else if days >= LONGEST_DAYS {
            form.refuse::<()>("from", "Choose at most five years at once");
        }
        if form.is_fine() { (Self { from, to }, Attempt::first()) } else { (usual, form.again()) }
    }

    /// As [`Span::read`], for a file or a program, which have no form to show a message beside.
    pub fn read_strictly(asked: &Typed, today: NaiveDate) -> Result<Self, Refusal> {
        let (span, attempt) = Self::read(asked, today);
        match attempt.errors.iter().next() {
            Some((field, message)) => {
                Err(Refusal::invalid(if field == "to" { "to" } else { "from" }, message))
            }
            None => Ok(span),
        }
    }

    /// "January to March 2026" for whole months, else "3 January to 12 March 2026".
    pub fn words(self) -> String {
        let Self { from, to } = self;
        let same_year = from.year() == to.year();
        if from.day() == 1 && (to + Days::new(1)).day() == 1 {
            return match (same_year, from.month() == to.month()) {
                (true, true) => format::month_year(to),
                (true, false) => format!("{} to {}", from.format("%B"), format::month_year(to)),
                _ => format!("{} to {}", format::month_year(from), format::month_year(to)),
            };
        }
        if from == to {
            return format::date(to);
        }
        let first = if same_year { format::day(from) } else { format::date(from) };
        format!("{first} to {}", format::date(to))
    }

    /// What stands after an address so that it is about this span.
    pub fn query(self) -> String {
        format!("?from={}&to={}", self.from, self.to)
    }

    /// What can be chosen with one tap.
    pub fn offers(self, today: NaiveDate) -> Vec<Offer> {
        [
            ("This quarter", Self::this_quarter(today)),
            ("Last quarter", Self::last_quarter(today)),
            ("Last 12 months", Self::last_year(today)),
        ]
        .into_iter()
        .map(|(words, span)| Offer { words, query: span.query(), chosen: span == self })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(from: &str, to: &str) -> Span {
        Span { from: on(from), to: on(to) }
    }

    #[test]
    fn quarters_and_the_last_year_follow_the_calendar() {
        assert_eq!(Span::this_quarter(on("2026-03-31")), span("2026-01-01", "2026-03-31"));
        assert_eq!(Span::this_quarter(on("2026-05-31")), span("2026-04-01", "2026-05-31"));
        assert_eq!(Span::last_quarter(on("2026-01-01")), span("2025-10-01", "2025-12-31"));
        assert_eq!(Span::last_quarter(on("2026-08-31")), span("2026-04-01", "2026-06-30"));
        assert_eq!(Span::last_year(on("2026-03-12")), span("2025-03-13", "2026-03-12"));
        assert_eq!(Span::last_year(on("2028-02-29")), span("2027-03-01", "2028-02-29"));
    }

    #[test]
    fn a_span_is_said_as_people_say_it() {
        for (from, to, said) in [
            ("2026-01-01", "2026-03-31", "January to March 2026"),
            ("2025-04-01", "2026-03-31", "April 2025 to March 2026"),
            ("2026-02-01", "2026-02-28", "February 2026"),
            ("2026-01-01", "2026-03-12", "1 January to 12 March 2026"),
            ("2025-03-13", "2026-03-12", "13 March 2025 to 12 March 2026"),
            ("2026-03-12", "2026-03-12", "12 March 2026"),
        ] {
            assert_eq!(span(from, to).words(), said);
        }
    }

    #[test]
    fn what_cannot_be_reported_is_said_beside_its_field_and_the_usual_span_is_shown() {
        let today = on("2026-03-12");
        let read = |query: &str| Span::read(&Typed::parse(query.as_bytes()), today);
        assert_eq!(read(""), (Span::last_year(today), Attempt::first()));
        assert_eq!(read("from=2026-01-01&to=2026-02-28").0, span("2026-01-01", "2026-02-28"));
        for (query, field) in [
            ("from=2026-02-30&to=2026-03-01", "from"),
            ("from=2026-01-01&to=2026-03-13", "to"),
            ("from=2026-03-02&to=2026-03-01", "to"),
            ("from=1066-10-14&to=2026-03-01", "from"),
            ("from=1990-01-01&to=2026-03-01", "from"),
            ("from=2026-01-01", "to"),
            ("from=%00&to=%F0%9F%92%A9", "from"),
        ] {
            let (shown, attempt) = read(query);
            assert_eq!(shown, Span::last_year(today), "{query}");
            assert!(attempt.errors.of(field).is_some(), "{query}: {:?}", attempt.errors);
            assert!(Span::read_strictly(&Typed::parse(query.as_bytes()), today).is_err());
        }
    }
}
