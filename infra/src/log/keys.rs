//! One data key per person, wrapped by the master key and kept in `subject_keys`. Made when first
//! needed, or for many at once before they come, durable before anything is sealed under it, and the same one whoever made it first.
//!
//! Destroying a key empties its row for good: the row stays, so that no second key is ever made.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use app::clock::Clock;
use app::log::LogError;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use sqlx::{QueryBuilder, Row};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::master_key::{MasterKey, fill};
use super::sealing::{Key, Keyring};
use super::{failed, wrong};
use crate::database::Database;
use crate::on;

/// Keys kept in memory: about 100 bytes each. When there are more, all are dropped and read again.
const CACHED: usize = 50_000;
/// Keys made at once, and asked for at once on SQLite, which has no arrays.
const AT_ONCE: usize = 64;
const NONCE: usize = 24;

/// Everybody's keys.
pub(super) struct SubjectKeys {
    database: Database,
    master: XChaCha20Poly1305,
    clock: Arc<dyn Clock>,
    cached: RwLock<HashMap<Uuid, Key>>,
    /// Counts forgettings, so that a key read before one is not cached after it.
    forgettings: AtomicU64,
}

impl SubjectKeys {
    /// Refuses a master key that does not open what is there.
    pub(super) async fn open(
        database: Database,
        master: MasterKey,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, LogError> {
        const ONE: &str = "SELECT subject, wrapped FROM subject_keys WHERE wrapped IS NOT NULL LIMIT 1";
        let keys = Self {
            database,
            master: XChaCha20Poly1305::new(master.bytes().into()),
            clock,
            cached: RwLock::default(),
            forgettings: AtomicU64::new(0),
        };
        let one: Option<(Uuid, Vec<u8>)> =
            on!(&keys.database, read, pool => sqlx::query_as(ONE).fetch_optional(pool).await)
                .map_err(failed("reading a key"))?;
        if let Some((subject, wrapped)) = one {
            keys.unwrap(subject, &wrapped)?;
        }
        Ok(keys)
    }

    /// The keys to open what was said about `subjects`.
    pub(super) async fn for_reading(&self, subjects: HashSet<Uuid>) -> Result<Keyring, LogError> {
        let mut ring = Keyring::with_capacity(subjects.len());
        let mut missing = Vec::new();
        {
            let cached = self.cached.read().unwrap_or_else(PoisonError::into_inner);
            for subject in subjects {
                match cached.get(&subject) {
                    Some(key) => drop(ring.insert(subject, key.clone())),
                    None => missing.push(subject),
                }
            }
        }
        if !missing.is_empty() {
            ring.extend(self.read(&missing).await?);
        }
        Ok(ring)
    }

    /// The keys to seal something about `subjects`; made if there are none yet.
    pub(super) async fn for_sealing(&self, subjects: HashSet<Uuid>) -> Result<Keyring, LogError> {
        let wanted: Vec<Uuid> = subjects.iter().copied().collect();
        let mut ring = self.for_reading(subjects).await?;
        let missing: Vec<Uuid> = wanted.into_iter().filter(|subject| !ring.contains_key(subject)).collect();
        if !missing.is_empty() {
            self.make(&missing).await?;
            ring.extend(self.read(&missing).await?);
        }
        Ok(ring)
    }

    /// Destroys a key, in the database first and then in memory. Safe to repeat after a crash.
    pub(super) async fn destroy(&self, subject: Uuid) -> Result<(), LogError> {
        const DESTROY: &str = "INSERT INTO subject_keys (subject, wrapped, created_at, destroyed_at)
            VALUES ($1, NULL, $2, $2)
            ON CONFLICT (subject) DO UPDATE SET wrapped = NULL,
                destroyed_at = COALESCE(subject_keys.destroyed_at, excluded.destroyed_at)";
        let doing = failed("destroying a key");
        let now = self.clock.now();
        on!(&self.database, write, pool => sqlx::query(DESTROY).bind(subject).bind(now).execute(pool).await.map(drop))
            .map_err(&doing)?;
        self.forget(subject);
        match &self.database {
            // What was overwritten must not live on in the write-ahead log. The pages are clean already;
            // if readers are in the way the next checkpoint does the rest.
            Database::Sqlite { write, .. } => {
                sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(write).await.map_err(&doing)?;
            }
            Database::Postgres { write: pool, .. } => {
                sqlx::query("SELECT pg_notify('kith_keys', $1)")
                    .bind(subject.to_string())
                    .execute(pool)
                    .await
                    .map_err(&doing)?;
            }
        }
        Ok(())
    }

    /// Drops one key from memory: it was destroyed, here or by another node.
    pub(super) fn forget(&self, subject: Uuid) {
        self.forgettings.fetch_add(1, Ordering::SeqCst);
        self.cached.write().unwrap_or_else(PoisonError::into_inner).remove(&subject);
    }

    /// Drops all keys from memory.
    pub(super) fn forget_cached(&self) {
        self.forgettings.fetch_add(1, Ordering::SeqCst);
        self.cached.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    async fn read(&self, subjects: &[Uuid]) -> Result<Keyring, LogError> {
        let doing = failed("reading keys");
        let forgettings = self.forgettings.load(Ordering::SeqCst);
        let mut rows: Vec<(Uuid, Option<Vec<u8>>)> = Vec::with_capacity(subjects.len());
        match &self.database {
            Database::Postgres { read: pool, .. } => {
                const SOME: &str = "SELECT subject, wrapped FROM subject_keys WHERE subject = ANY($1)";
                for row in sqlx::query(SOME).bind(subjects).fetch_all(pool).await.map_err(&doing)? {
                    rows.push((row.get(0), row.get(1)));
                }
            }
            Database::Sqlite { read, .. } => {
                for some in subjects.chunks(AT_ONCE) {
                    // Always the same number of places, so that the statement is prepared once.
                    let places = if some.len() == 1 { 1 } else { AT_ONCE };
                    let text = format!(
                        "SELECT subject, wrapped FROM subject_keys WHERE subject IN ({})",
                        vec!["?"; places].join(",")
                    );
                    let mut query = sqlx::query(&text);
                    for place in 0..places {
                        query = query.bind(some.get(place).unwrap_or(&some[0]));
                    }
                    for row in query.fetch_all(read).await.map_err(&doing)? {
                        rows.push((row.get(0), row.get(1)));
                    }
                }
            }
        }
        let mut ring = Keyring::with_capacity(rows.len());
        for (subject, wrapped) in rows {
            let key = match wrapped {
                Some(wrapped) => Key::Live(self.unwrap(subject, &wrapped)?),
                None => Key::Destroyed,
            };
            ring.insert(subject, key);
        }
        let mut cached = self.cached.write().unwrap_or_else(PoisonError::into_inner);
        if forgettings == self.forgettings.load(Ordering::SeqCst) {
            if cached.len() + ring.len() > CACHED {
                cached.clear();
            }
            cached.extend(ring.iter().map(|(subject, key)| (*subject, key.clone())));
        }
        Ok(ring)
    }

    /// Makes keys that are not there; where somebody else was first, theirs stands.
    async fn make(&self, subjects: &[Uuid]) -> Result<(), LogError> {
        let now = self.clock.now();
        // In the same order by everybody: PostgreSQL lets two who make some of the same keys wait for each other row by
        // row, and each in an order of its own would wait for ever.
        let mut subjects = subjects.to_vec();
        subjects.sort_unstable();
        for some in subjects.chunks(AT_ONCE) {
            let mut made = Vec::with_capacity(some.len());
            for subject in some {
                let mut key = Zeroizing::new([0; 32]);
                fill(&mut *key).map_err(failed("making a key"))?;
                made.push((subject, self.wrap(*subject, &key)?));
            }
            on!(&self.database, write, pool => {
                let mut text = QueryBuilder::new("INSERT INTO subject_keys (subject, wrapped, created_at) ");
                text.push_values(made, |mut row, (subject, wrapped)| {
                    row.push_bind(subject).push_bind(wrapped).push_bind(now);
                });
                text.push(" ON CONFLICT (subject) DO NOTHING");
                // So many different texts need not be kept prepared.
                text.build().persistent(some.len() == 1).execute(pool).await.map(drop)
            })
            .map_err(failed("making a key"))?;
        }
        Ok(())
    }

    fn wrap(&self, subject: Uuid, key: &[u8; 32]) -> Result<Vec<u8>, LogError> {
        let mut wrapped = vec![0; NONCE];
        fill(&mut wrapped).map_err(failed("making a key"))?;
        let bound = Payload { msg: key, aad: subject.as_bytes() };
        let text = self.master.encrypt(XNonce::from_slice(&wrapped), bound);
        wrapped.extend(text.map_err(|_| wrong("making a key", "it could not be wrapped"))?);
        Ok(wrapped)
    }

    fn unwrap(&self, subject: Uuid, wrapped: &[u8]) -> Result<XChaCha20Poly1305, LogError> {
        let wrong = || {
            failed("reading a key")(
                "the master key is not the one with which this database's keys were wrapped",
            )
        };
        let (nonce, text) = wrapped.split_at_checked(NONCE).ok_or_else(wrong)?;
        let bound = Payload { msg: text, aad: subject.as_bytes() };
        let key = Zeroizing::new(self.master.decrypt(XNonce::from_slice(nonce), bound).map_err(|_| wrong())?);
        XChaCha20Poly1305::new_from_slice(&key).map_err(|_| wrong())
    }
}
