//! Some ids in the text of a question: `id IN ($3, $4, …)`.
//!
//! A text is planned by each connection that asks it for the first time, and a list of eleven is another text than one of
//! twelve. So there are few: as many places as the next power of two, the last of the ids repeated in those left over.

use uuid::Uuid;

/// Ids, with a place in the text for each.
pub(super) struct Among {
    ids: Vec<Uuid>,
    places: String,
}

impl Among {
    /// The places are numbered from `first`. Of no ids there are no places, which no database reads: ask nothing then.
    pub(super) fn new(first: usize, ids: impl IntoIterator<Item = Uuid>) -> Self {
        let mut ids: Vec<Uuid> = ids.into_iter().collect();
        if let Some(last) = ids.last().copied() {
            ids.resize(ids.len().next_power_of_two(), last);
        }
        let places: Vec<String> = (first..).take(ids.len()).map(|place| format!("${place}")).collect();
        Self { ids, places: places.join(", ") }
    }

    /// `$3, $4`
    pub(super) fn places(&self) -> &str {
        &self.places
    }

    /// What is to be bound to them, in order.
    pub(super) fn ids(&self) -> &[Uuid] {
        &self.ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_nearly_one_length_are_one_text() {
        let of = |count: u128| Among::new(3, (1..=count).map(Uuid::from_u128));
        assert_eq!(of(3).places(), "$3, $4, $5, $6");
        assert_eq!(of(3).places(), of(4).places());
        assert_eq!(of(3).ids(), [1, 2, 3, 3].map(Uuid::from_u128));
        assert_eq!(of(1).places(), "$3");
        assert_eq!(of(0).places(), "");
    }
}
