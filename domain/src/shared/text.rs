//! What people type. A [`Line`] is a name or a short answer, [`Words`] is as much as somebody wants
//! to say. Both keep any script; both refuse what could not be shown or printed again.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a text was not taken. The text itself stays with whoever typed it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nothing but spaces.
    #[error("This needs an answer")]
    Empty,
    /// Longer than the field holds.
    #[error("This is {length} characters; {limit} fit here")]
    TooLong {
        /// Characters that fit.
        limit: usize,
        /// Characters there were.
        length: usize,
    },
    /// A character that cannot be shown, such as NUL or escape.
    #[error("Character {at} is one that cannot be shown; please remove it")]
    ControlCharacter {
        /// Which character, counted from one.
        at: usize,
    },
}

fn check(text: &str, limit: usize, allowed: &[char]) -> Result<(), TextError> {
    let length = text.chars().count();
    if length == 0 {
        return Err(TextError::Empty);
    }
    if length > limit {
        return Err(TextError::TooLong { limit, length });
    }
    match text.chars().position(|c| c.is_control() && !allowed.contains(&c)) {
        Some(before) => Err(TextError::ControlCharacter { at: before + 1 }),
        None => Ok(()),
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident limit $limit:literal allows $allowed:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Characters that fit.
            pub const LIMIT: usize = $limit;

            /// Takes what was typed: spaces at the ends go, line ends become one kind.
            pub fn parse(typed: &str) -> Result<Self, TextError> {
                let text = typed.trim().replace("\r\n", "\n");
                check(&text, Self::LIMIT, $allowed)?;
                Ok(Self(text))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(typed: String) -> Result<Self, TextError> {
                Self::parse(&typed)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        /// What people typed may be about somebody, so it never reaches a log line.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("…")
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "minLength": 1, "maxLength": $limit })
            }
        }
    )*};
}

texts! {
    /// One line: a name, a place, a short answer.
    Line limit 200 allows &[];
    /// As much as somebody wants to say, in paragraphs.
    Words limit 20_000 allows &['\n', '\t'];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_script_are_kept_as_they_are() {
        for name in ["Zoë Ní Bhriain", "王秀英", "محمد", "Đặng Thị Hà", "O’Brien-Ngũgĩ", "👩🏾‍🦽 Jo"]
        {
            assert_eq!(Line::parse(name).map(String::from), Ok(name.to_owned()));
        }
    }

    #[test]
    fn a_megabyte_in_a_line_is_refused_with_its_length() {
        let typed = "a".repeat(1_000_000);
        assert_eq!(Line::parse(&typed), Err(TextError::TooLong { limit: 200, length: 1_000_000 }));
    }

    #[test]
    fn a_control_character_is_named_by_its_place() {
        assert_eq!(Line::parse("Gor\u{0}don"), Err(TextError::ControlCharacter { at: 4 }));
        assert_eq!(Line::parse("two\nlines"), Err(TextError::ControlCharacter { at: 4 }));
        assert!(Words::parse("two\r\nlines").is_ok_and(|words| words.as_str() == "two\nlines"));
    }

    #[test]
    fn text_does_not_print_itself() {
        assert_eq!(format!("{:?}", Line::parse("Gordon")), "Ok(…)");
    }
}
