//! What people type. A [`Line`] is a name or a short answer, [`Words`] is as much as somebody wants
//! to say. Both keep any script; both refuse what could not be shown or printed again.
//!
//! What is newly typed is looked at more strictly than what was kept: an event that was recorded is read
//! again for ever, whatever is learnt later about what should not have been taken.

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
    /// Characters alone that leave no mark, such as spaces of no width.
    #[error("This has nothing in it that can be seen")]
    Invisible,
    /// A character that turns the direction of what stands around it, far beyond its own line.
    #[error("Character {at} changes the direction of the words around it; please remove it")]
    TurnsDirection {
        /// Which character, counted from one.
        at: usize,
    },
}

/// Direction overrides, embeddings and isolates. Letters of any script know their direction without them.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character leaves a mark. Source: Unicode, Default_Ignorable_Code_Point, and the blank of Braille.
/// Joiners are among those that do not, and stay welcome between letters and pictures.
fn can_be_seen(c: char) -> bool {
    let ignorable = matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}');
    !ignorable && !c.is_whitespace() && !c.is_control()
}

/// What is asked of newly typed text beyond [`check`].
fn check_typed(text: &str, is_line: bool) -> Result<(), TextError> {
    if !text.chars().any(can_be_seen) {
        return Err(TextError::Invisible);
    }
    match text.chars().position(|c| is_line && turns_direction(c)) {
        Some(before) => Err(TextError::TurnsDirection { at: before + 1 }),
        None => Ok(()),
    }
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
            /// Control characters that are taken: those of several lines.
            const ALLOWED: &[char] = &$allowed;

            /// Takes what was typed: spaces at the ends go, line ends become one kind.
            pub fn parse(typed: &str) -> Result<Self, TextError> {
                let text = Self::of(typed)?;
                check_typed(&text.0, Self::ALLOWED.is_empty())?;
                Ok(text)
            }

            fn of(text: &str) -> Result<Self, TextError> {
                let text = text.trim().replace("\r\n", "\n");
                check(&text, Self::LIMIT, Self::ALLOWED)?;
                Ok(Self(text))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        /// Reads what was kept.
        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(kept: String) -> Result<Self, TextError> {
                Self::of(&kept)
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
    Line limit 200 allows [];
    /// As much as somebody wants to say, in paragraphs.
    Words limit 20_000 allows ['\n', '\t'];
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
    fn a_name_that_nobody_can_see_is_refused_and_joiners_within_one_are_kept() {
        for name in ["\u{200B}", "\u{200D}\u{FEFF}", "\u{2800}", "\u{3164} \u{AD}", "\u{E0041}"] {
            assert_eq!(Line::parse(name), Err(TextError::Invisible), "{name:?}");
            assert_eq!(Words::parse(name), Err(TextError::Invisible), "{name:?}");
        }
        for name in ["می\u{200C}خواهم", "क्\u{200D}ष", "👩🏾\u{200D}🦽", "e\u{301}", "☎\u{FE0F}"]
        {
            assert!(Line::parse(name).is_ok(), "{name:?}");
        }
    }

    #[test]
    fn a_name_that_turns_the_words_around_it_is_refused_by_the_place_of_the_character() {
        for turning in ['\u{202A}', '\u{202E}', '\u{2066}', '\u{2069}'] {
            assert_eq!(Line::parse(&format!("Pat{turning}nodroG")), Err(TextError::TurnsDirection { at: 4 }));
        }
        assert!(Words::parse("Call \u{202A}0191\u{202C} first").is_ok(), "a pasted number among words");
    }

    #[test]
    fn what_was_kept_before_is_read_whatever_is_refused_now() {
        for kept in ["\"\u{200B}\"", "\"Pat\u{202E}nodroG\""] {
            assert!(serde_json::from_str::<Line>(kept).is_ok(), "{kept:?}");
        }
        assert!(serde_json::from_str::<Line>("\"\"").is_err());
    }

    #[test]
    fn text_does_not_print_itself() {
        assert_eq!(format!("{:?}", Line::parse("Gordon")), "Ok(…)");
    }
}
