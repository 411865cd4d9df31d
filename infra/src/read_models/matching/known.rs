//! Everybody's facts in memory, per organisation, with who loves what: reading them anew for every list, or
//! looking at everybody to find the few who share something, is what would cost.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use app::error::Failure;
use app::views::matching::{Loved, Matchable};
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

/// The people of one organisation who are not gone.
#[derive(Default)]
pub(super) struct House {
    people: HashMap<PersonId, Arc<Matchable>>,
    /// Who loves what, each under the term of the word it was written with.
    loving: HashMap<TermId, Loving>,
    /// Of whom nobody knows what they love.
    untold: HashSet<PersonId>,
    /// Records that were put together with another, each with the one that counts.
    same: HashMap<PersonId, PersonId>,
}

#[derive(Default)]
struct Loving {
    people: HashSet<PersonId>,
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
        if let Some(was) = self.people.remove(&id) {
            self.untold.remove(&id);
            self.same.retain(|_, counts| *counts != id);
            for (term, love) in &was.facts.loves {
                let Some(loving) = self.loving.get_mut(term) else { continue };
                loving.people.remove(&id);
                if let Some(times) = loving.written.get_mut(love.name.as_str()) {
                    *times -= 1;
                }
                loving.written.retain(|_, times| *times > 0);
            }
        }
        let Some(one) = one else { return };
        for (term, love) in &one.facts.loves {
            let loving = self.loving.entry(*term).or_default();
            loving.people.insert(id);
            *loving.written.entry(love.name.to_string()).or_default() += 1;
        }
        self.same.extend(one.facts.also.iter().map(|other| (*other, id)));
        if one.facts.loves.is_empty() {
            self.untold.insert(id);
        }
        self.people.insert(id, Arc::new(one));
    }

    /// Everybody whom somebody could meet: the community, and those of `own`.
    pub(super) fn everybody(&self, own: &HashSet<PersonId>) -> Vec<Arc<Matchable>> {
        self.people.values().filter(|one| may_meet(one, own)).cloned().collect()
    }

    /// Those of them who love one of these, or of whom nobody knows what they love.
    pub(super) fn sharing(&self, terms: &BTreeSet<TermId>, own: &HashSet<PersonId>) -> Vec<Arc<Matchable>> {
        let loving = terms.iter().filter_map(|term| self.loving.get(term)).flat_map(|loving| &loving.people);
        let ids: HashSet<PersonId> = loving.chain(&self.untold).copied().collect();
        let all = ids.iter().filter_map(|id| self.people.get(id));
        all.filter(|one| may_meet(one, own)).cloned().collect()
    }

    /// Those of these who are not gone, under the record that counts.
    pub(super) fn these(&self, ids: impl Iterator<Item = PersonId>) -> Vec<Arc<Matchable>> {
        let ids: BTreeSet<PersonId> = ids.map(|id| self.same.get(&id).copied().unwrap_or(id)).collect();
        ids.iter().filter_map(|id| self.people.get(id).cloned()).collect()
    }

    /// What people love, by the term of the word it was written with.
    pub(super) fn loved(&self) -> Vec<Loved> {
        let used = self.loving.iter().filter(|(_, loving)| !loving.people.is_empty());
        used.map(|(term, loving)| Loved {
            term: *term,
            written: loving.written.keys().cloned().collect(),
            people: loving.people.iter().copied().collect(),
        })
        .collect()
    }
}

fn may_meet(one: &Matchable, own: &HashSet<PersonId>) -> bool {
    !one.facts.supported || own.contains(&one.facts.person_id)
}
