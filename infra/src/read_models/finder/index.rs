//! The words by which an organisation's people are found, in memory: a word, and whose name, nickname,
//! part of town or interest it is in. A search looks at the words, of which there are far fewer than
//! people, and then only at those who have one.

use std::collections::{HashMap, HashSet};

use app::likeness::{Word as Spelling, words};
use app::views::people::PersonSummary;
use domain::person::codes::PersonKind;
use uuid::Uuid;

/// Words of a search that are looked for; nobody needs more to name one person.
const WORDS: usize = 6;
/// What being on one's own caseload is worth, in hundredths of a word that was spelt right.
const OWN: u32 = 15;

/// Where a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the name, or in what they are called.
    Name,
    /// In something they love or can do.
    Interest,
    /// In where they live.
    Area,
}

impl Place {
    /// What a word there is worth, in hundredths.
    fn worth(self) -> u32 {
        match self {
            Self::Name => 100,
            Self::Interest => 70,
            Self::Area => 60,
        }
    }
}

/// A word that somebody is found by.
#[derive(Debug)]
struct Word {
    spelling: Spelling,
    /// Whose, and where.
    of: Vec<(u32, Place)>,
}

/// Somebody, as far as they can be found.
#[derive(Debug)]
struct Kept {
    id: Uuid,
    /// Community members are everybody's to find.
    community: bool,
    /// As it is sorted among equals.
    name: String,
    /// Their words, by number.
    words: Vec<u32>,
}

/// Whom a viewer may find, besides community members.
pub(super) enum Scope {
    /// Everybody of the organisation.
    Everybody,
    /// These.
    Own(HashSet<Uuid>),
}

/// Somebody found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) id: Uuid,
    /// Not spelt so, but nearly.
    pub(super) near: bool,
}

/// One organisation's words.
#[derive(Debug, Default)]
pub(super) struct Index {
    people: Vec<Kept>,
    by_id: HashMap<Uuid, u32>,
    words: Vec<Word>,
    numbers: HashMap<String, u32>,
}

impl Index {
    /// Takes in somebody as they are now. Who is gone is found by nothing.
    pub(super) fn take(&mut self, person: &PersonSummary, gone: bool) {
        let id = person.person_id.uuid();
        let number = match self.by_id.get(&id) {
            Some(number) => *number,
            None => {
                let number = self.people.len() as u32;
                self.people.push(Kept { id, community: false, name: String::new(), words: Vec::new() });
                self.by_id.insert(id, number);
                number
            }
        };
        for word in std::mem::take(&mut self.people[number as usize].words) {
            self.words[word as usize].of.retain(|(whose, _)| *whose != number);
        }
        let mut found_by = Vec::new();
        if !gone {
            let places = [(&person.name, Place::Name), (&person.called, Place::Name)];
            let interests = person.interests.iter().map(|interest| (interest, Place::Interest));
            let area = person.area.iter().map(|area| (area, Place::Area));
            for (text, place) in places.into_iter().chain(interests).chain(area) {
                for word in words(text) {
                    let word = self.word(word);
                    if !found_by.contains(&word) {
                        found_by.push(word);
                        self.words[word as usize].of.push((number, place));
                    }
                }
            }
        }
        let kept = &mut self.people[number as usize];
        kept.community = person.kind == PersonKind::CommunityMember;
        kept.name = match gone {
            true => String::new(),
            false => app::folded::folded(&person.name),
        };
        kept.words = found_by;
    }

    fn word(&mut self, text: String) -> u32 {
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.numbers.insert(text.clone(), number);
        self.words.push(Word { spelling: Spelling::new(text), of: Vec::new() });
        number
    }

    /// People who answer to each of the words typed, best first. Slips of spelling are forgiven only when
    /// nobody is spelt so.
    pub(super) fn find(&self, typed: &str, scope: &Scope, limit: usize) -> Vec<Hit> {
        let typed: Vec<Spelling> = words(typed).into_iter().take(WORDS).map(Spelling::new).collect();
        if typed.is_empty() {
            return Vec::new();
        }
        let spelt = self.ranked(&typed, scope, limit, Spelling::spelt);
        if !spelt.is_empty() {
            return spelt.into_iter().map(|id| Hit { id, near: false }).collect();
        }
        let near = self.ranked(&typed, scope, limit, Spelling::near);
        near.into_iter().map(|id| Hit { id, near: true }).collect()
    }

