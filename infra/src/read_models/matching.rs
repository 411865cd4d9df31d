//! What matching reads. The facts of everybody and the introductions of everybody lie in memory and follow the
//! tables of people and of relationships; which people a viewer may be offered is asked of the tables each time.

mod known;
mod so_far;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use app::access::Connecting;
use app::error::Failure;
use app::views::matching::{Gathered, Loved, Matchable, Matching as Queries, Shared, Sharing, SoFar};
use app::views::people::PersonSummary;
use app::views::relationships::RelationshipRow;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::matching::{Between, Facts};
use domain::relationship::{IntroductionState, Relationship};
use domain::shared::ids::{AccountId, PersonId, TermId};
use sqlx::types::Json;
use uuid::Uuid;

pub(super) use self::known::Known;
pub(super) use self::so_far::Introductions;
use super::case_text::mine;
use super::finder::{own, summaries};
use super::people::caseload;
use super::{ReadModels, failed};
use crate::on;

/// People asked for by their ids at once; SQLite takes so many places in a statement.
const AT_ONCE: usize = 500;

/// Supported people who can be introduced to somebody, each way along an index: those worked with now, and
/// those whom the viewer registered and nobody works with yet. `$1` is the organisation, `$2` the viewer.
const OWN: &str = "SELECT e.person_id FROM engagements e
      WHERE e.connector = $2 AND e.open = TRUE AND e.organisation = $1
    UNION SELECT p.id FROM people p
      WHERE p.registered_by = $2 AND p.organisation = $1 AND p.kind = 'supported'
        AND NOT EXISTS (SELECT 1 FROM engagements e WHERE e.person_id = p.id AND e.connector IS NOT NULL)";
/// The same for whoever leads: everybody who is worked with.
const ALL: &str = "SELECT e.person_id FROM engagements e WHERE e.organisation = $1 AND e.open = TRUE
    UNION SELECT p.id FROM people p
      WHERE p.registered_by = $2 AND p.organisation = $1 AND p.kind = 'supported'
        AND NOT EXISTS (SELECT 1 FROM engagements e WHERE e.person_id = p.id AND e.connector IS NOT NULL)";

/// What a relationship, or what was to be one, means for introducing the two again.
fn between(tie: &Relationship) -> Between {
    let relationship = tie.relationship_id;
    if let Some(on) = tie.not_a_fit() {
        return Between::NotAFit { relationship, on };
    }
    if tie.introduction.state == IntroductionState::Declined {
        let answers = [&tie.introduction.person, &tie.introduction.other];
        let no = answers.into_iter().flatten().find_map(|answer| match answer {
            domain::relationship::Answer::No { on, .. } => Some(*on),
            domain::relationship::Answer::Yes { .. } => None,
        });
        return no.map_or(Between::Nothing, |on| Between::Declined { relationship, on });
    }
    match tie.lapse() {
        Some(lapse) => Between::WentQuiet { relationship, on: lapse.lapsed_on },
        None => Between::Known { relationship, met: tie.met_on().is_some() },
    }
}

/// Of two things that are between the same two, which counts: what goes on, then the later.
fn weight(between: Between) -> (u8, Option<NaiveDate>) {
    match between {
        Between::Nothing => (0, None),
        Between::Declined { on, .. } => (1, Some(on)),
        Between::WentQuiet { on, .. } => (2, Some(on)),
        Between::NotAFit { on, .. } => (3, Some(on)),
        Between::Known { .. } => (4, None),
    }
}

#[async_trait]
impl Queries for ReadModels {
    async fn matchable(
        &self,
        who: &Connecting<'_>,
        sharing: Option<&Sharing>,
        them: PersonId,
    ) -> Result<Gathered, Failure> {
        let sql = if who.leads() { ALL } else { OWN };
        let own: Vec<(Uuid,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(who.account().uuid())
            .fetch_all(pool)
            .await
            .map_err(failed("reading who could be met"))?);
        let own: HashSet<PersonId> = own.into_iter().map(|(id,)| PersonId(id)).collect();
        let house = who.organisation().uuid();
        self.known
            .ask(&self.database, house, |house| match sharing {
                Some(sharing) => house.gathered(house.sharing(sharing), &own, them),
                None => house.gathered(house.everybody(), &own, them),
            })
            .await
    }

