//! Records that may be of one person: who is like whom, under which record somebody is found, and which streams
//! name a record. Likeness is looked for along an index of keys that are kept beside each record, so that nobody is
//! ever compared with everybody.

use std::collections::{BTreeMap, BTreeSet};

use app::access::Connecting;
use app::error::Failure;
use app::likeness::{sound, words};
use app::log::StreamId;
use app::views::merging::{Duplicates as Queries, LeftBehind, LikePair, Likeness, NamedIn};
use app::views::people::{PersonRow, PersonSummary};
use async_trait::async_trait;
use domain::Noun;
use domain::shared::ids::PersonId;
use uuid::Uuid;

use super::people::{KNOWN, caseload};
use super::{ReadModels, failed, parse};
use crate::on;

/// Keys that are looked at in one question.
const KEYS_AT_A_TIME: i64 = 100;
/// Records read in one question.
const RECORDS_AT_A_TIME: i64 = 1_000;
/// Questions of one kind in one answer: an organisation in which more than this is alike has other worries.
const MOST_QUESTIONS: usize = 10;
/// Records with one key that are compared with each other.
const MOST_OF_A_KEY: usize = 40;

/// What still names a record that went, from the few records that did: above nothing, because SQLite looks along the
/// index for that alone, and not nothing, because PostgreSQL knows of how few that is so; and in this order, which SQLite
/// keeps for a cross join.
const LEFT_BEHIND: [(Noun, &str); 4] = [
    (
        Noun::Engagement,
        "SELECT e.organisation, p.id, p.same_as, e.id FROM people p CROSS JOIN engagements e
         WHERE p.same_as IS NOT NULL AND p.same_as > $1 AND e.person_id = p.id",
    ),
    (
        Noun::Relationship,
        "SELECT r.organisation, p.id, p.same_as, r.id FROM people p CROSS JOIN relationships r
         WHERE p.same_as IS NOT NULL AND p.same_as > $1 AND r.person_id = p.id AND r.other_id <> p.same_as",
    ),
    (
        Noun::Relationship,
        "SELECT r.organisation, p.id, p.same_as, r.id FROM people p CROSS JOIN relationships r
         WHERE p.same_as IS NOT NULL AND p.same_as > $1 AND r.other_id = p.id AND r.person_id <> p.same_as",
    ),
    (
        Noun::Concern,
        "SELECT c.organisation, p.id, p.same_as, c.id FROM people p CROSS JOIN concerns c
         WHERE p.same_as IS NOT NULL AND p.same_as > $1 AND c.person_id = p.id",
    ),
];

/// By what somebody with two records is found; nothing of who is gone.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Keys {
    /// How the whole name sounds, whatever the order of its words.
    pub(super) sounds: Option<String>,
    /// Date of birth and first name.
    pub(super) born_first: Option<String>,
    /// Date of birth and last name; nothing when there is one name only.
    pub(super) born_last: Option<String>,
}

impl Keys {
    pub(super) fn of(row: &PersonRow) -> Self {
        let person = &row.person;
        let Some(details) = person.details().filter(|_| !person.is_gone()) else { return Self::default() };
        let words = words(details.name.as_str());
        let mut sounds: Vec<String> = words.iter().map(|word| sound(word)).collect();
        sounds.sort_unstable();
        let born = |word: Option<&String>| Some(format!("{} {}", details.born_on?, word?));
        Self {
            sounds: (!sounds.is_empty()).then(|| sounds.join(" ")),
            born_first: born(words.first()),
            born_last: born(words.last().filter(|_| words.len() > 1)),
        }
    }
}

/// One kind of likeness: the column of its key, and what must hold of those who share one.
const KINDS: [(&str, &str); 3] =
    [("sounds", "AND COUNT(DISTINCT q.born_on) < COUNT(*)"), ("born_first", ""), ("born_last", "")];

/// Somebody who shares a key: the key, what is shown of them, and whom they were told apart from.
struct Holder {
    key: String,
    person: PersonSummary,
    told_apart: BTreeSet<PersonId>,
}

