//! What a command appends, made ready by the task that asks: sealed, serialised and hashed before it
//! queues, so that the shared commit only writes. Also what is known of commands already kept.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use app::log::{Append, AppendError, Loaded, LogError, Recorded, StreamAppend, StreamId};
use chrono::{DateTime, Utc};
use domain::State;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::streams::{Known, Tip};
use super::{Parts, chain, failed, load, sealing, stored, wrong};
use crate::database::Database;
use crate::on;

/// An append that only has to be written.
pub(super) struct Prepared {
    pub(super) command_id: Uuid,
    pub(super) fingerprint: [u8; 32],
    pub(super) organisation: Uuid,
    pub(super) actor: Uuid,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) streams: Vec<PreparedStream>,
}

/// The part of one stream.
pub(super) struct PreparedStream {
    pub(super) stream: StreamId,
    pub(super) id: String,
    pub(super) expected: i64,
    pub(super) events: Vec<PreparedEvent>,
    after: Arc<State>,
}

/// One row to be.
pub(super) struct PreparedEvent {
    pub(super) event_id: Uuid,
    pub(super) event_type: &'static str,
    pub(super) event_version: &'static str,
    pub(super) payload: String,
    pub(super) hash: [u8; 32],
}

/// Whether there is anything left to write.
pub(super) enum Readiness {
    /// Yes.
    Ready(Prepared),
    /// No: the command is known, or its stream has moved on.
    Settled(Result<Recorded, AppendError>),
}

impl Prepared {
    pub(super) fn events(&self) -> usize {
        self.streams.iter().map(|part| part.events.len()).sum()
    }

    /// The streams as they stand once this is kept.
    pub(super) fn known_after(self) -> impl Iterator<Item = Known> {
        let organisation = Some(self.organisation.into());
        self.streams.into_iter().filter_map(move |part| {
            let version = part.expected + i64::try_from(part.events.len()).ok()?;
            let loaded = Loaded { stream: part.stream, version, organisation, state: part.after };
            Some(Known { loaded, tip: part.events.last()?.hash })
        })
    }
}

/// Seals, serialises and hashes. A stream that has moved on is found here without writing anything.
pub(super) async fn prepare(log: &Parts, append: Append) -> Result<Readiness, AppendError> {
    let Append { command_id, fingerprint, organisation, actor, recorded_at, streams } = append;
    check(&streams)?;
    let mut prepared = Prepared {
        command_id: command_id.uuid(),
        fingerprint,
        organisation: organisation.uuid(),
        actor: actor.uuid(),
        // What the databases keep, so that hashes come out the same when read back.
        recorded_at: DateTime::from_timestamp_micros(recorded_at.timestamp_micros()).unwrap_or(recorded_at),
        streams: Vec::with_capacity(streams.len()),
    };
    let mut ordinal = 0;
    for part in streams {
        let tip = match log.streams.tip(part.stream, part.expected) {
            Tip::Here(tip) => Some(tip),
            Tip::Ahead => None,
            Tip::Unknown => {
                let (version, tip) = load::tip(&log.database, part.stream).await?;
                (version == part.expected).then_some(tip)
            }
        };
        match tip {
            Some(tip) => {
                prepared.streams.push(prepare_stream(log, &prepared, part, tip, &mut ordinal).await?)
            }
            None => return Ok(Readiness::Settled(settle_moved_on(log, &prepared, part.stream).await)),
        }
    }
    Ok(Readiness::Ready(prepared))
}

/// A stream that has moved on is a conflict, unless it was this very command that moved it.
pub(super) async fn settle_moved_on(
    log: &Parts,
    prepared: &Prepared,
    stream: StreamId,
) -> Result<Recorded, AppendError> {
    match kept(&log.database, prepared.command_id).await? {
        Some(kept) => kept.answer(&prepared.fingerprint),
        None => Err(AppendError::Conflict { stream }),
    }
}

fn check(streams: &[StreamAppend]) -> Result<(), LogError> {
    let each_once: HashSet<StreamId> = streams.iter().map(|part| part.stream).collect();
    let what = if streams.is_empty() || streams.iter().any(|part| part.events.is_empty()) {
        "a command appends at least one event to each stream it names"
    } else if each_once.len() < streams.len() {
        "a command names each stream once"
    } else if streams.iter().any(|part| part.events.iter().any(|event| event.noun() != part.stream.noun)) {
        "an event belongs into a stream of its own noun"
    } else {
        return Ok(());
    };
    Err(wrong("appending", what))
}

