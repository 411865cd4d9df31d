//! States of streams as lately known, so that a command need not read its history again.
//!
//! Two generations: what is used moves to the young one, and when that is full it becomes the old one
//! and the old one goes. Nothing here is ever ahead of the database; it may be behind another node.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use app::log::{Loaded, StreamId};

/// Streams in one generation.
const GENERATION: usize = 5_000;
/// After someone was forgotten, states that commands made may still hold what was known before; for
/// this long, longer than any command takes, only what is read from the database is kept.
const WARY: Duration = Duration::from_secs(60);

/// A state and the hash of its last event.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) loaded: Loaded,
    pub(super) tip: [u8; 32],
}

/// Where a stream stands, compared with a version on which a command was decided.
pub(super) enum Tip {
    /// Just there; the hash of its last event.
    Here([u8; 32]),
    /// It has moved on.
    Ahead,
    /// Not known here.
    Unknown,
}

/// What is known of streams.
#[derive(Default)]
pub(super) struct Streams(Mutex<Generations>);

#[derive(Default)]
struct Generations {
    young: HashMap<StreamId, Known>,
    old: HashMap<StreamId, Known>,
    clearings: u64,
    wary_until: Option<Instant>,
}

/// When a reading began.
pub(super) struct Begun(u64);

impl Streams {
    pub(super) fn get(&self, stream: StreamId) -> Option<Known> {
        self.lock().find(stream).cloned()
    }

    /// The tip of a stream against `expected`.
    pub(super) fn tip(&self, stream: StreamId, expected: i64) -> Tip {
        match self.lock().find(stream) {
            Some(known) if known.loaded.version == expected => Tip::Here(known.tip),
            Some(known) if known.loaded.version > expected => Tip::Ahead,
            Some(_) => Tip::Unknown,
            None if expected == 0 => Tip::Here(super::chain::START),
            None => Tip::Unknown,
        }
    }

    /// To be called before the database is read.
    pub(super) fn begin_read(&self) -> Begun {
        Begun(self.lock().clearings)
    }

    /// Keeps what was read, unless something was cleared since the reading began.
    pub(super) fn put_read(&self, begun: Begun, known: Known) {
        let mut generations = self.lock();
        if generations.clearings == begun.0 {
            generations.put(known);
        }
    }

    /// Keeps what commands made, now that it is durable.
    pub(super) fn put_appended(&self, known: impl IntoIterator<Item = Known>) {
        let mut generations = self.lock();
        if generations.wary_until.is_some_and(|until| Instant::now() < until) {
            for known in known {
                generations.remove(known.loaded.stream);
            }
            return;
        }
        generations.wary_until = None;
        for known in known {
            generations.put(known);
        }
    }

    /// Drops one stream.
    pub(super) fn remove(&self, stream: StreamId) {
        self.lock().remove(stream);
    }

    /// Drops every state.
    pub(super) fn clear(&self) {
        let mut generations = self.lock();
        generations.clearings += 1;
        generations.young = HashMap::new();
        generations.old = HashMap::new();
    }

    /// Drops every state, because someone is forgotten.
    pub(super) fn forget(&self) {
        self.clear();
        self.lock().wary_until = Some(Instant::now() + WARY);
    }

    fn lock(&self) -> MutexGuard<'_, Generations> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generations {
    fn find(&mut self, stream: StreamId) -> Option<&Known> {
        if let Some(known) = self.old.remove(&stream) {
            self.make_room();
            self.young.insert(stream, known);
        }
        self.young.get(&stream)
    }

    /// Keeps `known`, unless something later is known already.
    fn put(&mut self, known: Known) {
        let stream = known.loaded.stream;
        if self.find(stream).is_none_or(|there| there.loaded.version <= known.loaded.version) {
            self.make_room();
            self.young.insert(stream, known);
        }
    }

    fn remove(&mut self, stream: StreamId) {
        self.young.remove(&stream);
        self.old.remove(&stream);
    }

    fn make_room(&mut self) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{Noun, State};
    use uuid::Uuid;

    use super::*;

    fn known(id: u128, version: i64) -> Known {
        let stream = StreamId::new(Noun::Person, Uuid::from_u128(id));
        let loaded =
            Loaded { stream, version, organisation: None, state: Arc::new(State::new(Noun::Person)) };
        Known { loaded, tip: [version as u8; 32] }
    }

    fn version(streams: &Streams, id: u128) -> Option<i64> {
        streams.get(known(id, 0).loaded.stream).map(|known| known.loaded.version)
    }

    #[test]
    fn what_is_used_stays_and_there_is_an_end_to_it() {
        let streams = Streams::default();
        for id in 0..30_000 {
            streams.put_appended([known(id, 1)]);
            assert_eq!(version(&streams, 0), Some(1));
        }
        assert_eq!(version(&streams, 1), None);
        let generations = streams.lock();
        assert!(generations.young.len() + generations.old.len() <= 2 * GENERATION);
    }

    #[test]
    fn a_late_reading_does_not_turn_a_stream_back() {
        let streams = Streams::default();
        let begun = streams.begin_read();
        streams.put_appended([known(1, 5)]);
        streams.put_read(begun, known(1, 4));
        assert_eq!(version(&streams, 1), Some(5));
    }

    #[test]
    fn what_was_known_before_a_forgetting_is_not_kept_after_it() {
        let streams = Streams::default();
        streams.put_appended([known(1, 1)]);
        let begun = streams.begin_read();
        streams.forget();
        streams.put_read(begun, known(1, 1));
        streams.put_appended([known(1, 2)]);
        assert_eq!(version(&streams, 1), None);
        streams.put_read(streams.begin_read(), known(1, 2));
        assert_eq!(version(&streams, 1), Some(2));
    }
}
