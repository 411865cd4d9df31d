//! Who waits for news hears of the last position: rung by this node's appends, and on PostgreSQL by
//! other nodes' through LISTEN. The bell only says that it is time to look; it carries no facts.
//!
//! Other nodes are told after the commit and not in it, at most once in [`TELLING`]: a NOTIFY inside
//! each append would cost every commit something, and they look by themselves if it is lost.

use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use app::log::LogError;
use sqlx::postgres::{PgListener, PgPool};
use tokio::sync::watch;
use tokio::task::AbortHandle;
use uuid::Uuid;

use super::keys::SubjectKeys;
use super::streams::Streams;
use super::{failed, head};
use crate::database::Database;

/// Appends of any node; the payload is the new head.
const LOG: &str = "kith_log";
/// Destroyed keys; the payload is the subject.
const KEYS: &str = "kith_keys";
/// How often other nodes are told, at most.
const TELLING: Duration = Duration::from_millis(5);
/// How long to wait before listening again when the database is away.
const PAUSE: Duration = Duration::from_secs(1);

/// The last position that anyone has told of.
pub(super) struct Bell {
    heard: watch::Sender<i64>,
    appended: watch::Sender<i64>,
    tasks: OnceLock<[AbortHandle; 2]>,
}

impl Bell {
    pub(super) fn new(position: i64) -> Self {
        Self {
            heard: watch::Sender::new(position),
            appended: watch::Sender::new(position),
            tasks: OnceLock::new(),
        }
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<i64> {
        self.heard.subscribe()
    }

    /// Rings here, unless this is old news.
    pub(super) fn ring(&self, position: i64) {
        self.heard.send_if_modified(|last| {
            let news = position > *last;
            *last = position.max(*last);
            news
        });
    }

    /// Rings here and on the other nodes.
    pub(super) fn appended(&self, position: i64) {
        self.ring(position);
        self.appended.send_replace(position);
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        self.tasks.get().into_iter().flatten().for_each(AbortHandle::abort);
    }
}

/// On PostgreSQL, listens to other nodes and tells them, for as long as the bell is there.
pub(super) async fn connect(
    database: &Database,
    bell: &Arc<Bell>,
    keys: &Arc<SubjectKeys>,
    streams: &Arc<Streams>,
) -> Result<(), LogError> {
    let Database::Postgres { write: pool, .. } = database else { return Ok(()) };
    let mut listener = PgListener::connect_with(pool).await.map_err(failed("listening to the log"))?;
    listener.listen_all([LOG, KEYS]).await.map_err(failed("listening to the log"))?;
    let others = Others {
        database: database.clone(),
        bell: Arc::downgrade(bell),
        keys: keys.clone(),
        streams: streams.clone(),
    };
    let listening = tokio::spawn(async move { while others.hear(&mut listener).await {} });
    let telling = tokio::spawn(tell(pool.clone(), bell.appended.subscribe()));
    // Set once, here, on a bell that is new.
    let _ = bell.tasks.set([listening.abort_handle(), telling.abort_handle()]);
    Ok(())
}

async fn tell(pool: PgPool, mut appended: watch::Receiver<i64>) {
    while appended.changed().await.is_ok() && !pool.is_closed() {
        let position = *appended.borrow_and_update();
        let told =
            sqlx::query("SELECT pg_notify($1, $2)").bind(LOG).bind(position.to_string()).execute(&pool).await;
        if let Err(error) = told {
            tracing::warn!(error = %error, "other nodes were not told of new events");
        }
        tokio::time::sleep(TELLING).await;
    }
}

struct Others {
    database: Database,
    bell: Weak<Bell>,
    keys: Arc<SubjectKeys>,
    streams: Arc<Streams>,
}

impl Others {
    /// Waits for one notice; `false` when there will be no more.
    async fn hear(&self, listener: &mut PgListener) -> bool {
        match listener.try_recv().await {
            Ok(Some(notice)) if notice.channel() == LOG => {
                if let (Some(bell), Ok(position)) = (self.bell.upgrade(), notice.payload().parse()) {
                    bell.ring(position);
                }
            }
            Ok(Some(notice)) => {
                if let Ok(subject) = Uuid::try_parse(notice.payload()) {
                    self.keys.forget(subject);
                    self.streams.forget();
                }
            }
            Ok(None) => self.catch_up().await,
            Err(sqlx::Error::PoolClosed) => return false,
            Err(error) => {
                tracing::warn!(error = %error, "other nodes are not heard; trying again");
                tokio::time::sleep(PAUSE).await;
                self.catch_up().await;
            }
        }
        true
    }

    /// The connection was lost, and with it perhaps some notices.
    async fn catch_up(&self) {
        self.keys.forget_cached();
        self.streams.forget();
        if let (Some(bell), Ok(position)) = (self.bell.upgrade(), head(&self.database).await) {
            bell.ring(position);
        }
    }
}
