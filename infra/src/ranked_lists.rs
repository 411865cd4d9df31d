//! Lists of who could be introduced to somebody, as they were shown: sealed, in a table beside the log. One task
//! writes them behind the pages, so that a page waits for no disk; what was taken in hand is written before the
//! installation stops.

mod places;

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

use app::access::Connecting;
use app::error::Failure;
use app::introducing::{Entries, RankedList, RankedLists, TimesShown};
use app::nearby::PlaceList;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::shared::ids::{OrganisationId, PersonId, RankedListId};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use crate::database::Database;
use crate::on;
use crate::safe::Safe;

/// Lists that may wait to be written before pages wait for them.
const QUEUE: usize = 256;
/// Places of a list that count as near the top.
const NEAR_THE_TOP: usize = 5;
/// Lists opened at a time when somebody is forgotten.
const AT_A_TIME: i64 = 50;

const KEEP: &str = "INSERT INTO ranked_lists (list_id, organisation_id, person_id, shown_to, shown_at, shown_on, \
    month, rules, searched, ranked, left_out, entries) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
    ON CONFLICT (list_id) DO NOTHING";
const COUNT: &str = "INSERT INTO ranked_shown (organisation_id, month, person_id, shown, near_the_top) \
    VALUES ($1, $2, $3, 1, $4) ON CONFLICT (organisation_id, month, person_id) DO UPDATE SET \
    shown = ranked_shown.shown + 1, near_the_top = ranked_shown.near_the_top + excluded.near_the_top";
const COLUMNS: &str = "SELECT list_id, organisation_id, person_id, shown_to, shown_at, shown_on, rules, searched, \
    ranked, left_out";

/// Lists of every organisation, in either database.
#[derive(Clone)]
pub struct SqlRankedLists {
    kept: Kept,
    queue: mpsc::Sender<Job>,
}

/// What the task and the queries both need.
#[derive(Clone)]
struct Kept {
    database: Database,
    safe: Safe,
    /// Whoever was forgotten since the start: a list that was made before must not be written with them.
    forgotten: Arc<RwLock<HashSet<PersonId>>>,
}

enum Job {
    Write(Box<RankedList>),
    WritePlaces(Box<PlaceList>),
    Settled(oneshot::Sender<()>),
}

#[derive(sqlx::FromRow)]
struct Row {
    list_id: Uuid,
    organisation_id: Uuid,
    person_id: Uuid,
    shown_to: Uuid,
    shown_at: DateTime<Utc>,
    shown_on: NaiveDate,
    rules: i64,
    searched: bool,
    ranked: i64,
    left_out: i64,
}

impl Row {
    fn list(self, entries: Option<Entries>) -> RankedList {
        RankedList {
            list_id: self.list_id.into(),
            organisation: self.organisation_id.into(),
            person_id: self.person_id.into(),
            shown_to: self.shown_to.into(),
            shown_at: self.shown_at,
            shown_on: self.shown_on,
            rules: u16::try_from(self.rules).unwrap_or_default(),
            searched: self.searched,
            counted: (self.ranked, self.left_out),
            entries,
        }
    }
}