impl ReadModels {
    /// Some of those who share a key of a kind with somebody, after a key, in the order of the keys.
    async fn sharing(
        &self,
        who: &Connecting<'_>,
        kind: (&str, &str),
        after: &str,
    ) -> Result<Vec<Holder>, Failure> {
        let (column, holds) = kind;
        let sql = format!(
            "SELECT p.{column}, p.summary, p.told_apart FROM people p
             WHERE p.organisation = $1 AND p.{column} IN (
               SELECT q.{column} FROM people q WHERE q.organisation = $1 AND q.{column} > $2
               GROUP BY q.{column} HAVING COUNT(*) > 1 {holds} ORDER BY q.{column} LIMIT {KEYS_AT_A_TIME})
             ORDER BY p.{column}, p.id LIMIT {RECORDS_AT_A_TIME}"
        );
        let rows: Vec<(String, String, String)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(after)
            .fetch_all(pool)
            .await
            .map_err(failed("looking for people alike"))?);
        let holder = |(key, summary, told_apart): (String, String, String)| {
            Ok(Holder { key, person: parse(&summary)?, told_apart: parse(&told_apart)? })
        };
        rows.into_iter().map(holder).collect()
    }

    async fn ids(&self, who: &Connecting<'_>, sql: &str, id: PersonId) -> Result<Vec<Uuid>, Failure> {
        let rows: Vec<(Uuid,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(id.uuid())
            .fetch_all(pool)
            .await
            .map_err(failed("asking what names a record"))?);
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }
}

#[async_trait]
impl Queries for ReadModels {
    async fn like_pairs(&self, who: &Connecting<'_>, limit: usize) -> Result<Vec<LikePair>, Failure> {
        if !who.leads() {
            return Ok(Vec::new());
        }
        let mut found: BTreeMap<(PersonId, PersonId), LikePair> = BTreeMap::new();
        for kind in KINDS {
            let mut after = String::new();
            for _ in 0..MOST_QUESTIONS {
                let holders = self.sharing(who, kind, &after).await?;
                let Some(last) = holders.last() else { break };
                after.clone_from(&last.key);
                for same in holders.chunk_by(|one, other| one.key == other.key) {
                    pairs(same, kind.0 == KINDS[0].0, &mut found);
                }
                if found.len() >= limit {
                    break;
                }
            }
        }
        let mut pairs: Vec<LikePair> = found.into_values().collect();
        pairs.sort_by(|one, other| (one.alike, &one.one.name).cmp(&(other.alike, &other.one.name)));
        pairs.truncate(limit);
        Ok(pairs)
    }

    async fn goes_by(&self, who: &Connecting<'_>, id: PersonId) -> Result<Option<PersonId>, Failure> {
        let sql = format!(
            "SELECT p.id FROM people p WHERE {KNOWN} AND p.id = (SELECT d.same_as FROM people d WHERE d.id = $3)"
        );
        let row: Option<(Uuid,)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .bind(id.uuid())
            .fetch_optional(pool)
            .await
            .map_err(failed("asking under which record a person is found"))?);
        Ok(row.map(|(id,)| PersonId(id)))
    }

    async fn named_in(&self, who: &Connecting<'_>, id: PersonId) -> Result<NamedIn, Failure> {
        let engagements = "SELECT e.id FROM engagements e WHERE e.organisation = $1 AND e.person_id = $2";
        let relationships = "SELECT r.id FROM relationships r WHERE r.organisation = $1 AND r.person_id = $2
             UNION SELECT r.id FROM relationships r WHERE r.organisation = $1 AND r.other_id = $2";
        let concerns = "SELECT c.id FROM concerns c WHERE c.organisation = $1 AND c.person_id = $2";
        Ok(NamedIn {
            engagements: self.ids(who, engagements, id).await?.into_iter().map(Into::into).collect(),
            relationships: self.ids(who, relationships, id).await?.into_iter().map(Into::into).collect(),
            concerns: self.ids(who, concerns, id).await?.into_iter().map(Into::into).collect(),
        })
    }

    async fn left_behind(&self) -> Result<Vec<LeftBehind>, Failure> {
        let mut left = Vec::new();
        for (noun, sql) in LEFT_BEHIND {
            let rows: Vec<(Uuid, Uuid, Uuid, Uuid)> = on!(&self.database, read, pool => sqlx::query_as(sql)
                .bind(Uuid::nil())
                .fetch_all(pool)
                .await
                .map_err(failed("looking for what was left with a record that went"))?);
            left.extend(rows.into_iter().map(|(organisation, went, into, id)| LeftBehind {
                organisation: organisation.into(),
                went: PersonId(went),
                into: PersonId(into),
                stream: StreamId::new(noun, id),
            }));
        }
        Ok(left)
    }
}

