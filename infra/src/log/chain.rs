//! Tamper evidence: every event's hash covers the one before it in its stream and every stored column
//! except the position, sealed as stored, so that forgetting someone breaks nothing.
//!
//! SHA-256 over, in this order: previous hash (32 zero bytes at first) · event id · stream id ·
//! command id · organisation · actor (16 bytes each) · sequence · recorded_at in microseconds (8 bytes
//! each, big-endian) · noun, event type and event version (each after its length in 4 bytes) · payload.
//! Positions are checked by being 1, 2, 3, … and rising with the sequence of each stream.

use std::collections::HashMap;

use app::log::LogError;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::stored::Stored;
use super::{failed, feed, head};
use crate::database::Database;

/// What comes before the first event of a stream.
pub(super) const START: [u8; 32] = [0; 32];

const PAGE: i64 = 5_000;

/// What [`super::Log::verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every event is what it was when it was recorded.
    Intact {
        /// How many there are.
        events: i64,
    },
    /// Something was altered, taken out or put in.
    Broken {
        /// The first position that disagrees.
        position: i64,
    },
}

/// What a hash covers besides the hash before it.
pub(super) struct Covered<'a> {
    pub(super) event_id: Uuid,
    pub(super) stream_id: Uuid,
    pub(super) command_id: Uuid,
    pub(super) organisation: Uuid,
    pub(super) actor: Uuid,
    pub(super) sequence: i64,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) noun: &'a str,
    pub(super) event_type: &'a str,
    pub(super) event_version: &'a str,
    pub(super) payload: &'a str,
}

/// The hash of the event that follows `previous` in its stream.
pub(super) fn link(previous: &[u8; 32], event: &Covered<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(previous);
    for id in [event.event_id, event.stream_id, event.command_id, event.organisation, event.actor] {
        hash.update(id.as_bytes());
    }
    hash.update(event.sequence.to_be_bytes());
    hash.update(event.recorded_at.timestamp_micros().to_be_bytes());
    for name in [event.noun, event.event_type, event.event_version] {
        hash.update((name.len() as u32).to_be_bytes());
        hash.update(name);
    }
    hash.update(event.payload);
    hash.finalize().into()
}

/// Follows the log from its beginning and says where it stops being what was recorded.
#[derive(Default)]
pub(super) struct Check {
    position: i64,
    tips: HashMap<(String, Uuid), (i64, [u8; 32])>,
}

impl Check {
    /// Whether `row` is what comes next; `false` once is `false` for good.
    pub(super) fn follows(&mut self, row: &Stored) -> bool {
        self.position += 1;
        let Ok(stream_id) = Uuid::try_parse(&row.aggregate_id) else { return false };
        let tip = self.tips.entry((row.aggregate_type.clone(), stream_id)).or_insert((0, START));
        let covered = Covered {
            event_id: row.event_id,
            stream_id,
            command_id: row.command_id,
            organisation: row.organisation,
            actor: row.actor,
            sequence: row.sequence,
            recorded_at: row.recorded_at,
            noun: &row.aggregate_type,
            event_type: &row.event_type,
            event_version: &row.event_version,
            payload: &row.payload,
        };
        let hash = link(&tip.1, &covered);
        let sound = row.position == self.position && row.sequence == tip.0 + 1 && row.hash == hash;
        *tip = (row.sequence, hash);
        sound
    }
}

/// Re-computes the whole log.
pub(super) async fn verify(database: &Database) -> Result<Verdict, LogError> {
    let head = head(database).await?;
    let mut check = Check::default();
    while check.position < head {
        let rows = feed::rows_after(database, check.position, PAGE.min(head - check.position)).await?;
        if rows.is_empty() {
            return Ok(Verdict::Broken { position: check.position + 1 });
        }
        let (followed, broken) = tokio::task::spawn_blocking(move || {
            let broken = rows.iter().find(|row| !check.follows(row)).map(|_| check.position);
            (check, broken)
        })
        .await
        .map_err(failed("verifying the log"))?;
        if let Some(position) = broken {
            return Ok(Verdict::Broken { position });
        }
        check = followed;
    }
    match feed::rows_after(database, head, 1).await?.first() {
        // Appended while this was running, or put there without the head: the next event tells.
        Some(row) if super::head(database).await? < row.position => {
            Ok(Verdict::Broken { position: row.position })
        }
        _ => Ok(Verdict::Intact { events: head }),
    }
}
