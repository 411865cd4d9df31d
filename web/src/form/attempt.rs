//! What became of the last attempt at a form: nothing yet, not understood, refused by a rule, or
//! overtaken by somebody else's change. The form is drawn from it, with everything that was typed.

use app::App;
use app::error::Refusal;
use axum::http::StatusCode;
use uuid::Uuid;

use super::typed::Typed;
use crate::error::Error;
use crate::format;
use crate::look::FormErrors;
use domain::shared::days::parse_day;

/// The hidden fields of every form; in a template `{{ asked::keys(keys) }}`.
#[derive(Clone)]
pub struct Keys {
    /// The session's token.
    pub csrf: String,
    /// Made when the form is first drawn, so that sending it twice does it once.
    pub command_id: Uuid,
    /// The version of the record that the page shows; `None` when it does not matter.
    pub seen: Option<i64>,
}

impl Keys {
    pub(crate) fn new(csrf: &str, typed: &Typed, app: &App) -> Self {
        let command_id = typed.id("command_id").unwrap_or_else(|| app.ids.next());
        Self { csrf: csrf.to_owned(), command_id, seen: None }
    }

    /// The same with the version that the page shows.
    #[must_use]
    pub fn seen(mut self, version: i64) -> Self {
        self.seen = Some(version);
        self
    }
}

/// What became of the last attempt at a form; in a template `{{ asked::summary(attempt, changed_href) }}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The status that the page has: 200 when the form is shown for the first time.
    pub status: StatusCode,
    /// What is wrong, by field.
    pub errors: FormErrors,
    /// Whether somebody else changed the record since the page was opened.
    pub stale: bool,
    /// Whether its command id was used before with other content, so that it needs a new one.
    reused: bool,
}

impl Attempt {
    /// None yet: the form is shown for the first time.
    pub fn first() -> Self {
        Self { status: StatusCode::OK, errors: FormErrors::none(), stale: false, reused: false }
    }

    /// Something typed was not understood.
    pub fn not_understood(errors: FormErrors) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, errors, ..Self::first() }
    }

    /// Nothing is wrong, and it is to be thought about twice.
    pub fn think_twice() -> Self {
        Self::not_understood(FormErrors::none())
    }

    /// A refusal that belongs beside the form; any other is passed on as an error.
    pub fn refused(refusal: Refusal, typed: &Typed) -> Result<Self, Error> {
        let mut attempt = Self::not_understood(FormErrors::none());
        match &refusal {
            Refusal::NotFound | Refusal::NotYours | Refusal::Failed(_) => return Err(refusal.into()),
            Refusal::Stale { .. } => {
                attempt.status = StatusCode::CONFLICT;
                attempt.stale = true;
                return Ok(attempt);
            }
            Refusal::Busy => attempt.status = StatusCode::CONFLICT,
            Refusal::CommandReused => {
                attempt.status = StatusCode::CONFLICT;
                attempt.reused = true;
                attempt.errors.add("", "The same page was sent before with something else on it, so this was not done. Send it again to do this too");
                return Ok(attempt);
            }
            Refusal::Person(_)
            | Refusal::Engagement(_)
            | Refusal::Relationship(_)
            | Refusal::Concern(_)
            | Refusal::Outing(_)
            | Refusal::Place(_)
            | Refusal::Forgotten
            | Refusal::Invalid { .. } => {}
        }
        let field = refusal.field().filter(|field| typed.has(field)).unwrap_or_default();
        attempt.errors.add(field, people_say(&refusal.to_string()));
        Ok(attempt)
    }

    /// What was typed, as it goes back into the form: without a command id that was used up.
    #[must_use]
    pub fn keep(&self, typed: Typed) -> Typed {
        if self.reused { typed.without("command_id") } else { typed }
    }

    /// The same with its message at another field: where the form's field is not named as in the command.
    #[must_use]
    pub fn about(mut self, field: &str) -> Self {
        let mut errors = FormErrors::none();
        for (index, (known, message)) in self.errors.iter().enumerate() {
            errors.add(if index == 0 && known.is_empty() { field } else { known }, message);
        }
        self.errors = errors;
        self
    }
}

/// A sentence with its dates as people say them: "2026-03-12 is in the future" names 12 March 2026.
pub fn people_say(sentence: &str) -> String {
    let mut said = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        said.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(rest.len());
        let word = &rest[..end];
        match parse_day(word) {
            Ok(day) if word.len() == 10 => said.push_str(&format::date(day)),
            _ => said.push_str(word),
        }
        rest = &rest[end..];
    }
    said + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_a_refusal_are_said_as_people_say_them() {
        assert_eq!(
            people_say("Died on 2026-03-02, but born on 2026-11-30."),
            "Died on 2 March 2026, but born on 30 November 2026."
        );
        assert_eq!(
            people_say("200 of 10-12 fit; 2026-02-30 is no day"),
            "200 of 10-12 fit; 2026-02-30 is no day"
        );
    }

    #[test]
    fn a_rule_about_a_field_that_the_form_has_is_said_beside_it_and_any_other_above() {
        let refusal = || Refusal::invalid("name", "This name is taken");
        let beside = Attempt::refused(refusal(), &Typed::parse(b"name=x")).unwrap();
        assert_eq!(beside.errors.of("name"), Some("This name is taken"));
        assert_eq!(beside.status, StatusCode::UNPROCESSABLE_ENTITY);
        let above = Attempt::refused(refusal(), &Typed::default()).unwrap();
        assert_eq!(above.errors.of(""), Some("This name is taken"));
    }

    #[test]
    fn what_is_not_theirs_is_not_a_mistake_of_the_form() {
        assert!(Attempt::refused(Refusal::NotYours, &Typed::default()).is_err());
    }

    #[test]
    fn a_command_id_that_was_used_up_is_not_kept() {
        let typed = Typed::parse(b"command_id=1&words=kept");
        let attempt = Attempt::refused(Refusal::CommandReused, &typed).unwrap();
        assert_eq!(attempt.keep(typed), Typed::parse(b"words=kept"));
    }
}
