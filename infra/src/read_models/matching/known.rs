//! Everybody's facts in memory, per organisation, with who loves what: reading them anew for every list, or
//! looking at everybody to find the few who share something, is what would cost.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use app::error::Failure;
use app::views::matching::{Everybody, Gathered, Loved, Matchable, Shared, Sharing};
use domain::matching::Facts;
use domain::shared::ids::{PersonId, TermId};
use sqlx::FromRow;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::super::follow::{Changed, Followed};
use super::super::parse;
use crate::database::Database;

const CHANGED: &str = "SELECT organisation, id, gone, summary, facts, changed_at FROM people
     WHERE changed_at > $1 ORDER BY changed_at LIMIT $2";

/// Facts as they were at a position of the log.
#[derive(Clone, Default)]
pub(in super::super) struct Known {
    /// One follows at a time.
    followed: Arc<Mutex<Followed>>,
    houses: Arc<RwLock<HashMap<Uuid, House>>>,
}

/// The people of one organisation who are not gone. Each has a place, so that who shares something is a set of small
/// numbers, and a list of thousands is made by going through memory once.
#[derive(Default)]
pub(super) struct House {
    /// Shared with whoever asked: it is copied only when somebody changes while they read, and no person with it.
    everybody: Everybody,
    /// Places that nobody has any more.
    free: Vec<u32>,
    places: HashMap<PersonId, u32>,
    /// Who loves what, each under the term of the word it was written with.
    loving: HashMap<TermId, Loving>,
    /// Of whom nobody knows what they love.
    untold: BTreeSet<u32>,
    /// Records that were put together with another, each with the one that counts.
    same: HashMap<PersonId, PersonId>,
}

#[derive(Default)]
struct Loving {
    people: BTreeSet<u32>,
    /// How often it was written in which way.
    written: BTreeMap<String, usize>,
}

#[derive(FromRow)]
struct Row {
    organisation: Uuid,
    id: Uuid,
    gone: bool,
    summary: String,
    facts: String,
    changed_at: i64,
}

impl Changed for Row {
    fn changed_at(&self) -> i64 {
        self.changed_at
    }
}

impl Known {
    /// Takes in what changed, and answers one question about the people of an organisation.
    pub(super) async fn ask<T: Default>(
        &self,
        database: &Database,
        organisation: Uuid,
        question: impl FnOnce(&House) -> T,
    ) -> Result<T, Failure> {
        self.follow(database).await?;
        Ok(self.read().get(&organisation).map(question).unwrap_or_default())
    }

    fn read(&self) -> RwLockReadGuard<'_, HashMap<Uuid, House>> {
        self.houses.read().unwrap_or_else(PoisonError::into_inner)
    }

    async fn follow(&self, database: &Database) -> Result<(), Failure> {
        let mut followed = self.followed.lock().await;
        if followed.begins_anew(database, "people").await? {
            self.houses.write().unwrap_or_else(PoisonError::into_inner).clear();
        }
        loop {
            let (rows, whole) = followed.next::<Row>(database, CHANGED).await?;
            let mut read = Vec::with_capacity(rows.len());
            let last = rows.last().map(|row| row.changed_at);
            for row in rows {
                let one = match row.gone {
                    true => None,
                    false => Some(Matchable { person: parse(&row.summary)?, facts: parse(&row.facts)? }),
                };
                read.push((row.organisation, PersonId(row.id), one));
            }
            let mut houses = self.houses.write().unwrap_or_else(PoisonError::into_inner);
            for (organisation, id, one) in read {
                houses.entry(organisation).or_default().take(id, one);
            }
            followed.took(last);
            if whole {
                return Ok(());
            }
        }
    }
}

impl House {
    /// Puts somebody in the place of what was known of them; nobody in it once they are gone.
    fn take(&mut self, id: PersonId, one: Option<Matchable>) {
        let everybody = Arc::make_mut(&mut self.everybody);
        let known = self.places.get(&id).copied();
        if let Some((place, was)) = known.and_then(|place| Some((place, everybody[place as usize].take()?))) {
            self.untold.remove(&place);
            self.same.retain(|_, counts| *counts != id);
            for (term, love) in &was.facts.loves {
                let Some(loving) = self.loving.get_mut(term) else { continue };
                loving.people.remove(&place);
                if let Some(times) = loving.written.get_mut(love.name.as_str()) {
                    *times -= 1;
                }
                loving.written.retain(|_, times| *times > 0);
            }
        }
        let Some(one) = one else {
            self.free.extend(self.places.remove(&id));
            return;
        };
        let place = known.or_else(|| self.free.pop()).unwrap_or_else(|| {
            everybody.push(None);
            (everybody.len() - 1) as u32
        });
        for (term, love) in &one.facts.loves {
            let loving = self.loving.entry(*term).or_default();
            loving.people.insert(place);
            *loving.written.entry(love.name.to_string()).or_default() += 1;
        }
        self.same.extend(one.facts.also.iter().map(|other| (*other, id)));
        if one.facts.loves.is_empty() {
            self.untold.insert(place);
        }
        self.places.insert(id, place);
        everybody[place as usize] = Some(Arc::new(one));
    }

