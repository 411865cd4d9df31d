//! The read models that the projector's tests keep.

use app::log::Envelope;
use chrono::{DateTime, NaiveDate, Utc};
use domain::Event;
use domain::person::PersonEvent;
use domain::shared::ids::PersonId;
use infra::projector::{Column, Model, Poison, Touch, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What has happened to somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TallyRow {
    pub(crate) person: PersonId,
    pub(crate) name: Option<String>,
    pub(crate) events: i64,
    pub(crate) last: String,
    pub(crate) last_at: DateTime<Utc>,
    pub(crate) died_on: Option<NaiveDate>,
}

/// A row a person; nobody dies twice.
pub(crate) struct Tally;
/// The same, and it stops at what it cannot take.
pub(crate) struct StrictTally;

const TALLY: &[Column] = &[
    Column::uuid("person"),
    Column::text("name").optional(),
    Column::int("events"),
    Column::text("last"),
    Column::instant("last_at"),
    Column::date("died_on").optional(),
    Column::bool("alive"),
];

fn tally(row: &mut Option<TallyRow>, envelope: &Envelope) -> Result<(), Poison> {
    let Event::Person(event) = &envelope.event else { return Ok(()) };
    let person = PersonId(envelope.stream.id);
    let row = row.get_or_insert_with(|| TallyRow {
        person,
        name: None,
        events: 0,
        last: String::new(),
        last_at: envelope.recorded_at,
        died_on: None,
    });
    row.events += 1;
    event.name_of().clone_into(&mut row.last);
    row.last_at = envelope.recorded_at;
    match event {
        PersonEvent::PersonRegistered { details, .. } => {
            row.name = details.get().map(|details| details.name.to_string());
        }
        PersonEvent::PersonDied { died_on } => {
            if row.died_on.is_some() {
                return Err(Poison("died twice"));
            }
            row.died_on = Some(*died_on);
        }
        PersonEvent::PersonForgotten { .. } => row.name = None,
        _ => {}
    }
    Ok(())
}

fn tally_values(row: &TallyRow) -> Vec<Value<'_>> {
    vec![
        row.person.into(),
        row.name.as_deref().into(),
        row.events.into(),
        row.last.as_str().into(),
        row.last_at.into(),
        row.died_on.into(),
        row.died_on.is_none().into(),
    ]
}

trait Named {
    fn name_of(&self) -> &'static str;
}

impl Named for PersonEvent {
    fn name_of(&self) -> &'static str {
        self.into()
    }
}

macro_rules! tallies {
    ($model:ident, $name:literal, $strict:literal) => {
        impl Model for $model {
            const NAME: &'static str = $name;
            const VERSION: i32 = 1;
            const STRICT: bool = $strict;
            type Row = TallyRow;

            fn columns() -> &'static [Column] {
                TALLY
            }

            fn indexes() -> &'static [&'static str] {
                &["alive, last_at"]
            }

            fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
                if matches!(event.event, Event::Person(_)) {
                    rows.push(Touch::Id(event.stream.id));
                }
            }

            fn apply(_: Uuid, row: &mut Option<TallyRow>, event: &Envelope) -> Result<(), Poison> {
                tally(row, event)
            }

            fn values(row: &TallyRow) -> Vec<Value<'_>> {
                tally_values(row)
            }
        }
    };
}

tallies!(Tally, "people_tallied", false);
tallies!(StrictTally, "people_tallied_strictly", true);

/// Somebody who helps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct HelperRow {
    pub(crate) helps: PersonId,
    pub(crate) name: Option<String>,
}

/// A row a supporter, gone with their help, forgotten with whom they help.
pub(crate) struct Helpers;

impl Model for Helpers {
    const NAME: &'static str = "helpers";
    const VERSION: i32 = 1;
    type Row = HelperRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[Column::uuid("helps").lookup()];
        COLUMNS
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        match &event.event {
            Event::Person(PersonEvent::SupporterLinked { supporter_id, .. })
            | Event::Person(PersonEvent::SupporterUnlinked { supporter_id, .. }) => {
                rows.push(Touch::Id(supporter_id.uuid()));
            }
            Event::Person(PersonEvent::PersonForgotten { person_id, .. }) => {
                rows.push(Touch::Where("helps", person_id.uuid()));
            }
            _ => {}
        }
    }

    fn apply(_: Uuid, row: &mut Option<HelperRow>, event: &Envelope) -> Result<(), Poison> {
        match &event.event {
            Event::Person(PersonEvent::SupporterLinked { supporter, .. }) => {
                let name = supporter.get().map(|supporter| supporter.name.to_string());
                *row = Some(HelperRow { helps: PersonId(event.stream.id), name });
            }
            Event::Person(PersonEvent::SupporterUnlinked { .. }) => *row = None,
            Event::Person(PersonEvent::PersonForgotten { .. }) => {
                if let Some(row) = row {
                    row.name = None;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn values(row: &HelperRow) -> Vec<Value<'_>> {
        vec![row.helps.into()]
    }
}