    async fn matchable_of(
        &self,
        who: &Connecting<'_>,
        ids: &[PersonId],
    ) -> Result<Vec<Arc<Matchable>>, Failure> {
        let mut may: Option<HashSet<Uuid>> = None;
        // Whoever leads may know of everybody of the organisation, and no other is in its part of the memory.
        if caseload(who).is_some() {
            let known = may.insert(HashSet::new());
            for some in ids.chunks(AT_ONCE) {
                let some: Vec<Uuid> = some.iter().map(|id| id.uuid()).collect();
                known.extend(summaries(&self.database, who, &some).await?.into_keys());
            }
        }
        let ids = ids.iter().copied().filter(|id| may.as_ref().is_none_or(|may| may.contains(&id.uuid())));
        self.known.ask(&self.database, who.organisation().uuid(), |house| house.these(ids)).await
    }

    async fn loving(
        &self,
        who: &Connecting<'_>,
        terms: &BTreeSet<TermId>,
        limit: usize,
    ) -> Result<Vec<PersonSummary>, Failure> {
        let own = match caseload(who) {
            Some(connector) => Some(own(&self.database, who, connector).await?),
            None => None,
        };
        let may = |facts: &Facts| {
            let theirs = |own: &HashSet<Uuid>| own.contains(&facts.person_id.uuid());
            !facts.supported || own.as_ref().is_none_or(theirs)
        };
        let ids = |house: &known::House| house.loving(terms, may, limit);
        let ids = self.known.ask(&self.database, who.organisation().uuid(), ids).await?;
        let ids: Vec<Uuid> = ids.into_iter().map(PersonId::uuid).collect();
        let mut found = summaries(&self.database, who, &ids).await?;
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    async fn loved(&self, who: &Connecting<'_>) -> Result<Vec<Loved>, Failure> {
        self.known.ask(&self.database, who.organisation().uuid(), known::House::loved).await
    }

    async fn loved_by_several(&self, who: &Connecting<'_>, at_least: usize) -> Result<Vec<Shared>, Failure> {
        let house = who.organisation().uuid();
        self.known.ask(&self.database, house, |house| house.loved_by_several(at_least)).await
    }

    async fn so_far(&self, who: &Connecting<'_>) -> Result<Arc<HashMap<PersonId, SoFar>>, Failure> {
        self.introductions.of(&self.database, who.organisation().uuid()).await
    }

    async fn whom_at_work(
        &self,
        who: &Connecting<'_>,
    ) -> Result<Vec<(PersonId, Option<AccountId>)>, Failure> {
        let sql = format!(
            "SELECT e.person_id, e.connector FROM engagements e
             WHERE e.open = TRUE AND e.stage = 'active' AND {}",
            mine(who)
        );
        let rows: Vec<(Uuid, Option<Uuid>)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .fetch_all(pool)
            .await
            .map_err(failed("reading who is worked with"))?);
        Ok(rows.into_iter().map(|(id, connector)| (id.into(), connector.map(Into::into))).collect())
    }

    async fn proposed_since(
        &self,
        who: &Connecting<'_>,
        since: NaiveDate,
    ) -> Result<HashMap<PersonId, i64>, Failure> {
        let sql = "SELECT r.person_id, r.other_id FROM relationships r
             WHERE r.organisation = $1 AND r.proposed_on >= $2";
        let rows: Vec<(Uuid, Uuid)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(since)
            .fetch_all(pool)
            .await
            .map_err(failed("counting who was chosen"))?);
        let mut chosen = HashMap::new();
        for (person, other) in rows {
            *chosen.entry(PersonId(person)).or_default() += 1;
            *chosen.entry(PersonId(other)).or_default() += 1;
        }
        Ok(chosen)
    }

    async fn between_each(
        &self,
        who: &Connecting<'_>,
        id: PersonId,
    ) -> Result<HashMap<PersonId, Between>, Failure> {
        let sql = "SELECT r.doc FROM relationships r WHERE r.organisation = $1 AND r.person_id = $2
             UNION ALL SELECT r.doc FROM relationships r WHERE r.organisation = $1 AND r.other_id = $2";
        let rows: Vec<(Json<RelationshipRow>,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(id.uuid())
            .fetch_all(pool)
            .await
            .map_err(failed("reading what is between people"))?);
        let mut all: HashMap<PersonId, Between> = HashMap::new();
        for (Json(row),) in rows {
            let tie = &row.relationship;
            let other = if tie.person_id == id { tie.other_id } else { tie.person_id };
            let is = between(tie);
            let known = all.entry(other).or_default();
            if weight(is) > weight(*known) {
                *known = is;
            }
        }
        Ok(all)
    }
}
