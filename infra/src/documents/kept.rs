//! Files in pieces, each sealed under the key of the person it is about and written on its own: a large
//! file keeps the one writing connection for no longer than a note does.

use app::access::Connecting;
use app::documents::{Documents, Part, Readied};
use app::error::Failure;
use app::log::AppendError;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::shared::ids::{DocumentId, OrganisationId, PersonId};
use uuid::Uuid;

use crate::database::Database;
use crate::log::{Log, Place};
use crate::on;
use crate::safe::Safe;

/// Bytes of a piece before it is sealed.
const PIECE: usize = 256 * 1024;

const KEEP: &str = "INSERT INTO documents (document_id, organisation_id, person_id, mark, kept_at, named)
    VALUES ($1, $2, $3, $4, $5, FALSE) ON CONFLICT (document_id) DO NOTHING";
const SAME: &str = "SELECT document_id FROM documents
    WHERE document_id = $1 AND organisation_id = $2 AND person_id = $3 AND mark = $4";
const PUT: &str = "INSERT INTO document_pieces (document_id, part, piece, sealed) VALUES ($1, $2, $3, $4)
    ON CONFLICT (document_id, part, piece) DO NOTHING";
const NAME: &str =
    "UPDATE documents SET named = $2 WHERE document_id = $1 AND person_id = $3 AND named <> $2";
const READ: &str = "SELECT p.piece, p.sealed FROM document_pieces p JOIN documents d ON d.document_id = p.document_id
    WHERE p.document_id = $1 AND d.organisation_id = $2 AND d.person_id = $3 AND p.part = $4 ORDER BY p.piece";
const DROP: &str = "DELETE FROM documents WHERE document_id = $1 AND person_id = $2 AND NOT named";
const FORGET: &str = "DELETE FROM documents WHERE person_id = $1";
const UNNAMED: &str = "SELECT person_id, document_id FROM documents WHERE NOT named AND kept_at < $1";

/// The files of every organisation, in either database.
#[derive(Clone)]
pub struct SqlDocuments {
    database: Database,
    log: Log,
    safe: Safe,
}

impl SqlDocuments {
    /// The files of a database whose migrations have run.
    pub fn new(database: Database, log: Log, safe: Safe) -> Self {
        Self { database, log, safe }
    }

    async fn put(&self, of: PersonId, id: DocumentId, part: Part, bytes: &[u8]) -> Result<(), Failure> {
        for (piece, clear) in (0_i64..).zip(bytes.chunks(PIECE)) {
            let place = Place { subject: of, of: id.uuid(), part: part.code(), piece };
            let sealed = self.log.seal_beside(place, clear).await.map_err(as_failure)?;
            on!(&self.database, write, pool => sqlx::query(PUT)
                .bind(id.uuid())
                .bind(part.code())
                .bind(piece)
                .bind(sealed)
                .execute(pool)
                .await
                .map(drop))
            .map_err(Failure::doing("keeping a file"))?;
        }
        Ok(())
    }
}

fn as_failure(error: AppendError) -> Failure {
    Failure::doing("sealing a file")(error)
}

#[async_trait]
impl Documents for SqlDocuments {
    async fn keep(
        &self,
        who: &Connecting<'_>,
        of: PersonId,
        id: DocumentId,
        file: &Readied,
        now: DateTime<Utc>,
    ) -> Result<bool, Failure> {
        on!(&self.database, write, pool => sqlx::query(KEEP)
            .bind(id.uuid())
            .bind(who.organisation().uuid())
            .bind(of.uuid())
            .bind(self.safe.mark(&file.digest))
            .bind(now)
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("keeping a file"))?;
        if !self.is_kept(who.organisation(), of, id, &file.digest).await? {
            return Ok(false);
        }
        self.put(of, id, Part::Whole, &file.bytes).await?;
        if let Some(thumbnail) = &file.thumbnail {
            self.put(of, id, Part::Thumbnail, thumbnail).await?;
        }
        Ok(true)
    }

    async fn is_kept(
        &self,
        house: OrganisationId,
        of: PersonId,
        id: DocumentId,
        digest: &str,
    ) -> Result<bool, Failure> {
        let mark = self.safe.mark(digest);
        // Asked of the writing side, which has what was just kept.
        let row: Option<(Uuid,)> = on!(&self.database, write, pool => sqlx::query_as(SAME)
            .bind(id.uuid())
            .bind(house.uuid())
            .bind(of.uuid())
            .bind(mark)
            .fetch_optional(pool)
            .await)
        .map_err(Failure::doing("looking for a file"))?;
        Ok(row.is_some())
    }

    async fn name(&self, of: PersonId, id: DocumentId, named: bool) -> Result<(), Failure> {
        on!(&self.database, write, pool =>
            sqlx::query(NAME).bind(id.uuid()).bind(named).bind(of.uuid()).execute(pool).await.map(drop))
        .map_err(Failure::doing("naming a file"))
    }

    async fn read(
        &self,
        who: &Connecting<'_>,
        of: PersonId,
        id: DocumentId,
        part: Part,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let rows: Vec<(i64, Vec<u8>)> = on!(&self.database, read, pool => sqlx::query_as(READ)
            .bind(id.uuid())
            .bind(who.organisation().uuid())
            .bind(of.uuid())
            .bind(part.code())
            .fetch_all(pool)
            .await)
        .map_err(Failure::doing("reading a file"))?;
        if rows.is_empty() {
            return Ok(None);
        }
        let mut whole = Vec::with_capacity(rows.len() * PIECE);
        for (piece, sealed) in rows {
            let place = Place { subject: of, of: id.uuid(), part: part.code(), piece };
            let opened = self.log.open_beside(place, &sealed).await;
            match opened.map_err(Failure::doing("opening a file"))? {
                Some(clear) => whole.extend(clear),
                None => return Ok(None),
            }
        }
        Ok(Some(whole))
    }

    async fn drop_unnamed(&self, of: PersonId, id: DocumentId) -> Result<(), Failure> {
        on!(&self.database, write, pool =>
            sqlx::query(DROP).bind(id.uuid()).bind(of.uuid()).execute(pool).await.map(drop))
        .map_err(Failure::doing("dropping a file"))
    }

    async fn forget(&self, of: PersonId) -> Result<(), Failure> {
        on!(&self.database, write, pool => sqlx::query(FORGET).bind(of.uuid()).execute(pool).await.map(drop))
            .map_err(Failure::doing("forgetting files"))
    }

    async fn unnamed(&self, since_before: DateTime<Utc>) -> Result<Vec<(PersonId, DocumentId)>, Failure> {
        let rows: Vec<(Uuid, Uuid)> = on!(&self.database, read, pool =>
            sqlx::query_as(UNNAMED).bind(since_before).fetch_all(pool).await)
        .map_err(Failure::doing("looking for files without an event"))?;
        Ok(rows.into_iter().map(|(of, id)| (of.into(), id.into())).collect())
    }
}
