//! Time and chance are given, not taken. These two ports are the only way to either; the real ones
//! live in `infra::clock`, the manual ones here, for the demo, tests and benchmarks.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What time it is.
pub trait Clock: Send + Sync {
    /// This instant.
    fn now(&self) -> DateTime<Utc>;

    /// The civil date where the work is done, Europe/London.
    fn today(&self) -> NaiveDate;
}

/// Where new ids come from.
pub trait Ids: Send + Sync {
    /// An id that nothing else has.
    fn next(&self) -> Uuid;
}

/// A clock that stands still until it is moved.
#[derive(Debug, Default)]
pub struct ManualClock {
    micros: AtomicI64,
}

impl ManualClock {
    /// A clock standing at `instant`.
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self { micros: AtomicI64::new(instant.timestamp_micros()) }
    }

    /// Moves to `instant`, forwards or back.
    pub fn set(&self, instant: DateTime<Utc>) {
        self.micros.store(instant.timestamp_micros(), Ordering::SeqCst);
    }

    /// Moves on.
    pub fn advance(&self, by: Duration) {
        self.micros.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.micros.load(Ordering::SeqCst)).unwrap_or_default()
    }

    fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }
}

/// Ids that are the same for the same seed: the demo and the tests replay exactly.
#[derive(Debug)]
pub struct SeededIds(Mutex<u64>);

impl SeededIds {
    /// Ids that follow from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

/// The id that follows from these bytes: the same wherever and whenever it is asked for.
pub fn following_from<const PARTS: usize>(parts: [&[u8]; PARTS]) -> Uuid {
    let digest = parts.into_iter().fold(Sha256::new(), Sha256::chain_update).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// SplitMix64: small, well distributed, and the same everywhere.
pub fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Ids for SeededIds {
    fn next(&self) -> Uuid {
        let mut state = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (high, low) = (split_mix(&mut state), split_mix(&mut state));
        let bits = (u128::from(high) << 64) | u128::from(low);
        uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
    }
}
