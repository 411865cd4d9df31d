//! Turns at records that many ask something of at once. Whoever was overtaken on a record waits for a turn of their own
//! at it, so that of those who come back only one at a time decides afresh, and none is overtaken until it gives up.
//! Turns are of this node alone: that nothing is lost is the log's business, they only make it quick.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use futures::lock::{Mutex, MutexGuard};

use crate::log::StreamId;

/// So many records are waited for side by side; two that share a lane wait for each other now and then.
const LANES: usize = 64;

/// Who may decide afresh on which record.
#[derive(Clone)]
pub struct Turns {
    lanes: Arc<[Mutex<()>]>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { lanes: (0..LANES).map(|_| Mutex::default()).collect() }
    }
}

impl Turns {
    /// Waits for a turn at a record; it is over when the answer is dropped. Hold one at a time: two who each hold what the
    /// other waits for wait for ever.
    pub(super) async fn at(&self, stream: StreamId) -> MutexGuard<'_, ()> {
        let mut digest = DefaultHasher::new();
        stream.hash(&mut digest);
        let lane = usize::try_from(digest.finish() % LANES as u64).unwrap_or(0);
        self.lanes[lane].lock().await
    }
}
