//! The terms that a form offers while somebody types what a person loves: what a team lead has named, and what several
//! people wrote in the same words. What one or two wrote is theirs and is shown to nobody else.

use std::collections::HashMap;

use domain::person::Person;
use domain::person::records::{Interest, KeptInterest};
use domain::shared::ids::{InterestId, TermId};

use crate::App;
use crate::access::Connecting;
use crate::error::Failure;
use crate::folded::folded;
use crate::terms::TermBook;
use crate::views::matching::Shared;

/// So many people at least wrote what is offered, when no team lead has named it. Source: practice default, as for
/// figures about few people.
const SEVERAL: usize = 3;

/// So many are offered: a list that a phone still shows at once.
const MOST: usize = 200;

/// What is offered, with the book that knows what is the same.
#[derive(Debug, Clone)]
pub struct OfferedTerms {
    /// The book of the organisation.
    pub book: TermBook,
    /// The names, in the order of the alphabet.
    pub names: Vec<String>,
}

impl App {
    /// What a form may offer to the viewer. The question costs as much as there are terms, however many people love
    /// each and however long the log is.
    pub async fn offered_terms(&self, who: &Connecting<'_>) -> Result<OfferedTerms, Failure> {
        let book = self.term_book(who).await?;
        let shared = self.views.loved_by_several(who, SEVERAL).await?;
        let names = book.offered(shared);
        Ok(OfferedTerms { book, names })
    }
}

impl TermBook {
    /// The names that may be offered: those that a team lead gave, then those that most people wrote.
    fn offered(&self, shared: Vec<Shared>) -> Vec<String> {
        let named = self.given().map(|name| (self.id(name), (name.to_owned(), usize::MAX)));
        let mut offered: HashMap<TermId, (String, usize)> = named.collect();
        // What has become another term is offered under the name that it was given.
        let still = shared.into_iter().filter(|one| self.now(one.term) == one.term);
        for Shared { term, name, people } in still {
            offered.entry(term).or_insert((name, people));
        }
        let mut offered: Vec<(usize, String, String)> =
            offered.into_values().map(|(name, people)| (people, folded(&name), name)).collect();
        offered.sort_unstable_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        offered.truncate(MOST);
        offered.sort_unstable_by(|one, other| one.1.cmp(&other.1));
        offered.into_iter().map(|(_, _, name)| name).collect()
    }

    /// The interest that says of a person already what another would say: of the same term, and of the same sort.
    /// One that is recorded under the id of the other is the other.
    pub fn standing<'a>(
        &self,
        person: &'a Person,
        id: InterestId,
        new: &Interest,
    ) -> Option<&'a KeptInterest> {
        let says_it = |kept: &&KeptInterest| {
            kept.interest.get().is_some_and(|it| {
                it.kind.says_the_same_as(new.kind) && self.same(it.name.as_str(), new.name.as_str())
            })
        };
        let current = person.current_interests();
        let is_told = current.iter().any(|kept| kept.interest_id == id);
        current.into_iter().filter(|_| !is_told).find(says_it)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::shared::ids::{AccountId, OrganisationId, TermChangeId};

    use super::*;
    use crate::terms::{TermChange, term_id};

    fn id(name: &str) -> TermId {
        term_id(OrganisationId::default(), name)
    }

    fn change((from, became): &(&str, &str)) -> TermChange {
        TermChange {
            change_id: TermChangeId::default(),
            from: id(from),
            became: (*became).to_owned(),
            by: AccountId::default(),
            changed_at: DateTime::UNIX_EPOCH,
            undone_at: None,
        }
    }

    fn offered(changes: &[(&str, &str)], shared: &[(&str, usize)]) -> Vec<String> {
        let changes: Vec<TermChange> = changes.iter().map(change).collect();
        let shared = shared.iter();
        let shared =
            shared.map(|(name, people)| Shared { term: id(name), name: (*name).to_owned(), people: *people });
        TermBook::of(OrganisationId::default(), &changes).offered(shared.collect())
    }

    #[test]
    fn what_a_team_lead_named_and_what_several_share_is_offered_each_once_in_the_order_of_the_alphabet() {
        let shared = [("trains", 4), ("Gardening", 3), ("veg", 9), ("Éclairs", 3)];
        assert_eq!(offered(&[("veg", "gardening")], &shared), ["Éclairs", "gardening", "trains"]);
        assert_eq!(offered(&[("veg", "plots"), ("plots", "gardening")], &[]), ["gardening"]);
        assert_eq!(offered(&[("motown", "Motown Music"), ("motown music", "Motown")], &[]), ["Motown"]);
    }

    #[test]
    fn of_very_many_the_named_ones_and_those_that_most_people_share_are_offered() {
        let many: Vec<(String, usize)> = (0..300).map(|n| (format!("thing {n:03}"), 3 + n)).collect();
        let many: Vec<(&str, usize)> = many.iter().map(|(name, people)| (name.as_str(), *people)).collect();
        let names = offered(&[("veg", "gardening")], &many);
        assert_eq!((names.len(), names[0].as_str()), (MOST, "gardening"));
        assert!(names.contains(&"thing 299".to_owned()) && !names.contains(&"thing 000".to_owned()));
    }
}
