//! Easy Read: one idea a sentence, a picture beside it, everyday words, dates written out. Our own
//! sentences have at most fifteen words; what somebody said themselves stays as they said it.
//!
//! Source: Easy Read output rules of the Accessible Information Standard's practice.

mod ending;
mod hours;
mod loves;
mod needs;
mod people;
mod symbol;

pub use ending::{beside, call, knows, together, who};
pub use hours::{hours, whole_date};
pub use loves::loves;
pub use needs::needs;
pub use people::{circle, intro};
pub use symbol::symbol;

use super::split::sentences;

/// A picture and what stands beside it: a sentence, or two that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// A Lucide name.
    pub icon: &'static str,
    /// One idea each.
    pub lines: Vec<String>,
    /// Whether a line is left on the paper to write on by hand.
    pub by_hand: bool,
}

impl Said {
    /// One sentence.
    pub fn new(icon: &'static str, line: impl Into<String>) -> Self {
        Self { icon, lines: vec![line.into()], by_hand: false }
    }

    /// The same with a line to write on by hand, for what is on no record.
    #[must_use]
    pub fn by_hand(mut self) -> Self {
        self.by_hand = true;
        self
    }

    /// The same with one more sentence.
    #[must_use]
    pub fn and(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }
}

/// Their own words, a sentence a picture: the picture of what it speaks of, or the one given.
pub fn own_words(text: &str, otherwise: &'static str) -> Vec<Said> {
    let said = |sentence: String| Said::new(symbol(&sentence).unwrap_or(otherwise), sentence);
    sentences(text).into_iter().map(said).collect()
}

#[cfg(test)]
pub(crate) mod proof {
    use super::Said;

    /// Words that one of our own sentences may have.
    const MOST_WORDS: usize = 15;

    /// What holds for every sentence of ours: short, closed by a full stop, with a picture that is there.
    pub(crate) fn is_easy<'a>(all: impl IntoIterator<Item = &'a Said>) {
        for said in all {
            assert!(crate::look::has_icon(said.icon), "{} is not there", said.icon);
            assert!(!said.lines.is_empty());
            for line in &said.lines {
                let words = line.split_whitespace().count();
                assert!((2..=MOST_WORDS).contains(&words), "{words} words: {line}");
                assert!(line.ends_with('.') && !line.contains(';'), "{line}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_keep_every_word_and_get_the_picture_of_what_they_speak_of() {
        let said =
            own_words("Being outside. My brother Lee.\nSomething else entirely, and rather long", "heart");
        let pictures: Vec<_> = said.iter().map(|one| (one.icon, one.lines[0].as_str())).collect();
        assert_eq!(
            pictures,
            [
                ("sun", "Being outside."),
                ("users", "My brother Lee."),
                ("heart", "Something else entirely, and rather long"),
            ]
        );
    }
}
