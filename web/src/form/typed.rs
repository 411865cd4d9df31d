//! What somebody typed into a form, as it came: names and values in order, a name perhaps several times.
//! The same type fills a form that is shown for the first time, so that a template reads one thing.

use std::fmt;
use std::str::FromStr;

use super::reader::Reader;

/// The fields of one form.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed {
    fields: Vec<(String, String)>,
}

/// Fields that one form may have: ten times those of the longest of ours. Each takes more room here than
/// it takes to send, so they are counted before they are read.
const MOST_FIELDS: usize = 2_000;

impl Typed {
    /// Whether these are no more fields than a form of ours may have.
    pub fn fits(body: &[u8]) -> bool {
        body.iter().filter(|byte| **byte == b'&').count() < MOST_FIELDS
    }

    /// Reads `a=1&b=2`. Never fails: what is not text becomes the sign for a character that is not known.
    pub fn parse(body: &[u8]) -> Self {
        Self { fields: serde_html_form::from_bytes(body).unwrap_or_default() }
    }

    /// Fields to begin with, such as a record's as it stands.
    pub fn from_fields<N: Into<String>, V: Into<String>>(fields: impl IntoIterator<Item = (N, V)>) -> Self {
        Self { fields: fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect() }
    }

    /// The same with one more field.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.fields.push((name.into(), value.to_string()));
        self
    }

    /// The same without the fields of this name.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self
    }

    /// The form as it is drawn once more with a caution, to be thought about twice; `None` when it was sent knowing it.
    pub fn unaware_of(&self, caution: &str) -> Option<Self> {
        let drawn = || self.clone().without("anyway").with("anyway", caution);
        (!self.is("anyway", caution)).then(drawn)
    }

    /// The same without passwords, which are never shown again nor carried along.
    #[must_use]
    pub fn without_passwords(mut self) -> Self {
        self.fields.retain(|(name, _)| !name.starts_with("password"));
        self
    }

    /// What was typed into a field; empty when there is no such field.
    pub fn one(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field, in order: ticked boxes, rows.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a field came at all.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(known, _)| known == name)
    }

    /// Whether one of a field's values is this one.
    pub fn is(&self, name: &str, value: impl AsRef<str>) -> bool {
        self.all(name).any(|given| given == value.as_ref())
    }

    /// An id in a hidden field; `None` when it is missing or is not one.
    pub fn id<T: FromStr>(&self, name: &str) -> Option<T> {
        self.one(name).trim().parse().ok()
    }

    /// The version of the record that the page showed.
    pub fn seen(&self) -> Option<i64> {
        self.id("seen")
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether nothing came.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Begins to read.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(self)
    }
}

/// What was typed may be about somebody, so only the fields' names are shown.
impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.fields.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_values_of_a_name_are_kept_in_order_and_any_script_is_read() {
        let typed = Typed::parse("need=photos&name=Z%C3%B6e+%E7%8E%8B&need=time&empty=".as_bytes());
        assert_eq!(typed.all("need").collect::<Vec<_>>(), ["photos", "time"]);
        assert_eq!(typed.one("name"), "Zöe 王");
        assert!(typed.has("empty") && typed.one("empty").is_empty() && !typed.has("absent"));
    }

    #[test]
    fn bytes_that_are_not_text_do_not_lose_the_rest() {
        let typed = Typed::parse(b"name=%FF%FE&on=2026-03-12&%=%&&=");
        assert_eq!(typed.one("on"), "2026-03-12");
        assert!(typed.one("name").contains('\u{FFFD}'));
    }

    #[test]
    fn a_form_of_more_fields_than_any_of_ours_is_told_before_it_is_read() {
        assert!(Typed::fits(b"") && Typed::fits("a&".repeat(1_999).as_bytes()));
        assert!(!Typed::fits("a&".repeat(2_000).as_bytes()));
    }

    #[test]
    fn what_was_typed_is_not_printed() {
        assert_eq!(format!("{:?}", Typed::parse(b"name=Gordon")), "[\"name\"]");
    }
}
