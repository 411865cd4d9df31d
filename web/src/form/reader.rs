//! Reads typed fields into the domain's types and collects every mistake on the way, so that somebody is
//! told all of them at once.
//!
//! Each reading answers `None` when the field was not understood (its message is kept), and the value
//! otherwise; `…_or_none` answers `Some(None)` for an empty field. Read everything first, then
//! `let (Some(name), Some(on)) = read else { …again… }`.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{NaiveDate, NaiveTime};
use domain::shared::money::{Money, Rate};
use domain::shared::text::{Line, TextError, Words};

use super::attempt::Attempt;
use super::typed::Typed;
use crate::look::FormErrors;
use domain::shared::days::parse_day;

/// Reads one form.
#[derive(Debug)]
pub struct Reader<'a> {
    typed: &'a Typed,
    errors: FormErrors,
}

macro_rules! or_none {
    ($($(#[$doc:meta])* $name:ident of $one:ident -> $type:ty;)*) => {$(
        $(#[$doc])*
        pub fn $name(&mut self, field: &str) -> Option<Option<$type>> {
            if self.value(field).is_empty() { Some(None) } else { self.$one(field).map(Some) }
        }
    )*};
}

impl<'a> Reader<'a> {
    pub(super) fn new(typed: &'a Typed) -> Self {
        Self { typed, errors: FormErrors::none() }
    }

    fn value(&self, field: &str) -> &'a str {
        self.typed.one(field).trim()
    }

    /// Keeps the reason why a field was not understood.
    fn take<T, E: Display>(&mut self, field: &str, read: Result<T, E>) -> Option<T> {
        read.map_err(|error| self.errors.add(field, error.to_string())).ok()
    }

    /// One line of text.
    pub fn line(&mut self, field: &str) -> Option<Line> {
        let read = Line::parse(self.typed.one(field));
        self.take(field, read)
    }

    /// As much as somebody wanted to say.
    pub fn words(&mut self, field: &str) -> Option<Words> {
        let read = Words::parse(self.typed.one(field));
        self.take(field, read)
    }

    /// A day, as a browser's date field or a person writes it.
    pub fn date(&mut self, field: &str) -> Option<NaiveDate> {
        self.take(field, parse_day(self.typed.one(field)))
    }

    /// A time of day: 14:30, 9:05, 2.30 pm.
    pub fn time(&mut self, field: &str) -> Option<NaiveTime> {
        let value = self.value(field).to_lowercase().replace('.', ":").replace(' ', "");
        let read = ["%H:%M", "%H:%M:%S", "%I:%M%p"]
            .iter()
            .find_map(|form| NaiveTime::parse_from_str(&value, form).ok());
        self.take(field, read.ok_or("Write the time like 14:30"))
    }

    /// One of the answers offered, by its code: `form.code::<EngagementKind>("kind")`.
    pub fn code<T: FromStr>(&mut self, field: &str) -> Option<T> {
        let value = self.value(field);
        let read = value
            .parse()
            .map_err(|_| if value.is_empty() { "Choose one" } else { "Choose one of the answers offered" });
        self.take(field, read)
    }

    /// Every answer ticked; an answer that was not offered is a mistake, none is not.
    pub fn codes<T: FromStr>(&mut self, field: &str) -> Option<Vec<T>> {
        let read: Result<Vec<T>, _> =
            self.typed.all(field).filter(|value| !value.is_empty()).map(str::parse).collect();
        self.take(field, read.map_err(|_| "Choose from the answers offered"))
    }

    /// Somebody or something chosen from a list, by its id.
    pub fn id<T: FromStr>(&mut self, field: &str) -> Option<T> {
        self.code(field)
    }

    /// Everything chosen from a list.
    pub fn ids<T: FromStr>(&mut self, field: &str) -> Option<Vec<T>> {
        self.codes(field)
    }

    /// A whole number within bounds.
    pub fn whole(&mut self, field: &str, bounds: RangeInclusive<i64>) -> Option<i64> {
        let (least, most) = (bounds.start(), bounds.end());
        let read = match self.value(field).parse() {
            Ok(number) if bounds.contains(&number) => Ok(number),
            Ok(_) => Err(format!("This is a number from {least} to {most}")),
            Err(_) => Err(format!("Write a whole number from {least} to {most}, in digits")),
        };
        self.take(field, read)
    }

    /// A whole number within bounds, or none.
    pub fn whole_or_none(&mut self, field: &str, bounds: RangeInclusive<i64>) -> Option<Option<i64>> {
        if self.value(field).is_empty() { Some(None) } else { self.whole(field, bounds).map(Some) }
    }

    /// Hours, as whole minutes: 1.5, 1½, 1:30, "90 minutes".
    pub fn minutes(&mut self, field: &str) -> Option<i64> {
        let read = hours(self.value(field)).ok_or("Write how long in hours, like 1.5 or 1:30");
        self.take(field, read)
    }

    /// Pounds and pence.
    pub fn money(&mut self, field: &str) -> Option<Money> {
        self.take(field, self.value(field).parse::<Money>())
    }

    /// Pounds and pence an hour.
    pub fn rate(&mut self, field: &str) -> Option<Rate> {
        self.take(field, self.value(field).parse::<Rate>())
    }

    /// Whether a box is ticked.
    pub fn tick(&self, field: &str) -> bool {
        !self.value(field).is_empty()
    }

    or_none! {
        /// One line of text, or nothing.
        line_or_none of line -> Line;
        /// As much as somebody wanted to say, or nothing.
        words_or_none of words -> Words;
        /// A day, or none.
        date_or_none of date -> NaiveDate;
        /// A time of day, or none.
        time_or_none of time -> NaiveTime;
        /// Hours as whole minutes, or nothing.
        minutes_or_none of minutes -> i64;
        /// Pounds and pence, or nothing.
        money_or_none of money -> Money;
        /// Pounds and pence an hour, or nothing.
        rate_or_none of rate -> Rate;
    }

    /// One of the answers offered, or none of them.
    pub fn code_or_none<T: FromStr>(&mut self, field: &str) -> Option<Option<T>> {
        if self.value(field).is_empty() { Some(None) } else { self.code(field).map(Some) }
    }

    /// Somebody or something chosen from a list, or nobody.
    pub fn id_or_none<T: FromStr>(&mut self, field: &str) -> Option<Option<T>> {
        self.code_or_none(field)
    }

    /// A password: 12 characters or more, no other rule. It is taken as typed, spaces included.
    pub fn password(&mut self, field: &str) -> Option<String> {
        let value = self.typed.one(field);
        let read = match value.chars().count() {
            0 => Err("Choose a password".to_owned()),
            1..=11 => Err("Use 12 characters or more. Three or four words are good".to_owned()),
            12..=200 => Ok(value.to_owned()),
            length => Err(TextError::TooLong { limit: 200, length }.to_string()),
        };
        self.take(field, read)
    }

    /// Adds a message of the page's own; answers `None`, to stand where a value was hoped for.
    pub fn refuse<T>(&mut self, field: &str, message: impl Into<String>) -> Option<T> {
        self.errors.add(field, message);
        None
    }

    /// Whether everything so far was understood.
    pub fn is_fine(&self) -> bool {
        self.errors.is_empty()
    }

    /// The form again, with what was not understood.
    pub fn again(self) -> Attempt {
        Attempt::not_understood(self.errors)
    }
}

/// Hours as minutes.
fn hours(typed: &str) -> Option<i64> {
    let text = typed.to_lowercase().replace('¼', ".25").replace('½', ".5").replace('¾', ".75");
    let amount = text.trim_end_matches(|c: char| c.is_alphabetic()).trim();
    let unit = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let whole = |part: &str| part.parse::<i64>().ok().filter(|number| (0..100_000).contains(number));
    if unit.starts_with("min") || unit == "m" {
        return whole(amount);
    }
    if !(unit.is_empty() || unit.starts_with('h')) {
        return None;
    }
    if let Some((hours, minutes)) = amount.split_once(':') {
        return whole(minutes)
            .filter(|minutes| *minutes < 60)
            .and_then(|minutes| Some(whole(hours)? * 60 + minutes));
    }
    let (hours, part) = amount.split_once('.').unwrap_or((amount, ""));
    let hours = if hours.is_empty() && !part.is_empty() { 0 } else { whole(hours)? };
    // Three places hold every quarter hour exactly; more would not be a length that anyone means.
    let thousandths =
        if part.is_empty() { 0 } else { whole(&format!("{part:0<3}")).filter(|_| part.len() <= 3)? };
    Some(hours * 60 + (thousandths * 60 + 500) / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_of_a_form_is_found_at_once() {
        let typed = Typed::parse(b"name=+&on=2026-02-30&kind=friend&rate=lots&hours=never&many=0");
        let mut form = typed.reader();
        assert_eq!((form.line("name"), form.date("on"), form.rate("rate")), (None, None, None));
        assert_eq!((form.minutes("hours"), form.whole("many", 1..=9)), (None, None));
        assert!(form.code::<domain::person::PersonKind>("kind").is_none());
        let errors = form.again().errors;
        assert_eq!(
            errors.iter().map(|(field, _)| field).collect::<Vec<_>>(),
            ["name", "on", "rate", "hours", "many", "kind"]
        );
        assert!(errors.of("on").unwrap().contains("2026-02-30"));
    }

    #[test]
    fn an_empty_field_that_may_be_empty_is_none_and_a_wrong_one_is_a_mistake() {
        let typed = Typed::parse(b"a=&b=x");
        let mut form = typed.reader();
        assert_eq!(form.date_or_none("a"), Some(None));
        assert_eq!(form.date_or_none("missing"), Some(None));
        assert_eq!(form.date_or_none("b"), None);
        assert!(!form.is_fine());
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        for typed in ["1.5", "1½", "1:30", "90 minutes", "1.5 hours", "1.500", "90min", "1.5h"] {
            assert_eq!(hours(typed), Some(90), "{typed}");
        }
        assert_eq!((hours("3"), hours(".25"), hours("0")), (Some(180), Some(15), Some(0)));
        for typed in ["", "x", "1:75", "-1", "1.2345", "1e3", "two", "3 weeks"] {
            assert_eq!(hours(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_time_of_day_is_read_with_or_without_am_and_pm() {
        let typed = Typed::parse(b"a=14:30&b=2.30+pm&c=9:05&d=25:00");
        let mut form = typed.reader();
        assert_eq!(form.time("a"), form.time("b"));
        assert!(form.time("c").is_some() && form.time("d").is_none());
    }
}