    /// Every place.
    pub(super) fn everybody(&self) -> Vec<u32> {
        (0..self.everybody.len() as u32).collect()
    }

    /// The places of those who share something.
    pub(super) fn sharing(&self, sharing: &Sharing) -> Vec<u32> {
        let mut meant = vec![false; self.everybody.len()];
        let loving = sharing.terms.iter().filter_map(|term| self.loving.get(term));
        let places = loving.map(|loving| &loving.people).chain([&self.untold]).flatten();
        let with = sharing.with.iter().filter_map(|id| self.places.get(id));
        places.chain(with).for_each(|place| meant[*place as usize] = true);
        (0..).zip(meant).filter_map(|(place, meant)| meant.then_some(place)).collect()
    }

    /// Those in these places whom somebody could meet: the community, and those of `own`, but never themselves.
    pub(super) fn gathered(&self, mut places: Vec<u32>, own: &HashSet<PersonId>, them: PersonId) -> Gathered {
        let may_meet = |one: &Arc<Matchable>| {
            let id = one.facts.person_id;
            (!one.facts.supported || own.contains(&id)) && id != them
        };
        places.retain(|place| self.at(*place).is_some_and(may_meet));
        Gathered::new(Arc::clone(&self.everybody), places)
    }

    /// Those of these who are not gone, under the record that counts.
    pub(super) fn these(&self, ids: impl Iterator<Item = PersonId>) -> Vec<Arc<Matchable>> {
        let ids: BTreeSet<PersonId> = ids.map(|id| self.same.get(&id).copied().unwrap_or(id)).collect();
        ids.iter().filter_map(|id| self.at(*self.places.get(id)?)).cloned().collect()
    }

    /// Those who love something under one of these terms and of whom one may know: the first so many, by name.
    pub(super) fn loving(
        &self,
        terms: &BTreeSet<TermId>,
        may_know: impl Fn(&Facts) -> bool,
        limit: usize,
    ) -> Vec<PersonId> {
        let places: BTreeSet<&u32> =
            terms.iter().filter_map(|term| self.loving.get(term)).flat_map(|loving| &loving.people).collect();
        let mut known: Vec<&Arc<Matchable>> = places
            .into_iter()
            .filter_map(|place| self.at(*place))
            .filter(|one| may_know(&one.facts))
            .collect();
        let by_name = |one: &&Arc<Matchable>, other: &&Arc<Matchable>| {
            (&one.person.name, one.facts.person_id).cmp(&(&other.person.name, other.facts.person_id))
        };
        // Of a whole town only the few who are shown are put in order.
        if known.len() > limit {
            known.select_nth_unstable_by(limit, by_name);
            known.truncate(limit);
        }
        known.sort_unstable_by(by_name);
        known.into_iter().map(|one| one.facts.person_id).collect()
    }

    /// What people love, by the term of the word it was written with.
    pub(super) fn loved(&self) -> Vec<Loved> {
        let used = self.loving.iter().filter(|(_, loving)| !loving.people.is_empty());
        let ids = |places: &BTreeSet<u32>| -> Vec<PersonId> {
            places.iter().filter_map(|place| Some(self.at(*place)?.facts.person_id)).collect()
        };
        used.map(|(term, loving)| Loved {
            term: *term,
            written: loving.written.keys().cloned().collect(),
            people: ids(&loving.people),
        })
        .collect()
    }

    /// What at least so many people love, each as most of them wrote it.
    pub(super) fn loved_by_several(&self, at_least: usize) -> Vec<Shared> {
        let several = self.loving.iter().filter(|(_, loving)| loving.people.len() >= at_least);
        several
            .filter_map(|(term, loving)| {
                let (name, _) = loving.written.iter().max_by_key(|(_, times)| **times)?;
                Some(Shared { term: *term, name: name.clone(), people: loving.people.len() })
            })
            .collect()
    }

