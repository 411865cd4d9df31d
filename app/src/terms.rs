//! What an organisation calls the things that people love. Everybody's own words stay as they were typed,
//! in the events; a term puts several ways of writing the same together when they are read.
//!
//! A change says that one term is called otherwise from now on. It names that term by a digest, so that what
//! somebody typed does not outlive them here, and it can be undone at any time.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use async_trait::async_trait;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use domain::shared::ids::{AccountId, OrganisationId, PersonId, TermChangeId, TermId};
use domain::shared::text::Line;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::App;
use crate::access::Connecting;
use crate::error::{Failure, Refusal};
use crate::folded::folded;
use crate::views::matching::Loved;

/// One term is called otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermChange {
    /// This change; given by the form, so that sending it twice happens once.
    pub change_id: TermChangeId,
    /// Which term.
    pub from: TermId,
    /// What it is called from now on: a new name, or that of the term it joins.
    pub became: String,
    /// Who said so.
    pub by: AccountId,
    /// When.
    pub changed_at: DateTime<Utc>,
    /// When it was undone; `None` while it holds.
    pub undone_at: Option<DateTime<Utc>>,
}

/// A term that is in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// This term.
    pub id: TermId,
    /// What it is called.
    pub name: String,
    /// How people wrote it, each way once.
    pub written: Vec<String>,
    /// How many people love it.
    pub people: usize,
}

/// The terms of an organisation, as the changes that hold leave them.
#[derive(Debug, Clone, Default)]
pub struct TermBook {
    organisation: OrganisationId,
    called: HashMap<TermId, String>,
}

/// Where changes are kept.
#[async_trait]
pub trait Terms: Send + Sync {
    /// Every change of an organisation, oldest first, undone ones too.
    async fn changes(&self, organisation: OrganisationId) -> Result<Vec<TermChange>, Failure>;

