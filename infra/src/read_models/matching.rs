//! What matching reads, from the tables of people and of relationships. Which people a viewer may know of is
//! asked each time; the facts of each are kept in memory as long as nothing has happened to them, because
//! reading them anew is what would cost.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use app::access::Connecting;
use app::error::Failure;
use app::views::matching::{Matchable, Matching as Queries, SoFar};
use app::views::relationships::RelationshipRow;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::matching::Between;
use domain::relationship::{IntroductionState, Relationship};
use domain::shared::ids::{AccountId, PersonId};
use sqlx::types::Json;
use uuid::Uuid;

use super::people::caseload;
use super::{ReadModels, failed, parse};
use crate::database::Database;
use crate::on;

/// People kept in memory: about a thousand bytes each. When there are more, all are dropped and read again.
const MOST_KEPT: usize = 50_000;
/// People read at once; SQLite takes so many places in a statement.
const AT_ONCE: usize = 500;

/// By whom: the position of the last change, and what was read then.
type Kept = HashMap<Uuid, (i64, Arc<Matchable>)>;

/// Facts as they were at a position of the log.
#[derive(Clone, Default)]
pub(super) struct Known {
    kept: Arc<RwLock<Kept>>,
}

impl Known {
    /// Those that are kept and still hold, and the ids of the others.
    fn have(&self, wanted: &[(Uuid, i64)]) -> (Vec<Arc<Matchable>>, Vec<Uuid>) {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let (mut have, mut missing) = (Vec::with_capacity(wanted.len()), Vec::new());
        for (id, changed_at) in wanted {
            match kept.get(id).filter(|(at, _)| at == changed_at) {
                Some((_, one)) => have.push(Arc::clone(one)),
                None => missing.push(*id),
            }
        }
        (have, missing)
    }

    async fn read(&self, database: &Database, ids: &[Uuid]) -> Result<Vec<Arc<Matchable>>, Failure> {
        let mut read = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            let places: Vec<String> = (1..=some.len()).map(|at| format!("${at}")).collect();
            let sql = format!(
                "SELECT p.id, p.changed_at, p.summary, p.facts FROM people p WHERE p.id IN ({})",
                places.join(", ")
            );
            let rows: Vec<(Uuid, i64, String, String)> = on!(database, read, pool => {
                let mut query = sqlx::query_as(&sql);
                for id in some {
                    query = query.bind(id);
                }
                query.fetch_all(pool).await.map_err(failed("reading what may count of people"))?
            });
            for (id, changed_at, summary, facts) in rows {
                let one = Arc::new(Matchable { person: parse(&summary)?, facts: parse(&facts)? });
                read.push((id, changed_at, one));
            }
        }
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() + read.len() > MOST_KEPT {
            kept.clear();
        }
        kept.extend(read.iter().map(|(id, changed_at, one)| (*id, (*changed_at, Arc::clone(one)))));
        Ok(read.into_iter().map(|(_, _, one)| one).collect())
    }
}

/// Whom a viewer may know of, each way along an index: the community, whom they work with, and whom they
/// registered and nobody works with yet. `$1` is the organisation, `$2` the connector.
const OWN: &str = "SELECT p.id, p.changed_at FROM people p
      WHERE p.organisation = $1 AND p.kind = 'community_member' AND p.gone = FALSE
    UNION SELECT p.id, p.changed_at FROM engagements e JOIN people p ON p.id = e.person_id
      WHERE e.organisation = $1 AND e.connector = $2 AND p.organisation = $1 AND p.gone = FALSE
    UNION SELECT p.id, p.changed_at FROM people p
      WHERE p.organisation = $1 AND p.registered_by = $2 AND p.gone = FALSE
        AND NOT EXISTS (SELECT 1 FROM engagements e WHERE e.person_id = p.id AND e.connector IS NOT NULL)";
/// Everybody of the organisation, for whoever leads.
const ALL: &str = "SELECT p.id, p.changed_at FROM people p
      WHERE p.organisation = $1 AND $2 IS NULL AND p.gone = FALSE";

/// Introductions of everybody on one side of them, in the order of an index.
fn one_side(side: &str) -> String {
    format!(
        "SELECT r.{side}, CAST(SUM(CASE WHEN r.live AND r.met_on IS NULL THEN 1 ELSE 0 END) AS BIGINT),
           MAX(r.proposed_on) FROM relationships r WHERE r.organisation = $1 GROUP BY r.{side}"
    )
}

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
    async fn matchable(&self, who: &Connecting<'_>) -> Result<Vec<Arc<Matchable>>, Failure> {
        let sql = if caseload(who).is_some() { OWN } else { ALL };
        let wanted: Vec<(Uuid, i64)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .fetch_all(pool)
            .await
            .map_err(failed("reading who could be met"))?);
        let (mut have, missing) = self.known.have(&wanted);
        if !missing.is_empty() {
            have.extend(self.known.read(&self.database, &missing).await?);
        }
        Ok(have)
    }

    async fn introductions_so_far(&self, who: &Connecting<'_>) -> Result<SoFar, Failure> {
        let side = |side: &'static str| async move {
            let sql = one_side(side);
            let rows: Vec<(Uuid, i64, Option<NaiveDate>)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
                .bind(who.organisation().uuid())
                .fetch_all(pool)
                .await
                .map_err(failed("counting introductions"))?);
            Ok::<_, Failure>(rows)
        };
        let (persons, others) = futures::try_join!(side("person_id"), side("other_id"))?;
        let mut so_far = SoFar::default();
        for (id, under_way, last) in persons.into_iter().chain(others) {
            let id = PersonId(id);
            if under_way > 0 {
                *so_far.under_way.entry(id).or_default() += u32::try_from(under_way).unwrap_or(u32::MAX);
            }
            if let Some(on) = last {
                let known = so_far.last_proposed_on.entry(id).or_insert(on);
                *known = on.max(*known);
            }
        }
        Ok(so_far)
    }

    async fn whom_at_work(
        &self,
        who: &Connecting<'_>,
    ) -> Result<Vec<(PersonId, Option<AccountId>)>, Failure> {
        let sql = "SELECT e.person_id, e.connector FROM engagements e
             WHERE e.organisation = $1 AND e.open = TRUE AND e.stage = 'active'
               AND ($2 IS NULL OR e.connector = $2)";
        let rows: Vec<(Uuid, Option<Uuid>)> = on!(&self.database, read, pool => sqlx::query_as(sql)
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
