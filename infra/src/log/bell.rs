//! Who waits for news hears of the last position: rung by this node's appends, and on PostgreSQL by
//! other nodes' through LISTEN. The bell only says that it is time to look; it carries no facts.

use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use app::log::LogError;
use sqlx::postgres::PgListener;
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
/// How long to wait before listening again when the database is away.
const PAUSE: Duration = Duration::from_secs(1);

/// The last position that anyone has told of.
pub(super) struct Bell {
    position: watch::Sender<i64>,
    listening: OnceLock<AbortHandle>,
}

impl Bell {
    pub(super) fn new(position: i64) -> Self {
        Self { position: watch::Sender::new(position), listening: OnceLock::new() }
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<i64> {
        self.position.subscribe()
    }

    /// Rings, unless this is old news.
    pub(super) fn ring(&self, position: i64) {
        self.position.send_if_modified(|last| {
            let news = position > *last;
            *last = position.max(*last);
            news
        });
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        if let Some(listening) = self.listening.get() {
            listening.abort();
        }
    }
}

/// Listens to other nodes for as long as the bell is there.
pub(super) async fn listen(
    database: &Database,
    bell: &Arc<Bell>,
    keys: &Arc<SubjectKeys>,
    streams: &Arc<Streams>,
) -> Result<(), LogError> {
    let Database::Postgres(pool) = database else { return Ok(()) };
    let mut listener = PgListener::connect_with(pool).await.map_err(failed("listening to the log"))?;
    listener.listen_all([LOG, KEYS]).await.map_err(failed("listening to the log"))?;
    let others = Others {
        database: database.clone(),
        bell: Arc::downgrade(bell),
        keys: keys.clone(),
        streams: streams.clone(),
    };
    let task = tokio::spawn(async move { while others.hear(&mut listener).await {} });
    // Set once, here, on a bell that is new.
    let _ = bell.listening.set(task.abort_handle());
    Ok(())
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
                tracing::warn!(error = %error, "the log is not heard from; trying again");
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