    fn at(&self, place: u32) -> Option<&Arc<Matchable>> {
        self.everybody.get(place as usize)?.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use app::views::people::PersonSummary;
    use domain::matching::{Facts, Love};
    use domain::person::codes::PersonKind;
    use domain::shared::text::Line;

    use super::*;

    fn id(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    fn term(number: u128) -> TermId {
        TermId(Uuid::from_u128(number))
    }

    /// Somebody of the community who loves some things, by their terms.
    fn somebody(number: u128, loves: &[u128]) -> Matchable {
        let love = |of: &u128| {
            let name = Line::parse(&format!("thing {of}")).expect("a line");
            (term(*of), Love { name, strength: 1, share: Default::default() })
        };
        let facts =
            Facts { person_id: id(number), loves: loves.iter().map(love).collect(), ..Facts::default() };
        let person = PersonSummary {
            person_id: id(number),
            kind: PersonKind::CommunityMember,
            name: format!("Somebody {number}"),
            called: "Somebody".to_owned(),
            born_on: None,
            area: None,
            needs: Vec::new(),
            interests: Vec::new(),
            refuses_introductions: false,
        };
        Matchable { facts, person }
    }

    /// The same with whom somebody works, or nobody any more.
    fn supported(number: u128, loves: &[u128]) -> Matchable {
        let one = somebody(number, loves);
        Matchable { facts: Facts { supported: true, ..one.facts }, ..one }
    }

    fn sharing(house: &House, terms: &[u128], with: &[u128]) -> Vec<PersonId> {
        let terms = terms.iter().map(|of| term(*of)).collect();
        let places = house.sharing(&Sharing { terms, with: with.iter().map(|of| id(*of)).collect() });
        let gathered = house.gathered(places, &HashSet::new(), id(1));
        gathered.iter().map(|one| one.facts.person_id).collect()
    }

    #[test]
    fn whoever_went_leaves_a_place_to_the_next_and_a_list_that_was_asked_for_before_stays_as_it_was() {
        let mut house = House::default();
        for one in [somebody(1, &[7]), somebody(2, &[7]), somebody(3, &[8]), somebody(4, &[])] {
            house.take(one.facts.person_id, Some(one));
        }
        assert_eq!(sharing(&house, &[7], &[]), [id(2), id(4)], "never themselves; and whoever told nothing");
        assert_eq!(sharing(&house, &[7], &[3]), [id(2), id(3), id(4)]);
        let before = house.gathered(house.everybody(), &HashSet::new(), id(1));
        house.take(id(2), None);
        house.take(id(5), Some(somebody(5, &[8])));
        house.take(id(3), Some(somebody(3, &[7])));
        assert_eq!(house.everybody.len(), 4, "the place that was left is taken");
        assert_eq!(sharing(&house, &[7], &[2]), [id(3), id(4)]);
        assert_eq!(sharing(&house, &[8], &[]), [id(5), id(4)]);
        let names: Vec<PersonId> = before.iter().map(|one| one.facts.person_id).collect();
        assert_eq!(names, [id(2), id(3), id(4)]);
        assert_eq!(before.get(1).map(|one| one.facts.person_id), Some(id(3)));
    }

    #[test]
    fn what_several_love_is_told_as_most_of_them_wrote_it_and_what_fewer_love_is_not() {
        let written = |number: u128, name: &str| {
            let one = somebody(number, &[7]);
            let name = Line::parse(name).expect("a line");
            let love = Love { name, ..one.facts.loves[&term(7)].clone() };
            Matchable { facts: Facts { loves: [(term(7), love)].into(), ..one.facts }, ..one }
        };
        let mut house = House::default();
        for one in [written(1, "Bowls"), written(2, "bowls"), written(3, "bowls"), somebody(4, &[8])] {
            house.take(one.facts.person_id, Some(one));
        }
        let bowls = Shared { term: term(7), name: "bowls".to_owned(), people: 3 };
        assert_eq!(house.loved_by_several(3), [bowls]);
        assert_eq!((house.loved_by_several(1).len(), house.loved_by_several(4).len()), (2, 0));
        house.take(id(3), None);
        assert_eq!(house.loved_by_several(3), [], "whoever went is not counted");
    }

    #[test]
    fn nobody_is_offered_with_whom_nobody_works_any_more_even_where_there_was_something_once() {
        let mut house = House::default();
        for one in [supported(1, &[7]), supported(2, &[7]), supported(3, &[7]), somebody(4, &[7])] {
            house.take(one.facts.person_id, Some(one));
        }
        let sharing = Sharing { terms: [term(7)].into(), with: vec![id(2), id(3)] };
        let gathered = house.gathered(house.sharing(&sharing), &[id(2)].into(), id(1));
        let ids: Vec<PersonId> = gathered.iter().map(|one| one.facts.person_id).collect();
        assert_eq!(ids, [id(2), id(4)]);
    }
}