fn month(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

impl SqlRankedLists {
    /// Lists of a database whose migrations have run. The task ends when nobody holds this any more.
    pub fn new(database: Database, safe: Safe) -> Self {
        let (queue, mut waiting) = mpsc::channel(QUEUE);
        let kept = Kept { database, safe, forgotten: Arc::default() };
        let writing = kept.clone();
        tokio::spawn(async move {
            while let Some(job) = waiting.recv().await {
                match job {
                    Job::Write(list) => {
                        if let Err(error) = writing.write(*list).await {
                            tracing::error!(%error, "a list that was shown could not be kept");
                        }
                    }
                    Job::WritePlaces(list) => {
                        if let Err(error) = writing.write_places(*list).await {
                            tracing::error!(%error, "a list of places that was shown could not be kept");
                        }
                    }
                    // Whoever asked may have gone away.
                    Job::Settled(answer) => drop(answer.send(())),
                }
            }
        });
        Self { kept, queue }
    }
}

impl Kept {
    fn is_forgotten(&self, id: PersonId) -> bool {
        self.forgotten.read().unwrap_or_else(PoisonError::into_inner).contains(&id)
    }

    fn seal(&self, id: Uuid, entries: &Entries) -> Result<Vec<u8>, Failure> {
        let text = serde_json::to_vec(entries).map_err(Failure::doing("writing a list"))?;
        self.safe.seal(id, &text)
    }

    fn open(&self, id: Uuid, sealed: &[u8]) -> Result<Entries, Failure> {
        let clear = self.safe.open(id, sealed)?;
        serde_json::from_slice(&clear).map_err(Failure::doing("reading a list"))
    }

    async fn write(&self, mut list: RankedList) -> Result<(), Failure> {
        let id = list.list_id.uuid();
        if self.is_forgotten(list.person_id) {
            list.entries = None;
        }
        if let Some(entries) = &mut list.entries {
            forget_in(entries, |id| self.is_forgotten(id));
        }
        let sealed = list.entries.as_ref().map(|entries| self.seal(id, entries)).transpose()?;
        let failed = || Failure::doing("keeping a list that was shown");
        let (house, month) = (list.organisation.uuid(), month(list.shown_on));
        let placed = list.entries.map(|entries| entries.ranked).unwrap_or_default();
        on!(&self.database, write, pool => {
            let mut change = pool.begin().await.map_err(failed())?;
            sqlx::query(KEEP)
                .bind(id)
                .bind(house)
                .bind(list.person_id.uuid())
                .bind(list.shown_to.uuid())
                .bind(list.shown_at)
                .bind(list.shown_on)
                .bind(&month)
                .bind(i64::from(list.rules))
                .bind(list.searched)
                .bind(list.counted.0)
                .bind(list.counted.1)
                .bind(sealed)
                .execute(&mut *change)
                .await
                .map_err(failed())?;
            for (place, one) in placed.iter().enumerate().filter(|(_, one)| one.shown) {
                sqlx::query(COUNT)
                    .bind(house)
                    .bind(&month)
                    .bind(one.person_id.uuid())
                    .bind(i64::from(place < NEAR_THE_TOP))
                    .execute(&mut *change)
                    .await
                    .map_err(failed())?;
            }
            change.commit().await.map_err(failed())
        })
    }

    /// Up to [`AT_A_TIME`] lists after one, by their ids, with what stands on them.
    async fn some(&self, house: Uuid, after: Uuid) -> Result<Vec<(Uuid, Vec<u8>)>, Failure> {
        let sql = "SELECT list_id, entries FROM ranked_lists WHERE organisation_id = $1 AND list_id > $2
             AND entries IS NOT NULL ORDER BY list_id LIMIT $3";
        on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(house)
            .bind(after)
            .bind(AT_A_TIME)
            .fetch_all(pool)
            .await)
        .map_err(Failure::doing("reading lists to forget somebody"))
    }
}

/// Takes some people off a list. Answers whether any were on it.
fn forget_in(entries: &mut Entries, gone: impl Fn(PersonId) -> bool) -> bool {
    let before = entries.ranked.len() + entries.left_out.len();
    entries.ranked.retain(|one| !gone(one.person_id));
    entries.left_out.retain(|(id, _)| !gone(*id));
    let taken = before - entries.ranked.len() - entries.left_out.len();
    entries.forgotten += u32::try_from(taken).unwrap_or(u32::MAX);
    taken > 0
}

#[async_trait]
impl RankedLists for SqlRankedLists {
    async fn keep(&self, list: RankedList) -> Result<(), Failure> {
        let sent = self.queue.send(Job::Write(Box::new(list))).await;
        sent.map_err(|_| Failure::doing("keeping a list that was shown")("nobody writes any more"))
    }

    async fn settled(&self) {
        let (answer, asked) = oneshot::channel();
        if self.queue.send(Job::Settled(answer)).await.is_ok() {
            // The task answers unless it has ended, and then nothing waits.
            drop(asked.await);
        }
    }

    async fn one(&self, who: &Connecting<'_>, id: RankedListId) -> Result<Option<RankedList>, Failure> {
        #[derive(sqlx::FromRow)]
        struct Whole {
            #[sqlx(flatten)]
            row: Row,
            entries: Option<Vec<u8>>,
        }
        let sql = format!("{COLUMNS}, entries FROM ranked_lists WHERE list_id = $1 AND organisation_id = $2");
        let found: Option<Whole> = on!(&self.kept.database, read, pool => sqlx::query_as(&sql)
            .bind(id.uuid())
            .bind(who.organisation().uuid())
            .fetch_optional(pool)
            .await)
        .map_err(Failure::doing("reading a list that was shown"))?;
        let Some(Whole { row, entries }) = found else { return Ok(None) };
        let entries = entries.map(|sealed| self.kept.open(row.list_id, &sealed)).transpose()?;
        Ok(Some(row.list(entries)))
    }

