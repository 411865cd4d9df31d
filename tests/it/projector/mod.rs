//! The projector on both databases, with two read models of the tests' own over real events: `people
//! tallied` (a row a stream, every kind of column) and `helpers` (rows found by somebody else's id).

mod following;
mod models;
mod nodes;
mod poison;
mod rebuilding;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use app::clock::ManualClock;
use app::log::{Append, Envelope, EventLog, StreamAppend, StreamId};
use chrono::{DateTime, NaiveDate, Utc};
use domain::person::{
    AnswerMethod, ConsentScope, Details, PersonEvent, PersonKind, Supporter, SupporterRole,
};
use domain::shared::ids::{AccountId, CommandId, OrganisationId, PersonId, SupporterId};
use domain::shared::personal::Personal;
use domain::shared::text::Line;
use domain::{Event, Noun};
use infra::database::Database;
use infra::log::{Log, MasterKey};
use infra::projector::{Model, Projector, Settings, fold, model};
use sqlx::types::Json;
use uuid::Uuid;

use self::models::{Helpers, StrictTally, Tally};

/// Longer than anything here takes, so that what does not happen fails and nothing waits in vain.
pub(crate) const LONG: Duration = Duration::from_secs(20);

/// One node: a log and a projector over one database.
pub(crate) struct Node {
    pub(crate) database: Database,
    pub(crate) log: Log,
    pub(crate) projector: Projector,
}

impl Node {
    /// A node that has prepared its models and follows the log.
    pub(crate) async fn running(url: &str, settings: Settings) -> Self {
        let node = Self::prepared(url, settings).await;
        node.projector.start().await;
        node
    }

    /// A node that has prepared its models.
    pub(crate) async fn prepared(url: &str, settings: Settings) -> Self {
        let node = Self::opened(url, settings).await;
        node.projector.prepare(|_, _| {}).await.unwrap();
        node
    }

    /// A node that has done nothing yet.
    pub(crate) async fn opened(url: &str, settings: Settings) -> Self {
        let database = Database::open(url).await.unwrap();
        infra::migrations::run(&database).await.unwrap();
        let log =
            Log::open(database.clone(), MasterKey::from_bytes([7; 32]), Arc::new(ManualClock::at(noon())))
                .await
                .unwrap();
        let models = vec![model::<Tally>(), model::<Helpers>(), model::<StrictTally>()];
        let projector =
            Projector::open(database.clone(), Arc::new(log.clone()), log.subscribe(), models, settings);
        Self { database, log, projector }
    }

    /// Something happens to a person; the position of the last of it.
    pub(crate) async fn happen(&self, person: u128, events: Vec<PersonEvent>) -> i64 {
        let stream = StreamId::new(Noun::Person, Uuid::from_u128(person));
        let loaded = self.log.reload(stream).await.unwrap();
        let events: Vec<Event> = events.into_iter().map(Event::Person).collect();
        let mut after = (*loaded.state).clone();
        events.iter().for_each(|event| after.evolve(event));
        let command_id = CommandId(Uuid::from_u128(person << 64 | loaded.version as u128));
        let append = Append {
            command_id,
            fingerprint: [0; 32],
            organisation: OrganisationId(Uuid::from_u128(1)),
            actor: AccountId(Uuid::from_u128(2)),
            recorded_at: noon(),
            streams: vec![StreamAppend { stream, expected: loaded.version, events, after: Arc::new(after) }],
        };
        self.log.append(append).await.unwrap().position
    }

    /// Waits until everything so far is in the models.
    pub(crate) async fn catch_up(&self) {
        let head = self.log.head().await.unwrap();
        assert!(self.projector.wait_for(head, LONG).await, "the models did not catch up");
    }

    /// The documents that a model's view shows.
    pub(crate) async fn rows<M: Model>(&self) -> BTreeMap<Uuid, M::Row> {
        let text = format!("SELECT id, doc FROM {}", M::NAME);
        let rows: Vec<(Uuid, Json<M::Row>)> =
            infra::on!(&self.database, read, pool => sqlx::query_as(&text).fetch_all(pool).await.unwrap());
        rows.into_iter().map(|(id, Json(row))| (id, row)).collect()
    }

    /// Everything that has happened.
    pub(crate) async fn events(&self) -> Vec<Envelope> {
        self.log.feed(0, 1_000_000).await.unwrap()
    }

    /// What a model shows is what folding the log makes.
    pub(crate) async fn agrees<M: Model<Row: std::fmt::Debug>>(&self) {
        assert_eq!(
            self.rows::<M>().await,
            fold::<M>(&self.events().await),
            "{} differs from its fold",
            M::NAME
        );
    }

    pub(crate) async fn status(&self, name: &str) -> infra::projector::ModelStatus {
        let status = self.projector.status().await.unwrap();
        status.into_iter().find(|one| one.name == name).unwrap()
    }

    /// Runs a statement behind everybody's back.
    pub(crate) async fn sabotage(&self, statement: &str) {
        infra::on!(&self.database, write, pool => sqlx::query(statement).execute(pool).await.map(drop).unwrap());
    }

    pub(crate) async fn close(self) {
        self.projector.stop().await;
        self.database.close().await;
    }
}

pub(crate) fn noon() -> DateTime<Utc> {
    "2026-03-12T12:00:00.25Z".parse().unwrap()
}

pub(crate) fn day() -> NaiveDate {
    "2026-03-12".parse().unwrap()
}

pub(crate) fn registered(person: u128, name: &str) -> PersonEvent {
    let person_id = PersonId(Uuid::from_u128(person));
    let details = Details {
        name: Line::parse(name).unwrap(),
        known_as: None,
        born_on: None,
        phone: None,
        email: None,
        address: None,
        area: None,
    };
    let details = Personal::about(person_id, details);
    PersonEvent::PersonRegistered { person_id, kind: PersonKind::Supported, details, registered_on: day() }
}

pub(crate) fn asked() -> PersonEvent {
    let (scope, how) = (ConsentScope::Photographs, AnswerMethod::Spoken);
    PersonEvent::ConsentRefused { scope, refused_on: day(), how, words: None }
}

/// A second death is what the tally cannot take.
pub(crate) fn died() -> PersonEvent {
    PersonEvent::PersonDied { died_on: day() }
}

pub(crate) fn forgotten(person: u128) -> PersonEvent {
    PersonEvent::PersonForgotten { person_id: PersonId(Uuid::from_u128(person)), forgotten_on: day() }
}

pub(crate) fn helped(person: u128, by: u128) -> PersonEvent {
    let supporter_id = SupporterId(Uuid::from_u128(by));
    let name = Line::parse("Amy").unwrap();
    let supporter = Supporter { supporter_id, name, role: SupporterRole::Family, contact: None };
    let supporter = Personal::about(PersonId(Uuid::from_u128(person)), supporter);
    PersonEvent::SupporterLinked { supporter_id, supporter, linked_on: day() }
}

pub(crate) fn no_longer_helped(by: u128) -> PersonEvent {
    PersonEvent::SupporterUnlinked { supporter_id: SupporterId(Uuid::from_u128(by)), unlinked_on: day() }
}
