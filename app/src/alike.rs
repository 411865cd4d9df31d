//! When somebody about to be registered may be somebody who is known: a like name with the same or no date of birth. One
//! function says so, of people on record and of the rows of a list.

use chrono::NaiveDate;

use crate::folded::folded;

/// What two who may be the same have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Trait {
    /// The whole name.
    Name(String),
    /// The whole name, and the date of birth or that it is not known.
    NameAndBirth(String, Option<NaiveDate>),
    /// The date of birth, and a word of the name.
    BirthAndWord(NaiveDate, String),
}

/// A name and a date of birth, as they are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    name: String,
    born_on: Option<NaiveDate>,
}

impl Marks {
    /// Of somebody.
    pub fn of(name: &str, born_on: Option<NaiveDate>) -> Self {
        Self { name: folded(name), born_on }
    }

    /// The name, folded.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first and the last word of the name.
    pub fn ends(&self) -> [&str; 2] {
        let mut words = self.name.split(' ');
        let first = words.next().unwrap_or_default();
        [first, words.next_back().unwrap_or(first)]
    }

    /// By what somebody who is known is found.
    pub fn shown(&self) -> Vec<Trait> {
        let whole = [Trait::Name(self.name.clone()), Trait::NameAndBirth(self.name.clone(), self.born_on)];
        let words = self.born_on.into_iter().flat_map(|born_on| {
            self.name.split(' ').map(move |word| Trait::BirthAndWord(born_on, word.to_owned()))
        });
        whole.into_iter().chain(words).collect()
    }

    /// What is looked for in those who are known.
    pub fn sought(&self) -> Vec<Trait> {
        let Some(born_on) = self.born_on else { return vec![Trait::Name(self.name.clone())] };
        let whole = [Some(born_on), None].map(|born_on| Trait::NameAndBirth(self.name.clone(), born_on));
        let words = self.ends().map(|word| Trait::BirthAndWord(born_on, word.to_owned()));
        whole.into_iter().chain(words).collect()
    }

    /// Whether this newcomer may be somebody who is known.
    pub fn looks_like(&self, known: &Self) -> bool {
        let shown = known.shown();
        self.sought().iter().any(|wanted| shown.contains(wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(newcomer: (&str, &str), known: (&str, &str)) -> bool {
        let of = |(name, born): (&str, &str)| Marks::of(name, born.parse().ok());
        of(newcomer).looks_like(&of(known))
    }

    #[test]
    fn the_same_name_is_like_unless_they_were_born_on_different_days() {
        assert!(like(("Zoë O’Brien", "1971-06-14"), ("ZOE OBRIEN", "1971-06-14")));
        assert!(like(("Gordon Wells", ""), ("Gordon Wells", "1971-06-14")));
        assert!(like(("Gordon Wells", "1971-06-14"), ("Gordon Wells", "")));
        assert!(!like(("Gordon Wells", "1971-06-14"), ("Gordon Wells", "1971-06-15")));
    }

    #[test]
    fn the_same_birthday_takes_a_first_or_a_last_name_besides() {
        let born = "1971-06-14";
        assert!(like(("Gordon Wells", born), ("Gordon James", born)));
        assert!(like(("Gordon Wells", born), ("James Wells", born)));
        assert!(like(("Maria Kern", born), ("Eva Maria Bell", born)));
        assert!(!like(("Eva Maria Bell", born), ("Maria Kern", born)), "a middle name is not looked for");
        assert!(!like(("Gordon Wells", born), ("Gordon James", "")));
        assert!(!like(("Ann", born), ("Anna Bell", born)), "a word and not its beginning");
    }

    #[test]
    fn whoever_looks_alike_shows_something_of_what_the_other_shows() {
        for (one, other) in [
            (("Gordon Wells", "1971-06-14"), ("Gordon Wells", "")),
            (("Maria Kern", "1971-06-14"), ("Eva Maria Bell", "1971-06-14")),
        ] {
            let [one, other] = [one, other].map(|(name, born)| Marks::of(name, born.parse().ok()));
            assert!(one.looks_like(&other));
            assert!(one.shown().iter().any(|mark| other.shown().contains(mark)));
        }
    }
}
