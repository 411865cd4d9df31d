//! Lists of places that were shown for somebody: sealed, in a table of their own, written by the same task. A
//! place says nothing about anybody, but which of them were put before somebody does.

use app::access::Connecting;
use app::error::Failure;
use app::nearby::{PlaceEntries, PlaceList, PlaceLists};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::shared::ids::PersonId;
use uuid::Uuid;

use super::{Job, Kept, SqlRankedLists};
use crate::on;

const KEEP: &str = "INSERT INTO place_lists (list_id, organisation_id, person_id, shown_to, shown_at, shown_on, \
    rules, ranked, left_out, entries) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
    ON CONFLICT (list_id) DO NOTHING";
const LATEST: &str = "SELECT list_id, organisation_id, person_id, shown_to, shown_at, shown_on, rules, ranked, \
    left_out, entries FROM place_lists WHERE organisation_id = $1 AND person_id = $2 \
    ORDER BY shown_at DESC, list_id LIMIT $3";

#[derive(sqlx::FromRow)]
struct Row {
    list_id: Uuid,
    organisation_id: Uuid,
    person_id: Uuid,
    shown_to: Uuid,
    shown_at: DateTime<Utc>,
    shown_on: NaiveDate,
    rules: i64,
    ranked: i64,
    left_out: i64,
    entries: Option<Vec<u8>>,
}

impl Kept {
    pub(super) async fn write_places(&self, list: PlaceList) -> Result<(), Failure> {
        let id = list.list_id.uuid();
        let entries = list.entries.filter(|_| !self.is_forgotten(list.person_id));
        let sealed = entries.map(|entries| self.seal_places(id, &entries)).transpose()?;
        on!(&self.database, write, pool => sqlx::query(KEEP)
            .bind(id)
            .bind(list.organisation.uuid())
            .bind(list.person_id.uuid())
            .bind(list.shown_to.uuid())
            .bind(list.shown_at)
            .bind(list.shown_on)
            .bind(i64::from(list.rules))
            .bind(list.counted.0)
            .bind(list.counted.1)
            .bind(sealed)
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("keeping a list of places that was shown"))
    }

    fn seal_places(&self, id: Uuid, entries: &PlaceEntries) -> Result<Vec<u8>, Failure> {
        let text = serde_json::to_vec(entries).map_err(Failure::doing("writing a list of places"))?;
        self.safe.seal(id, &text)
    }

    fn open_places(&self, row: Row) -> Result<PlaceList, Failure> {
        let open = |sealed: Vec<u8>| {
            let clear = self.safe.open(row.list_id, &sealed)?;
            serde_json::from_slice(&clear).map_err(Failure::doing("reading a list of places"))
        };
        Ok(PlaceList {
            list_id: row.list_id.into(),
            organisation: row.organisation_id.into(),
            person_id: row.person_id.into(),
            shown_to: row.shown_to.into(),
            shown_at: row.shown_at,
            shown_on: row.shown_on,
            rules: u16::try_from(row.rules).unwrap_or_default(),
            counted: (row.ranked, row.left_out),
            entries: row.entries.map(open).transpose()?,
        })
    }
}

#[async_trait]
impl PlaceLists for SqlRankedLists {
    async fn keep_places(&self, list: PlaceList) -> Result<(), Failure> {
        let sent = self.queue.send(Job::WritePlaces(Box::new(list))).await;
        sent.map_err(|_| Failure::doing("keeping a list of places that was shown")("nobody writes any more"))
    }

    async fn latest_places(
        &self,
        who: &Connecting<'_>,
        of: PersonId,
        limit: i64,
    ) -> Result<Vec<PlaceList>, Failure> {
        let rows: Vec<Row> = on!(&self.kept.database, read, pool => sqlx::query_as(LATEST)
            .bind(who.organisation().uuid())
            .bind(of.uuid())
            .bind(limit)
            .fetch_all(pool)
            .await)
        .map_err(Failure::doing("listing lists of places that were shown"))?;
        rows.into_iter().map(|row| self.kept.open_places(row)).collect()
    }
}
