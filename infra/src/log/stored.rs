//! A row of `events`, and how it becomes an event again: parse, open, upcast, type.
//!
//! That work is most of what a rebuild costs, so many rows are shared among the cores.

use std::collections::HashSet;
use std::str::FromStr;
use std::sync::Arc;

use app::log::{Envelope, LogError, StreamId};
use chrono::{DateTime, Utc};
use cqrs_es::persist::SerializedEvent;
use domain::concern::Concern;
use domain::engagement::Engagement;
use domain::outing::Outing;
use domain::person::Person;
use domain::place::Place;
use domain::relationship::Relationship;
use domain::{Event, Kept, Noun};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::failed;
use super::keys::SubjectKeys;
use super::sealing::{self, Keyring};
use super::upcasters::Upcasters;

/// Fewer rows than this are not worth sharing out.
const WORTH_SHARING: usize = 128;

/// The columns of [`Stored`]. The payload is asked for as the text that was stored.
pub(super) const COLUMNS: &str = "position, event_id, aggregate_type, aggregate_id, sequence, event_type, \
    event_version, CAST(payload AS text) AS payload, organisation, recorded_at, command_id, actor, hash";

/// A row as it stands in the database, and as an export carries it.
#[derive(sqlx::FromRow, Serialize, Deserialize)]
pub(super) struct Stored {
    pub(super) position: i64,
    pub(super) event_id: Uuid,
    pub(super) aggregate_type: String,
    pub(super) aggregate_id: String,
    pub(super) sequence: i64,
    pub(super) event_type: String,
    pub(super) event_version: String,
    pub(super) payload: String,
    pub(super) organisation: Uuid,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) command_id: Uuid,
    pub(super) actor: Uuid,
    #[serde(with = "super::transfer::in_base64")]
    pub(super) hash: Vec<u8>,
}

/// What rows say, up to the first that cannot be read; an error only when that is the first of all, so
/// that a reader who goes on from where it stands learns exactly which one it is.
pub(super) async fn envelopes(
    rows: Vec<Stored>,
    keys: &SubjectKeys,
    upcasters: &Upcasters,
) -> Result<Vec<Envelope>, LogError> {
    let mut subjects = HashSet::new();
    for row in &rows {
        sealing::subjects_of_text(&row.payload, &mut subjects);
    }
    let ring = keys.for_reading(subjects).await?;
    if rows.len() < WORTH_SHARING {
        return gather(vec![read_all(rows, &ring, upcasters)]);
    }
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let (share, ring) = (rows.len().div_ceil(cores), Arc::new(ring));
    let mut shares = Vec::with_capacity(cores);
    let mut rows = rows.into_iter();
    loop {
        let some: Vec<Stored> = rows.by_ref().take(share).collect();
        if some.is_empty() {
            break;
        }
        let (ring, upcasters) = (ring.clone(), upcasters.clone());
        shares.push(tokio::task::spawn_blocking(move || read_all(some, &ring, &upcasters)));
    }
    let mut read = Vec::with_capacity(shares.len());
    for share in shares {
        read.push(share.await.map_err(failed("reading events"))?);
    }
    gather(read)
}

/// What could be read, and why not more.
type Read = (Vec<Envelope>, Option<LogError>);

fn read_all(rows: Vec<Stored>, ring: &Keyring, upcasters: &Upcasters) -> Read {
    let mut read = Vec::with_capacity(rows.len());
    for row in rows {
        let position = row.position;
        match envelope(row, ring, upcasters) {
            Ok(envelope) => read.push(envelope),
            Err(source) => {
                let source = Unreadable { position, source };
                return (read, Some(LogError { doing: "reading an event", source: source.into() }));
            }
        }
    }
    (read, None)
}

fn gather(shares: Vec<Read>) -> Result<Vec<Envelope>, LogError> {
    let mut all = Vec::new();
    for (read, trouble) in shares {
        all.extend(read);
        match trouble {
            Some(trouble) if all.is_empty() => return Err(trouble),
            Some(_) => break,
            None => {}
        }
    }
    Ok(all)
}

/// An event that is there but cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the event at position {position} cannot be read")]
struct Unreadable {
    position: i64,
    source: Box<dyn std::error::Error + Send + Sync>,
}

fn envelope(
    row: Stored,
    ring: &Keyring,
    upcasters: &Upcasters,
) -> Result<Envelope, Box<dyn std::error::Error + Send + Sync>> {
    let stream = StreamId::new(Noun::from_str(&row.aggregate_type)?, Uuid::try_parse(&row.aggregate_id)?);
    let serialized = SerializedEvent {
        aggregate_id: row.aggregate_id,
        sequence: usize::try_from(row.sequence)?,
        aggregate_type: row.aggregate_type,
        event_type: row.event_type,
        event_version: row.event_version,
        payload: serde_json::from_str(&row.payload).map_err(|_| "the payload is not JSON")?,
        metadata: Value::Null,
    };
    Ok(Envelope {
        position: row.position,
        event_id: row.event_id,
        stream,
        version: row.sequence,
        organisation: row.organisation.into(),
        recorded_at: row.recorded_at,
        actor: row.actor.into(),
        command_id: row.command_id.into(),
        event: event(stream.noun, row.event_id, serialized, ring, upcasters)?,
    })
}

/// Opens, upcasts and types one payload.
pub(super) fn event(
    noun: Noun,
    event_id: Uuid,
    mut stored: SerializedEvent,
    ring: &Keyring,
    upcasters: &Upcasters,
) -> Result<Event, Box<dyn std::error::Error + Send + Sync>> {
    sealing::open(&mut stored.payload, event_id, ring)?;
    let SerializedEvent { event_type, event_version, payload, .. } = upcasters.upcast(stored);
    let event = match noun {
        Noun::Person => serde_json::from_value(payload).map(Person::event),
        Noun::Engagement => serde_json::from_value(payload).map(Engagement::event),
        Noun::Relationship => serde_json::from_value(payload).map(Relationship::event),
        Noun::Concern => serde_json::from_value(payload).map(Concern::event),
        Noun::Outing => serde_json::from_value(payload).map(Outing::event),
        Noun::Place => serde_json::from_value(payload).map(Place::event),
    };
    // The parser's own words would quote what it found, and that is about somebody.
    event.map_err(|_| Misshapen { event_type, event_version }.into())
}

/// An event whose payload is not of any shape that its type ever had.
#[derive(Debug, thiserror::Error)]
#[error("the payload does not have the shape of {event_type} {event_version}")]
struct Misshapen {
    event_type: String,
    event_version: String,
}

/// The payload of an event that is about to be stored, in clear.
pub(super) fn payload(event: &Event) -> serde_json::Result<Value> {
    match event {
        Event::Person(event) => serde_json::to_value(event),
        Event::Engagement(event) => serde_json::to_value(event),
        Event::Relationship(event) => serde_json::to_value(event),
        Event::Concern(event) => serde_json::to_value(event),
        Event::Outing(event) => serde_json::to_value(event),
        Event::Place(event) => serde_json::to_value(event),
    }
}