    fn ranked(
        &self,
        typed: &[Spelling],
        scope: &Scope,
        limit: usize,
        likeness: impl Fn(&Spelling, &Spelling) -> u32,
    ) -> Vec<Uuid> {
        // By number of the person, 0 for who does not answer: a list as long as the people is quicker than a map.
        let mut worth = vec![0_u32; self.people.len()];
        for (at, typed) in typed.iter().enumerate() {
            let mut best = vec![0_u32; self.people.len()];
            for word in &self.words {
                let like = if word.of.is_empty() { 0 } else { likeness(typed, &word.spelling) };
                if like == 0 {
                    continue;
                }
                for (whose, place) in &word.of {
                    let whose = *whose as usize;
                    // Each word must be answered to.
                    if at == 0 || worth[whose] > 0 {
                        best[whose] = best[whose].max(worth[whose] + like * place.worth());
                    }
                }
            }
            worth = best;
        }
        let answering = (0..).zip(worth).filter(|(whose, worth)| *worth > 0 && self.is_in(*whose, scope));
        let mut found: Vec<(u32, u32)> = answering.collect();
        if let Scope::Own(own) = scope {
            for (whose, worth) in &mut found {
                if own.contains(&self.people[*whose as usize].id) {
                    *worth += OWN * 100;
                }
            }
        }
        let order = |one: &(u32, u32), other: &(u32, u32)| {
            let name = |whose: u32| (&self.people[whose as usize].name, self.people[whose as usize].id);
            other.1.cmp(&one.1).then_with(|| name(one.0).cmp(&name(other.0)))
        };
        if found.len() > limit && limit > 0 {
            found.select_nth_unstable_by(limit - 1, order);
        }
        found.truncate(limit);
        found.sort_unstable_by(order);
        found.into_iter().map(|(whose, _)| self.people[whose as usize].id).collect()
    }

    fn is_in(&self, whose: u32, scope: &Scope) -> bool {
        let kept = &self.people[whose as usize];
        match scope {
            Scope::Everybody => true,
            Scope::Own(own) => kept.community || own.contains(&kept.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::shared::ids::PersonId;

    use super::*;

    fn person(number: u128, name: &str, area: &str, interests: &[&str]) -> PersonSummary {
        PersonSummary {
            person_id: PersonId(Uuid::from_u128(number)),
            kind: PersonKind::Supported,
            name: name.to_owned(),
            called: name.split(' ').next().unwrap_or_default().to_owned(),
            born_on: None,
            area: Some(area.to_owned()),
            needs: Vec::new(),
            interests: interests.iter().map(|interest| (*interest).to_owned()).collect(),
            refuses_introductions: false,
        }
    }

    fn town() -> Index {
        let mut index = Index::default();
        let mut friend = person(4, "Jordan Hill", "Harbour Side", &["allotments"]);
        friend.kind = PersonKind::CommunityMember;
        for person in [
            person(1, "Gordon Wells", "Mill Lane", &["growing vegetables"]),
            person(2, "Wells Gordonsen", "Harbour Side", &["Motown"]),
            person(3, "Muhammad Iqbal", "Gordon Street", &["trains"]),
            friend,
        ] {
            index.take(&person, false);
        }
        index
    }

    fn found(index: &Index, typed: &str, scope: &Scope) -> Vec<(u128, bool)> {
        index.find(typed, scope, 10).into_iter().map(|hit| (hit.id.as_u128(), hit.near)).collect()
    }

    #[test]
    fn a_name_comes_before_a_beginning_and_that_before_a_street() {
        assert_eq!(found(&town(), "gordon", &Scope::Everybody), [(1, false), (2, false), (3, false)]);
        assert_eq!(found(&town(), "gordon wells", &Scope::Everybody), [(1, false), (2, false)]);
        assert_eq!(found(&town(), "gordon trains", &Scope::Everybody), [(3, false)]);
        assert_eq!(found(&town(), "gordon trains wells", &Scope::Everybody), []);
    }

    #[test]
    fn a_slip_is_forgiven_only_when_nobody_is_spelt_so() {
        assert_eq!(found(&town(), "gordn", &Scope::Everybody)[0], (1, true));
        assert_eq!(found(&town(), "Mohamed", &Scope::Everybody), [(3, true)]);
        assert_eq!(found(&town(), "jordan", &Scope::Everybody), [(4, false)], "not Gordon as well");
        assert_eq!(found(&town(), "zebra", &Scope::Everybody), []);
    }

    #[test]
    fn who_one_may_not_know_of_is_not_found_and_does_not_stand_in_the_way_of_a_slip() {
        let own = |ids: &[u128]| Scope::Own(ids.iter().map(|id| Uuid::from_u128(*id)).collect());
        assert_eq!(found(&town(), "gordon", &own(&[3])), [(3, false)]);
        assert_eq!(found(&town(), "jordon", &own(&[])), [(4, true)], "a slip away");
        assert_eq!(found(&town(), "gordon", &own(&[])), [], "nobody else to know of");
        assert_eq!(found(&town(), "harbour", &own(&[2])), [(2, false), (4, false)], "one's own first");
    }

    #[test]
    fn a_changed_name_is_found_and_the_old_one_no_more() {
        let mut index = town();
        index.take(&person(1, "Terry Wells", "Mill Lane", &[]), false);
        assert_eq!(found(&index, "terry", &Scope::Everybody), [(1, false)]);
        assert_eq!(found(&index, "vegetables", &Scope::Everybody), []);
        index.take(&person(1, "Terry Wells", "Mill Lane", &[]), true);
        assert_eq!(found(&index, "terry", &Scope::Everybody), [], "who is gone is not found");
    }
}