async fn prepare_stream(
    log: &Parts,
    command: &Prepared,
    part: StreamAppend,
    mut tip: [u8; 32],
    ordinal: &mut u32,
) -> Result<PreparedStream, LogError> {
    let StreamAppend { stream, expected, events, after } = part;
    let (mut payloads, mut subjects) = (Vec::with_capacity(events.len()), HashSet::new());
    for event in &events {
        let payload = stored::payload(event).map_err(failed("writing an event"))?;
        sealing::subjects(&payload, &mut subjects);
        payloads.push(payload);
    }
    let ring = log.keys.for_sealing(subjects).await?;
    let mut rows = Vec::with_capacity(events.len());
    for ((event, mut payload), sequence) in events.iter().zip(payloads).zip(expected + 1..) {
        let event_id = event_id(command.command_id, *ordinal);
        *ordinal += 1;
        sealing::seal(&mut payload, event_id, &ring).map_err(failed("sealing an event"))?;
        let payload = payload.to_string();
        let covered = chain::Covered {
            event_id,
            stream_id: stream.id,
            command_id: command.command_id,
            organisation: command.organisation,
            actor: command.actor,
            sequence,
            recorded_at: command.recorded_at,
            noun: stream.noun.name(),
            event_type: event.name(),
            event_version: event.version(),
            payload: &payload,
        };
        tip = chain::link(&tip, &covered);
        rows.push(PreparedEvent {
            event_id,
            event_type: event.name(),
            event_version: event.version(),
            payload,
            hash: tip,
        });
    }
    Ok(PreparedStream { stream, id: stream.id.to_string(), expected, events: rows, after })
}

/// An event's id follows from its command's: the first half is the same, so that ids made in order of
/// time stay in it; the second half is a digest of the command's id and the event's place in it.
fn event_id(command_id: Uuid, ordinal: u32) -> Uuid {
    let mut bytes = *command_id.as_bytes();
    let digest = Sha256::new().chain_update(bytes).chain_update(ordinal.to_be_bytes()).finalize();
    bytes[8..].copy_from_slice(&digest[..8]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// A command that was kept.
#[derive(Clone)]
pub(super) struct KeptCommand {
    pub(super) fingerprint: Vec<u8>,
    pub(super) position: i64,
}

impl KeptCommand {
    /// What its id is answered with: as the first time, if it is the same command.
    pub(super) fn answer(&self, fingerprint: &[u8; 32]) -> Result<Recorded, AppendError> {
        if self.fingerprint == fingerprint {
            Ok(Recorded { position: self.position, replayed: true })
        } else {
            Err(AppendError::CommandReused)
        }
    }
}

/// The command, if it was kept.
pub(super) async fn kept(database: &Database, command_id: Uuid) -> Result<Option<KeptCommand>, LogError> {
    const KEPT: &str = "SELECT fingerprint, position FROM commands WHERE command_id = $1";
    let row: Option<(Vec<u8>, i64)> =
        on!(database, read, pool => sqlx::query_as(KEPT).bind(command_id).fetch_optional(pool).await)
            .map_err(failed("looking a command up"))?;
    Ok(row.map(|(fingerprint, position)| KeptCommand { fingerprint, position }))
}

/// What a locked database knows: commands that were kept, and how far streams have come.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) kept: HashMap<Uuid, KeptCommand>,
    pub(super) versions: HashMap<StreamId, i64>,
}

impl Facts {
    /// Command id first, then expected versions; `None` when it may be written.
    pub(super) fn judge(&self, prepared: &Prepared) -> Option<Result<Recorded, AppendError>> {
        if let Some(kept) = self.kept.get(&prepared.command_id) {
            return Some(kept.answer(&prepared.fingerprint));
        }
        let moved_on =
            |part: &&PreparedStream| self.versions.get(&part.stream).copied().unwrap_or(0) != part.expected;
        let moved = prepared.streams.iter().find(moved_on)?;
        Some(Err(AppendError::Conflict { stream: moved.stream }))
    }
}

/// The answers to commands that were written one after the other from `before` on.
pub(super) fn written<'a>(
    before: i64,
    accepted: impl IntoIterator<Item = &'a Prepared>,
) -> impl Iterator<Item = Result<Recorded, AppendError>> {
    accepted.into_iter().scan(before, |position, prepared| {
        *position += i64::try_from(prepared.events()).unwrap_or(0);
        Some(Ok(Recorded { position: *position, replayed: false }))
    })
}