/// Takes every two of those who share a key, unless somebody told them apart or they were born on different days.
fn pairs(same: &[Holder], by_name: bool, found: &mut BTreeMap<(PersonId, PersonId), LikePair>) {
    let same = &same[..same.len().min(MOST_OF_A_KEY)];
    for (at, one) in same.iter().enumerate() {
        for other in &same[at + 1..] {
            let (one, other) =
                if one.person.person_id < other.person.person_id { (one, other) } else { (other, one) };
            let (first, second) = (one.person.person_id, other.person.person_id);
            if one.told_apart.contains(&second) || other.told_apart.contains(&first) {
                continue;
            }
            let Some(alike) = likeness(&one.person, &other.person, by_name) else { continue };
            let pair = || LikePair { one: one.person.clone(), other: other.person.clone(), alike };
            let known = found.entry((first, second)).or_insert_with(pair);
            known.alike = known.alike.min(alike);
        }
    }
}

/// How two who share a key are alike, if they are.
fn likeness(one: &PersonSummary, other: &PersonSummary, by_name: bool) -> Option<Likeness> {
    match (one.born_on, other.born_on) {
        (Some(born), Some(also)) if born != also => None,
        (Some(_), Some(_)) if by_name => Some(Likeness::NameAndBirth),
        (Some(_), Some(_)) => Some(Likeness::BirthAndPartOfName),
        // A first name alone is shared by many: it takes a part of town besides.
        _ if words(&one.name).len() > 1 || (one.area.is_some() && one.area == other.area) => {
            Some(Likeness::Name)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::person::codes::PersonKind;

    use super::*;

    fn person(number: u128, name: &str, born_on: Option<&str>, area: Option<&str>) -> PersonSummary {
        PersonSummary {
            person_id: PersonId(Uuid::from_u128(number)),
            kind: PersonKind::Supported,
            name: name.to_owned(),
            called: name.to_owned(),
            born_on: born_on.map(|day| day.parse().unwrap()),
            area: area.map(str::to_owned),
            needs: Vec::new(),
            interests: Vec::new(),
            refuses_introductions: false,
        }
    }

    #[test]
    fn the_same_name_is_alike_unless_they_were_born_on_different_days() {
        let gordon = |born| person(1, "Gordon Wells", born, None);
        let alike = |one, other| likeness(&gordon(one), &gordon(other), true);
        assert_eq!(alike(Some("1979-05-02"), Some("1979-05-02")), Some(Likeness::NameAndBirth));
        assert_eq!(alike(Some("1979-05-02"), None), Some(Likeness::Name));
        assert_eq!(alike(Some("1979-05-02"), Some("1980-05-02")), None);
    }

    #[test]
    fn a_first_name_alone_takes_a_part_of_town_besides() {
        let pat = |area| person(1, "Pat", None, area);
        assert_eq!(likeness(&pat(None), &pat(None), true), None);
        assert_eq!(likeness(&pat(Some("Mill Lane")), &pat(Some("Harbour Side")), true), None);
        assert_eq!(likeness(&pat(Some("Mill Lane")), &pat(Some("Mill Lane")), true), Some(Likeness::Name));
    }

    #[test]
    fn who_was_told_apart_is_no_pair_whichever_record_says_so() {
        let holder = |number, apart: &[u128]| Holder {
            key: "gardan als".to_owned(),
            person: person(number, "Gordon Wells", None, None),
            told_apart: apart.iter().map(|number| PersonId(Uuid::from_u128(*number))).collect(),
        };
        let found = |same: &[Holder]| {
            let mut found = BTreeMap::new();
            pairs(same, true, &mut found);
            found.into_keys().map(|(one, other)| (one.0.as_u128(), other.0.as_u128())).collect::<Vec<_>>()
        };
        assert_eq!(found(&[holder(2, &[]), holder(1, &[])]), [(1, 2)]);
        assert_eq!(found(&[holder(1, &[2]), holder(2, &[])]), []);
        assert_eq!(found(&[holder(1, &[]), holder(2, &[1])]), []);
    }
}
