//! What a form is drawn from: its errors, in the order of its fields, and the answers offered.
//! The fields themselves are macros of `templates/parts/form.html`.

use std::fmt::Display;

use uuid::Uuid;

/// What is wrong with a form: messages in the order of the fields, each said beside its field and in the summary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormErrors {
    list: Vec<(String, String)>,
}

impl FormErrors {
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a message; `field` is the input's name, or "" for the form as a whole.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.list.push((field.into(), message.into()));
    }

    /// The first message about a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.list.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// (field, message), in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().map(|(field, message)| (field.as_str(), message.as_str()))
    }
}

/// One answer of a radio or checkbox group, or of a select.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// A second, smaller line; empty for none.
    pub hint: String,
    /// A Lucide name; empty for none.
    pub icon: String,
    /// A large number or fraction above the label; empty for none.
    pub figure: String,
    pub chosen: bool,
    /// Shown as a face when given.
    pub face: Option<Uuid>,
    /// Where the photograph is that stands in the face's place; empty for none.
    pub photo: String,
    /// Where a small picture is that shows what is meant; empty for none.
    pub picture: String,
}

impl Choice {
    pub fn new(value: impl Display, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into(), ..Self::default() }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    #[must_use]
    pub fn icon(mut self, icon: impl Into<String>) -> Self {
        self.icon = icon.into();
        self
    }

    #[must_use]
    pub fn figure(mut self, figure: impl Into<String>) -> Self {
        self.figure = figure.into();
        self
    }

    #[must_use]
    pub fn face(mut self, id: Uuid) -> Self {
        self.face = Some(id);
        self
    }

    #[must_use]
    pub fn picture(mut self, href: impl Into<String>) -> Self {
        self.picture = href.into();
        self
    }

    #[must_use]
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

/// Choices from (value, label), with the one of this value chosen.
pub fn choices(list: &[(&str, &str)], chosen: &str) -> Vec<Choice> {
    list.iter().map(|(value, label)| Choice::new(value, *label).chosen(*value == chosen)).collect()
}

/// Marks as chosen each choice whose value is among these, as it came back from a form.
pub fn choose(list: &mut [Choice], values: &[impl AsRef<str>]) {
    for choice in list {
        choice.chosen = values.iter().any(|value| value.as_ref() == choice.value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_said_by_field_and_in_order() {
        let mut errors = FormErrors::none();
        errors.add("met_on", "Enter the day you met");
        errors.add("", "Nothing was saved");
        errors.add("met_on", "second");
        assert_eq!(errors.of("met_on"), Some("Enter the day you met"));
        assert_eq!(errors.of("who"), None);
        assert_eq!(errors.iter().count(), 3);
    }

    #[test]
    fn what_was_ticked_comes_back_ticked() {
        let mut list =
            choices(&[("speech", "In words"), ("sign", "With signs"), ("photo", "With photos")], "speech");
        assert!(list[0].chosen && !list[1].chosen);
        choose(&mut list, &["sign".to_owned(), "photo".to_owned()]);
        assert_eq!(list.iter().map(|choice| choice.chosen).collect::<Vec<_>>(), [false, true, true]);
    }
}