    async fn latest(
        &self,
        who: &Connecting<'_>,
        of: Option<PersonId>,
        limit: i64,
    ) -> Result<Vec<RankedList>, Failure> {
        let whose = if of.is_some() { "person_id = $2" } else { "$2 IS NULL" };
        let sql = format!(
            "{COLUMNS} FROM ranked_lists WHERE organisation_id = $1 AND {whose}
             ORDER BY shown_at DESC, list_id LIMIT $3"
        );
        let rows: Vec<Row> = on!(&self.kept.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(of.map(PersonId::uuid))
            .bind(limit)
            .fetch_all(pool)
            .await)
        .map_err(Failure::doing("listing lists that were shown"))?;
        Ok(rows.into_iter().map(|row| row.list(None)).collect())
    }

    async fn times_shown(&self, who: &Connecting<'_>, since: NaiveDate) -> Result<Vec<TimesShown>, Failure> {
        let sql = "SELECT person_id, CAST(SUM(shown) AS BIGINT), CAST(SUM(near_the_top) AS BIGINT)
             FROM ranked_shown WHERE organisation_id = $1 AND month >= $2 GROUP BY person_id";
        let rows: Vec<(Uuid, i64, i64)> = on!(&self.kept.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(month(since))
            .fetch_all(pool)
            .await)
        .map_err(Failure::doing("counting how often people were shown"))?;
        let times = |(id, shown, near_the_top): (Uuid, i64, i64)| TimesShown {
            person_id: id.into(),
            shown,
            near_the_top,
        };
        Ok(rows.into_iter().map(times).collect())
    }

    async fn looked_for(
        &self,
        who: &Connecting<'_>,
        since: NaiveDate,
    ) -> Result<Vec<(PersonId, i64)>, Failure> {
        let sql = "SELECT person_id, COUNT(*) FROM ranked_lists WHERE organisation_id = $1 AND month >= $2
             GROUP BY person_id";
        let rows: Vec<(Uuid, i64)> = on!(&self.kept.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(month(since))
            .fetch_all(pool)
            .await)
        .map_err(Failure::doing("counting for whom lists were shown"))?;
        Ok(rows.into_iter().map(|(id, lists)| (id.into(), lists)).collect())
    }

    async fn by_month(
        &self,
        who: &Connecting<'_>,
        since: NaiveDate,
    ) -> Result<Vec<(NaiveDate, i64, i64)>, Failure> {
        // Each person of a month first, in the order of the index.
        let sql = "SELECT each.month, CAST(SUM(each.lists) AS BIGINT), COUNT(*) FROM (
               SELECT month, person_id, COUNT(*) AS lists FROM ranked_lists
               WHERE organisation_id = $1 AND month >= $2 GROUP BY month, person_id) each
             GROUP BY each.month ORDER BY each.month DESC";
        let rows: Vec<(String, i64, i64)> = on!(&self.kept.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(month(since))
            .fetch_all(pool)
            .await)
        .map_err(Failure::doing("counting lists by month"))?;
        let first = |(month, lists, people): (String, i64, i64)| {
            let day = format!("{month}-01").parse().map_err(Failure::doing("reading the month of a list"))?;
            Ok((day, lists, people))
        };
        rows.into_iter().map(first).collect()
    }

    async fn forget(&self, organisation: OrganisationId, id: PersonId) -> Result<(), Failure> {
        self.kept.forgotten.write().unwrap_or_else(PoisonError::into_inner).insert(id);
        self.settled().await;
        let failed = || Failure::doing("forgetting somebody on the lists that were shown");
        let (house, kept) = (organisation.uuid(), &self.kept);
        for sql in [
            "UPDATE ranked_lists SET entries = NULL WHERE organisation_id = $1 AND person_id = $2",
            "UPDATE place_lists SET entries = NULL WHERE organisation_id = $1 AND person_id = $2",
            "DELETE FROM ranked_shown WHERE organisation_id = $1 AND person_id = $2",
        ] {
            on!(&kept.database, write, pool =>
                sqlx::query(sql).bind(house).bind(id.uuid()).execute(pool).await.map(drop))
            .map_err(failed())?;
        }
        let mut after = Uuid::nil();
        loop {
            let some = kept.some(house, after).await?;
            let Some((last, _)) = some.last() else { return Ok(()) };
            after = *last;
            for (list, sealed) in some {
                let mut entries = kept.open(list, &sealed)?;
                if !forget_in(&mut entries, |one| one == id) {
                    continue;
                }
                let sealed = kept.seal(list, &entries)?;
                let sql = "UPDATE ranked_lists SET entries = $1 WHERE list_id = $2";
                on!(&kept.database, write, pool =>
                    sqlx::query(sql).bind(sealed).bind(list).execute(pool).await.map(drop))
                .map_err(failed())?;
            }
        }
    }
}
