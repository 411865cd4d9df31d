//! A stream's state, read through the stock repositories of postgres-es and sqlite-es, with what they
//! do not know (ids, owner, hashes) beside it.

use std::collections::HashSet;
use std::sync::Arc;

use app::log::{Loaded, LogError, StreamId};
use cqrs_es::persist::{PersistedEventRepository, SerializedEvent};
use domain::concern::Concern;
use domain::engagement::Engagement;
use domain::outing::Outing;
use domain::person::Person;
use domain::place::Place;
use domain::relationship::Relationship;
use domain::{Noun, State};
use postgres_es::PostgresEventRepository;
use sqlite_es::SqliteEventRepository;
use uuid::Uuid;

use super::keys::SubjectKeys;
use super::streams::Known;
use super::upcasters::Upcasters;
use super::{chain, failed, sealing, stored};
use crate::database::Database;
use crate::on;

/// What the stock repositories leave out of an event: id, owner, hash.
type Beside = (Uuid, Uuid, Vec<u8>);

const BESIDE: &str = "SELECT event_id, organisation, hash FROM events
    WHERE aggregate_type = $1 AND aggregate_id = $2 ORDER BY sequence";
const TIP: &str = "SELECT sequence, hash FROM events
    WHERE aggregate_type = $1 AND aggregate_id = $2 ORDER BY sequence DESC LIMIT 1";

/// A stream as it stands in the database.
pub(super) async fn stream(
    database: &Database,
    keys: &SubjectKeys,
    upcasters: &Upcasters,
    stream: StreamId,
) -> Result<Known, LogError> {
    let beside = beside(database, stream).await?;
    // Most streams that are new to this node have not begun: the second question is only asked of those that have.
    let events = match database {
        _ if beside.is_empty() => Vec::new(),
        Database::Postgres { read: pool, .. } => {
            events(&PostgresEventRepository::new(pool.clone()), stream).await?
        }
        Database::Sqlite { read, .. } => events(&SqliteEventRepository::new(read.clone()), stream).await?,
    };

    let mut subjects = HashSet::new();
    for event in &events {
        sealing::subjects(&event.payload, &mut subjects);
    }
    let ring = keys.for_reading(subjects).await?;
    let organisation = beside.first().map(|(_, organisation, _)| (*organisation).into());
    let (mut state, mut version, mut tip) = (State::new(stream.noun), 0, chain::START);
    // Between the two readings something may have been appended: what both saw is the state.
    for (event, (event_id, _, hash)) in events.into_iter().zip(beside) {
        let event = stored::event(stream.noun, event_id, event, &ring, upcasters)
            .map_err(|source| LogError { doing: "reading an event", source })?;
        state.evolve(&event);
        version += 1;
        tip = as_hash(&hash)?;
    }
    Ok(Known { loaded: Loaded { stream, version, organisation, state: Arc::new(state) }, tip })
}

/// The version of a stream and the hash of its last event.
pub(super) async fn tip(database: &Database, stream: StreamId) -> Result<(i64, [u8; 32]), LogError> {
    let id = stream.id.to_string();
    let row: Option<(i64, Vec<u8>)> = on!(database, read, pool =>
        sqlx::query_as(TIP).bind(stream.noun.name()).bind(id).fetch_optional(pool).await)
    .map_err(failed("loading a stream"))?;
    match row {
        Some((version, hash)) => Ok((version, as_hash(&hash)?)),
        None => Ok((0, chain::START)),
    }
}

async fn events<R: PersistedEventRepository>(
    stock: &R,
    stream: StreamId,
) -> Result<Vec<SerializedEvent>, LogError> {
    let id = stream.id.to_string();
    let events = match stream.noun {
        Noun::Person => stock.get_events::<Person>(&id).await,
        Noun::Engagement => stock.get_events::<Engagement>(&id).await,
        Noun::Relationship => stock.get_events::<Relationship>(&id).await,
        Noun::Concern => stock.get_events::<Concern>(&id).await,
        Noun::Outing => stock.get_events::<Outing>(&id).await,
        Noun::Place => stock.get_events::<Place>(&id).await,
    };
    events.map_err(failed("loading a stream"))
}

async fn beside(database: &Database, stream: StreamId) -> Result<Vec<Beside>, LogError> {
    let id = stream.id.to_string();
    on!(database, read, pool => sqlx::query_as(BESIDE).bind(stream.noun.name()).bind(id).fetch_all(pool).await)
        .map_err(failed("loading a stream"))
}

fn as_hash(bytes: &[u8]) -> Result<[u8; 32], LogError> {
    bytes.try_into().map_err(failed("reading a hash"))
}
