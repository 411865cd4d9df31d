//! What the event log must be, on both databases: one suite, played on each.
//!
//! Nothing here is about people; the events are the plainest that carry a name.

mod appends;
mod crash;
mod evidence;
mod faults;
mod forgetting;
mod readers;
mod starting;
mod stock;
mod transfer;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::clock::{Clock, Ids, ManualClock, SeededIds};
use app::log::{Append, AppendError, Envelope, EventLog, Loaded, LogError, Recorded, StreamAppend, StreamId};
use chrono::{DateTime, NaiveDate, Utc};
use domain::person::records::Details;
use domain::person::{PersonEvent, PersonKind};
use domain::shared::ids::{AccountId, CommandId, OrganisationId, PersonId};
use domain::shared::personal::Personal;
use domain::shared::text::Line;
use domain::{Event, Noun, State};
use infra::database::Database;
use infra::log::{Log, MasterKey, Settings};
use uuid::Uuid;

/// A name that is nowhere else in a database.
const NAME: &str = "Gwendolen Quillfeather";
const ORGANISATION: OrganisationId = OrganisationId(Uuid::from_u128(77));
const ACTOR: AccountId = AccountId(Uuid::from_u128(78));

/// One process with the log open.
struct Node {
    database: Database,
    log: Log,
}

/// Opens the log as a node does, with the tables brought up to date.
async fn node(url: &str) -> Node {
    node_with(url, settings()).await
}

async fn node_with(url: &str, settings: Settings) -> Node {
    let database = Database::open(url).await.expect("the database opens");
    infra::migrations::run(&database).await.expect("the tables can be made");
    let log = Log::open_with(database.clone(), MasterKey::from_bytes([7; 32]), settings).await;
    Node { database, log: log.expect("the log opens") }
}

fn settings() -> Settings {
    Settings::new(Arc::new(ManualClock::at(now())) as Arc<dyn Clock>)
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_774_000_000_123_456).expect("an instant")
}

fn today() -> NaiveDate {
    now().date_naive()
}

/// An id that no other call gives, in this process or another.
fn new_id() -> Uuid {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let process = u64::from(std::process::id()) << 32;
    SeededIds::new(process + NEXT.fetch_add(1, Ordering::Relaxed)).next()
}

fn stream(id: PersonId) -> StreamId {
    StreamId::new(Noun::Person, id)
}

fn new_person() -> PersonId {
    PersonId(new_id())
}

fn details(id: PersonId, name: &str) -> Personal<Details> {
    let name = Line::parse(name).expect("a name");
    let details =
        Details { name, known_as: None, born_on: None, phone: None, email: None, address: None, area: None };
    Personal::about(id, details)
}

fn registered(id: PersonId) -> Event {
    Event::Person(PersonEvent::PersonRegistered {
        person_id: id,
        kind: PersonKind::Supported,
        details: details(id, NAME),
        registered_on: today(),
    })
}

fn renamed(id: PersonId, name: &str) -> Event {
    Event::Person(PersonEvent::DetailsCorrected { details: details(id, name), reason: None })
}

/// What one stream gets, decided on `loaded`.
fn part(loaded: &Loaded, events: Vec<Event>) -> StreamAppend {
    let mut after: State = (*loaded.state).clone();
    events.iter().for_each(|event| after.evolve(event));
    StreamAppend { stream: loaded.stream, expected: loaded.version, events, after: Arc::new(after) }
}

fn command(id: CommandId, streams: Vec<StreamAppend>) -> Append {
    let fingerprint = [1; 32];
    Append {
        command_id: id,
        fingerprint,
        organisation: ORGANISATION,
        actor: ACTOR,
        recorded_at: now(),
        streams,
    }
}

impl Node {
    /// Loads, appends one event, once.
    async fn add(&self, id: PersonId, event: Event) -> Result<Recorded, AppendError> {
        let loaded = self.log.load(stream(id)).await?;
        self.log.append(command(CommandId(new_id()), vec![part(&loaded, vec![event])])).await
    }

    /// The same, again after each conflict, as the application does but without giving up.
    async fn add_surely(&self, id: PersonId, event: Event) -> Recorded {
        let command_id = CommandId(new_id());
        let mut loaded = self.log.load(stream(id)).await.expect("the stream loads");
        loop {
            match self.log.append(command(command_id, vec![part(&loaded, vec![event.clone()])])).await {
                Ok(recorded) => return recorded,
                Err(AppendError::Conflict { .. }) => {
                    loaded = self.log.reload(stream(id)).await.expect("the stream loads");
                }
                Err(error) => panic!("the log failed: {error:?}"),
            }
        }
    }

    /// Everything that happened.
    async fn all(&self) -> Vec<Envelope> {
        self.log.feed(0, i64::from(u16::MAX)).await.expect("the feed reads")
    }

    /// Runs SQL, as somebody with access to the database would.
    async fn sql(&self, text: &str) -> sqlx::Result<()> {
        match &self.database {
            Database::Sqlite { write, .. } => sqlx::raw_sql(text).execute(write).await.map(drop),
            Database::Postgres { write: pool, .. } => sqlx::raw_sql(text).execute(pool).await.map(drop),
        }
    }
}

/// The name in a state, if it is still known.
fn name_of(loaded: &Loaded) -> Option<String> {
    match loaded.state.as_ref() {
        State::Person(person) => person.details().map(|details| details.name.to_string()),
        _ => None,
    }
}

/// The cause of a failure, in words.
fn cause(error: &LogError) -> String {
    let mut words = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        words = format!("{words}: {error}");
        source = error.source();
    }
    words
}