    /// Keeps one; of an id that is there already nothing is changed.
    async fn keep(&self, who: &Connecting<'_>, change: &TermChange) -> Result<(), Failure>;

    /// Undoes one, if it is there and holds.
    async fn undo(&self, who: &Connecting<'_>, id: TermChangeId, at: DateTime<Utc>) -> Result<(), Failure>;
}

/// Whether a folded name holds each of the words, however they are written.
pub fn holds(folded_name: &str, words: &str) -> bool {
    folded(words).split(' ').all(|word| folded_name.contains(word))
}

/// The id of a name in an organisation, however it is written.
pub fn term_id(organisation: OrganisationId, name: &str) -> TermId {
    let digest = Sha256::new()
        .chain_update(organisation.uuid().as_bytes())
        .chain_update(folded(name).as_bytes())
        .finalize();
    let mut first = [0; 16];
    first.copy_from_slice(&digest[..16]);
    TermId(Uuid::from_bytes(first))
}

impl TermBook {
    /// The book after these changes, oldest first; undone ones are left out.
    pub fn of(organisation: OrganisationId, changes: &[TermChange]) -> Self {
        let mut book = Self { organisation, called: HashMap::new() };
        for change in changes.iter().filter(|change| change.undone_at.is_none()) {
            book.take_in(change.from, &change.became);
        }
        book
    }

    /// What a term becomes is a term of its own again, whatever was said of it before: so nothing goes round
    /// in a circle.
    fn take_in(&mut self, from: TermId, became: &str) {
        self.called.remove(&self.id(became));
        self.called.insert(from, became.to_owned());
    }

    pub(crate) fn id(&self, name: &str) -> TermId {
        term_id(self.organisation, name)
    }

    /// What a thing that somebody loves is called, as they wrote it when nobody said otherwise.
    pub fn term<'a>(&'a self, typed: &'a str) -> &'a str {
        let mut name = typed;
        // Each step leads to another name, and there are no more steps than names.
        for _ in 0..=self.called.len() {
            match self.called.get(&self.id(name)) {
                Some(next) if next != name => name = next,
                _ => break,
            }
        }
        name
    }

    /// The term that a term has become; itself when nobody said otherwise.
    pub fn now(&self, id: TermId) -> TermId {
        let mut at = id;
        for _ in 0..=self.called.len() {
            match self.called.get(&at).map(|next| self.id(next)) {
                Some(next) if next != at => at = next,
                _ => break,
            }
        }
        at
    }

    /// The names that were given and hold, each as it came to be; one that several terms came to, several times.
    pub(crate) fn given(&self) -> impl Iterator<Item = &str> {
        self.called.values().map(|name| self.term(name))
    }

    /// Every term that has become another, with what it is now: nothing for the others, so that a long list is
    /// looked through quickly.
    pub fn changed(&self) -> HashMap<TermId, TermId> {
        let changed = self.called.keys().map(|id| (*id, self.now(*id)));
        changed.filter(|(was, is)| was != is).collect()
    }

    /// Whether a name, however it is written, has this id.
    pub fn is(&self, id: TermId, name: &str) -> bool {
        self.id(name) == id
    }

    /// The terms that were written otherwise and are called by these words now.
    pub fn called_so(&self, words: &str) -> BTreeSet<TermId> {
        let called = self.called.iter().filter(|(_, name)| holds(&folded(self.term(name)), words));
        called.map(|(id, _)| *id).collect()
    }

    /// Whether two people who wrote this love the same.
    pub fn same(&self, one: &str, other: &str) -> bool {
        folded(self.term(one)) == folded(self.term(other))
    }

    /// The terms in use, those that most people love first. Whoever loves what became one term counts once.
    pub fn in_use(&self, loved: Vec<Loved>) -> Vec<Term> {
        let mut found: BTreeMap<TermId, (Term, HashSet<PersonId>)> = BTreeMap::new();
        for Loved { written, people, .. } in loved {
            let Some(name) = written.first().map(|typed| self.term(typed)) else { continue };
            let id = self.id(name);
            let fresh = || Term { id, name: name.to_owned(), written: Vec::new(), people: 0 };
            let (term, all) = found.entry(id).or_insert_with(|| (fresh(), HashSet::new()));
            term.written.extend(written);
            match all.is_empty() {
                true => *all = people.into_iter().collect(),
                false => all.extend(people),
            }
        }
        let mut terms: Vec<Term> = found
            .into_values()
            .map(|(mut term, people)| {
                term.written.sort();
                term.people = people.len();
                term
            })
            .collect();
        terms.sort_by_key(|term| (std::cmp::Reverse(term.people), folded(&term.name)));
        terms
    }
}

/// The terms as a team lead looks after them.
#[derive(Debug, Clone)]
pub struct TermList {
    /// The book.
    pub book: TermBook,
    /// Those in use.
    pub terms: Vec<Term>,
    /// Every change, the latest first.
    pub changes: Vec<TermChange>,
}

impl App {
    /// The book of the viewer's organisation.
    pub async fn term_book(&self, who: &Connecting<'_>) -> Result<TermBook, Failure> {
        let changes = self.terms.changes(who.organisation()).await?;
        Ok(TermBook::of(who.organisation(), &changes))
    }

    /// The terms in use with how many people love each, for a team lead.
    pub async fn term_list(&self, who: &Connecting<'_>) -> Result<TermList, Refusal> {
        if !who.leads() {
            return Err(Refusal::NotYours);
        }
        let mut changes = self.terms.changes(who.organisation()).await?;
        let book = TermBook::of(who.organisation(), &changes);
        let loved = self.views.loved(who).await?;
        changes.reverse();
        Ok(TermList { terms: book.in_use(loved), book, changes })
    }

    /// Calls a term otherwise; by the name of another it joins that one.
    pub async fn call_term(
        &self,
        who: &Connecting<'_>,
        change_id: TermChangeId,
        from: TermId,
        became: &Line,
    ) -> Result<(), Refusal> {
        if !who.leads() {
            return Err(Refusal::NotYours);
        }
        let changes = self.terms.changes(who.organisation()).await?;
        let book = TermBook::of(who.organisation(), &changes);
        // A way of writing another term means that term.
        let known = book.term(became.as_str());
        let became = if term_id(who.organisation(), known) == from { became.as_str() } else { known };
        // The order in which changes were made decides what they come to, so no two are of one instant.
        let after_the_last = changes.last().map(|last| last.changed_at + TimeDelta::microseconds(1));
        let changed_at = after_the_last.map_or(self.moment(), |after| after.max(self.moment()));
        let (by, became) = (who.account(), became.to_owned());
        let change = TermChange { change_id, from, became, by, changed_at, undone_at: None };
        Ok(self.terms.keep(who, &change).await?)
    }

    /// Undoes a change; the others stay as they are.
    pub async fn undo_term_change(&self, who: &Connecting<'_>, id: TermChangeId) -> Result<(), Refusal> {
        if !who.leads() {
            return Err(Refusal::NotYours);
        }
        Ok(self.terms.undo(who, id, self.moment()).await?)
    }

    /// Now, to the microsecond that both databases keep.
    pub(crate) fn moment(&self) -> DateTime<Utc> {
        self.clock.now().trunc_subsecs(6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(changes: &[(&str, &str)]) -> TermBook {
        let house = OrganisationId::default();
        let changes: Vec<TermChange> =
            changes.iter().map(|(from, became)| change(house, from, became)).collect();
        TermBook::of(house, &changes)
    }

    fn change(house: OrganisationId, from: &str, became: &str) -> TermChange {
        TermChange {
            change_id: TermChangeId::default(),
            from: term_id(house, from),
            became: became.to_owned(),
            by: AccountId::default(),
            changed_at: DateTime::UNIX_EPOCH,
            undone_at: None,
        }
    }

    #[test]
    fn names_are_compared_without_capitals_accents_and_double_spaces() {
        let house = OrganisationId::default();
        assert_eq!(term_id(house, "Łowić ryby"), term_id(house, "lowic  RYBY"));
        assert_ne!(term_id(house, "trains"), term_id(OrganisationId(Uuid::from_u128(1)), "trains"));
    }

    #[test]
    fn a_term_that_joins_another_takes_along_what_had_joined_it() {
        let told = book(&[("veg", "growing vegetables"), ("Growing Vegetables", "gardening")]);
        assert_eq!(told.term("Veg"), "gardening");
        assert!(told.same("veg", "GARDENING") && !told.same("veg", "trains"));
        assert_eq!(told.term("trains"), "trains");
        let id = |name: &str| term_id(OrganisationId::default(), name);
        assert_eq!(told.now(id("veg")), id("gardening"));
        assert_eq!(told.changed().get(&id("growing vegetables")), Some(&id("gardening")));
        assert_eq!((told.now(id("trains")), told.changed().len()), (id("trains"), 2));
    }

    #[test]
    fn words_lead_to_every_term_that_is_called_so_now() {
        let told = book(&[
            ("veg", "growing vegetables"),
            ("growing vegetables", "Gardening"),
            ("trains", "railways"),
        ]);
        let id = |name: &str| term_id(OrganisationId::default(), name);
        assert_eq!(told.called_so("garden"), [id("veg"), id("growing vegetables")].into());
        assert!(told.called_so("vegetables").is_empty(), "it is called otherwise now");
    }

    #[test]
    fn a_name_given_back_does_not_go_round_in_a_circle() {
        let told = book(&[("gardening", "growing"), ("growing", "Gardening")]);
        assert_eq!((told.term("growing"), told.term("gardening")), ("Gardening", "gardening"));
        assert!(told.same("growing", "gardening"));
        let spelled = book(&[("motown", "Motown music"), ("motown music", "Motown Music")]);
        assert_eq!(spelled.term("MOTOWN"), "Motown Music");
    }

    #[test]
    fn a_change_that_was_undone_counts_for_nothing_and_the_others_hold() {
        let house = OrganisationId::default();
        let mut changes = vec![change(house, "veg", "gardening"), change(house, "trains", "railways")];
        changes[0].undone_at = Some(DateTime::UNIX_EPOCH);
        let told = TermBook::of(house, &changes);
        assert_eq!((told.term("veg"), told.term("trains")), ("veg", "railways"));
    }
}
