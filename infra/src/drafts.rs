//! What somebody has begun to type, in a table beside the log. Each row is sealed: under the key of whom the
//! form is about, so that it goes with them, or under the installation's own where it is about nobody yet.

use app::access::Connecting;
use app::clock::following_from;
use app::drafts::{About, Draft, Drafts, MOST_DRAFTS};
use app::error::Failure;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::shared::ids::{AccountId, OrganisationId, PersonId};
use uuid::Uuid;

use crate::database::Database;
use crate::log::{Log, Place};
use crate::on;
use crate::safe::Safe;

const KEEP: &str =
    "INSERT INTO drafts (draft_id, account_id, organisation_id, person_id, other_id, saved_at, sealed)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (draft_id) DO UPDATE SET saved_at = excluded.saved_at, sealed = excluded.sealed,
        person_id = excluded.person_id, other_id = excluded.other_id";
/// The oldest make room.
const MAKE_ROOM: &str = "DELETE FROM drafts WHERE account_id = $1 AND draft_id NOT IN
    (SELECT draft_id FROM drafts WHERE account_id = $1 ORDER BY saved_at DESC, draft_id LIMIT $2)";
const READ: &str = "SELECT person_id, saved_at, sealed FROM drafts WHERE draft_id = $1 AND account_id = $2 \
    AND saved_at >= $3";
const DROP: &str = "DELETE FROM drafts WHERE draft_id = $1 AND account_id = $2";
const FORGET: &str = "DELETE FROM drafts WHERE person_id = $1 OR other_id = $1
    OR (organisation_id = $2 AND person_id IS NULL)";
const DROP_OLD: &str = "DELETE FROM drafts WHERE saved_at < $1";

/// The drafts of every account, in either database.
#[derive(Clone)]
pub struct SqlDrafts {
    database: Database,
    log: Log,
    safe: Safe,
}

impl SqlDrafts {
    /// The drafts of a database whose migrations have run.
    pub fn new(database: Database, log: Log, safe: Safe) -> Self {
        Self { database, log, safe }
    }

    async fn read(
        &self,
        account: AccountId,
        form: &str,
        since: DateTime<Utc>,
    ) -> Result<Option<Draft>, Failure> {
        let id = draft_id(account, form);
        let row: Option<(Option<Uuid>, DateTime<Utc>, Vec<u8>)> = on!(&self.database, read, pool =>
            sqlx::query_as(READ).bind(id).bind(account.uuid()).bind(since).fetch_optional(pool).await)
        .map_err(Failure::doing("reading a draft"))?;
        let Some((person, saved_at, sealed)) = row else { return Ok(None) };
        let clear = match person {
            Some(person) => {
                let opened = self.log.open_beside(place(person.into(), id), &sealed).await;
                match opened.map_err(Failure::doing("opening a draft"))? {
                    Some(clear) => clear,
                    None => return Ok(None),
                }
            }
            None => self.safe.open(id, &sealed)?.to_vec(),
        };
        let fields = serde_json::from_slice(&clear).map_err(Failure::doing("reading a draft"))?;
        Ok(Some(Draft { form: form.to_owned(), saved_at, fields }))
    }
}

/// One account's draft of one form. The address itself is not kept.
fn draft_id(account: AccountId, form: &str) -> Uuid {
    following_from([b"draft", account.uuid().as_bytes(), form.as_bytes()])
}

fn place(subject: PersonId, id: Uuid) -> Place<'static> {
    Place { subject, of: id, part: "draft", piece: 0 }
}

#[async_trait]
impl Drafts for SqlDrafts {
    async fn keep(&self, who: &Connecting<'_>, about: About, draft: &Draft) -> Result<(), Failure> {
        let id = draft_id(who.account(), &draft.form);
        let clear = serde_json::to_vec(&draft.fields).map_err(Failure::doing("writing a draft"))?;
        let sealed = match about.person {
            Some(person) => {
                let sealed = self.log.seal_beside(place(person, id), &clear).await;
                sealed.map_err(Failure::doing("sealing a draft"))?
            }
            None => self.safe.seal(id, &clear)?,
        };
        on!(&self.database, write, pool => {
            sqlx::query(KEEP)
                .bind(id)
                .bind(who.account().uuid())
                .bind(who.organisation().uuid())
                .bind(about.person.map(PersonId::uuid))
                .bind(about.other.map(PersonId::uuid))
                .bind(draft.saved_at)
                .bind(sealed)
                .execute(pool)
                .await
                .map_err(Failure::doing("keeping a draft"))?;
            sqlx::query(MAKE_ROOM)
                .bind(who.account().uuid())
                .bind(MOST_DRAFTS)
                .execute(pool)
                .await
                .map(drop)
                .map_err(Failure::doing("keeping a draft"))
        })
    }

    async fn of(
        &self,
        who: &Connecting<'_>,
        forms: &[String],
        since: DateTime<Utc>,
    ) -> Result<Vec<Draft>, Failure> {
        let mut found = Vec::new();
        for form in forms {
            found.extend(self.read(who.account(), form, since).await?);
        }
        Ok(found)
    }

    async fn discard(&self, account: AccountId, form: &str) -> Result<(), Failure> {
        let id = draft_id(account, form);
        on!(&self.database, write, pool =>
            sqlx::query(DROP).bind(id).bind(account.uuid()).execute(pool).await.map(drop))
        .map_err(Failure::doing("dropping a draft"))
    }

    async fn forget(&self, house: OrganisationId, of: PersonId) -> Result<(), Failure> {
        on!(&self.database, write, pool =>
            sqlx::query(FORGET).bind(of.uuid()).bind(house.uuid()).execute(pool).await.map(drop))
        .map_err(Failure::doing("forgetting drafts"))
    }

    async fn drop_old(&self, before: DateTime<Utc>) -> Result<(), Failure> {
        on!(&self.database, write, pool => sqlx::query(DROP_OLD).bind(before).execute(pool).await.map(drop))
            .map_err(Failure::doing("dropping old drafts"))
    }
}
