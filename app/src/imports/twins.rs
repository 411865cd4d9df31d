//! Rows of one list that are like each other: by a name and a date of birth as people on record are, or by a number
//! that both have.

use std::collections::HashMap;

use domain::person::codes::IdentifierScheme;
use domain::person::identifier::nhs_number;

use crate::alike::{Marks, Trait};
use crate::commands::Arrival;
use crate::folded::folded;

/// What two rows have in common.
#[derive(PartialEq, Eq, Hash)]
enum Common {
    Trait(Trait),
    Number(IdentifierScheme, String),
}

/// Rows by what they have in common with others; a row is looked for once for each of its traits, however long the list.
#[derive(Default)]
pub(super) struct Twins {
    first: HashMap<Common, usize>,
}

/// Which rows above a row is like.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Twin {
    /// One that looks like it.
    pub(super) like: Option<usize>,
    /// One that has the same NHS number, which is one person's.
    pub(super) number: Option<usize>,
}

impl Twins {
    /// What the rows above have in common with this one, which is known to those below from now on.
    pub(super) fn meet(&mut self, row: usize, arrival: &Arrival) -> Twin {
        let marks = marks(arrival);
        let numbers = numbers(arrival);
        let above = |scheme: fn(IdentifierScheme) -> bool| {
            let kept = numbers.iter().filter(move |(kind, _)| scheme(*kind)).cloned();
            kept.filter_map(|(kind, number)| self.first.get(&Common::Number(kind, number)).copied()).min()
        };
        let number = above(|scheme| scheme == IdentifierScheme::NhsNumber);
        let reference = above(|scheme| scheme != IdentifierScheme::NhsNumber);
        let sought = marks.sought().into_iter().map(Common::Trait);
        let like = sought.filter_map(|wanted| self.first.get(&wanted).copied()).chain(reference).min();
        let shown = marks.shown().into_iter().map(Common::Trait);
        for common in shown.chain(numbers.into_iter().map(|(kind, number)| Common::Number(kind, number))) {
            self.first.entry(common).or_insert(row);
        }
        Twin { like, number }
    }
}

/// Rows that have anything in common, by the first of them: such rows are taken in one after the other, because what is
/// asked of one depends on whether the other is here.
#[derive(Default)]
pub(super) struct Together {
    /// For each place its group's first, or one nearer to it.
    above: Vec<usize>,
    places: HashMap<usize, usize>,
}

impl Together {
    /// Of rows, with who arrives with each.
    pub(super) fn of<'a>(rows: impl Iterator<Item = (usize, &'a Arrival)>) -> Self {
        let mut together = Self::default();
        let mut known: HashMap<Common, usize> = HashMap::new();
        for (place, (row, arrival)) in rows.enumerate() {
            together.above.push(place);
            together.places.insert(row, place);
            let shown = marks(arrival).shown().into_iter().map(Common::Trait);
            let numbers = numbers(arrival).into_iter().map(|(kind, number)| Common::Number(kind, number));
            for common in shown.chain(numbers) {
                let other = *known.entry(common).or_insert(place);
                together.join(place, other);
            }
        }
        together
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.above[one.max(other)] = one.min(other);
    }

    fn root(&mut self, mut place: usize) -> usize {
        while self.above[place] != place {
            self.above[place] = self.above[self.above[place]];
            place = self.above[place];
        }
        place
    }

    /// The group of a row, as a number, and whether the row is the first of it.
    pub(super) fn group(&mut self, row: usize) -> Option<(usize, bool)> {
        let place = *self.places.get(&row)?;
        let root = self.root(place);
        Some((root, root == place))
    }
}

fn marks(arrival: &Arrival) -> Marks {
    Marks::of(arrival.details.name.as_str(), arrival.details.born_on)
}

/// Their numbers as they are compared. A reference without a digit ("none", "n/a") is nobody's.
fn numbers(arrival: &Arrival) -> Vec<(IdentifierScheme, String)> {
    let one = |(scheme, value): &(IdentifierScheme, domain::shared::text::Line)| {
        let number = match scheme {
            IdentifierScheme::NhsNumber => nhs_number(value).ok()?.to_string(),
            _ => folded(value.as_str()).replace(' ', ""),
        };
        number.chars().any(|c| c.is_ascii_digit()).then_some((*scheme, number))
    };
    arrival.identifiers.iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use domain::person::codes::PersonKind;
    use domain::person::records::Details;
    use domain::shared::text::Line;

    use super::*;

    fn arrival(name: &str, born: &str, numbers: &[(IdentifierScheme, &str)]) -> Arrival {
        let line = |text: &str| Line::parse(text).unwrap();
        let details = Details {
            name: line(name),
            known_as: None,
            born_on: born.parse().ok(),
            phone: None,
            email: None,
            address: None,
            area: None,
        };
        Arrival {
            person_id: Default::default(),
            kind: PersonKind::Supported,
            details,
            different_from: Vec::new(),
            identifiers: numbers.iter().map(|(scheme, text)| (*scheme, line(text))).collect(),
            needs: Vec::new(),
            interests: Vec::new(),
            referral: None,
        }
    }

    fn met(list: &[Arrival]) -> Vec<Twin> {
        let mut twins = Twins::default();
        list.iter().enumerate().map(|(row, one)| twins.meet(row, one)).collect()
    }

    #[test]
    fn a_row_is_like_the_first_above_that_looks_so_or_has_its_number() {
        use IdentifierScheme::{CouncilReference, NhsNumber, OtherReference};
        let list = [
            arrival("Gordon Wells", "1971-06-14", &[(NhsNumber, "943 476 5919"), (CouncilReference, "C 12")]),
            arrival("GORDON WELLS", "", &[(OtherReference, "n/a")]),
            arrival("Ivy Wells", "1971-06-14", &[(OtherReference, "n/a")]),
            arrival("Ruby Novak", "", &[(CouncilReference, "c 12")]),
            arrival("Mei Chen", "", &[(NhsNumber, "9434765919")]),
            arrival("Owen Rees", "1971-06-14", &[(OtherReference, "C 12")]),
        ];
        let like = |row| Twin { like: Some(row), number: None };
        let nobody = Twin::default();
        let number = Twin { like: None, number: Some(0) };
        assert_eq!(met(&list), [nobody, like(0), like(0), like(0), number, nobody]);
    }

    #[test]
    fn rows_that_have_anything_in_common_are_one_group_and_its_first_row_is_known() {
        let list = [
            arrival("Gordon Wells", "1970-01-01", &[]),
            arrival("Ivy Bloom", "1970-01-01", &[]),
            arrival("Gordon Wells", "1980-01-01", &[]),
            arrival("Ann Bloom", "1970-01-01", &[]),
            arrival("Gordon Wells", "", &[]),
            arrival("Mei Chen", "", &[]),
        ];
        let mut together = Together::of((10..).zip(&list));
        let groups: Vec<_> = (10..16).map(|row| together.group(row)).collect();
        let (first, later) = (|group| Some((group, true)), |group| Some((group, false)));
        assert_eq!(groups, [first(0), first(1), later(0), later(1), later(0), first(5)]);
        assert_eq!(together.group(3), None);
    }
}
