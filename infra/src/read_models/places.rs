//! The `places` table: one row a place. An organisation has hundreds and not thousands, so that lists are put
//! in order and looked through in memory, where all of them lie.

mod known;

use std::sync::Arc;

use app::access::Connecting;
use app::error::Failure;
use app::folded::folded;
use app::log::Envelope;
use app::views::places::{KnownPlace, PlaceRow, Places as Queries};
use async_trait::async_trait;
use domain::Event;
use domain::person::PersonEvent;
use domain::place::{Place, PlaceEvent};
use domain::shared::aggregate::EventStream;
use domain::shared::ids::{PersonId, PlaceId};
use sqlx::types::Json;
use uuid::Uuid;

pub(super) use self::known::Known;
use super::{ReadModels, failed};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The model of places.
#[derive(Debug, Clone, Copy)]
pub struct Places;

impl Model for Places {
    const NAME: &'static str = "places";
    const VERSION: i32 = 2;
    type Row = PlaceRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("organisation"),
            Column::text("name"),
            Column::uuid("contact").lookup().optional(),
            Column::int("changed_at"),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &["organisation, name", "changed_at"]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        match &event.event {
            Event::Place(_) => rows.push(Touch::Id(event.stream.id)),
            Event::Person(PersonEvent::PersonForgotten { person_id, .. }) => {
                rows.push(Touch::Where("contact", person_id.uuid()));
            }
            Event::Person(_)
            | Event::Engagement(_)
            | Event::Relationship(_)
            | Event::Concern(_)
            | Event::Outing(_) => {}
        }
    }

    fn apply(_: Uuid, row: &mut Option<PlaceRow>, envelope: &Envelope) -> Result<(), Poison> {
        let event = match &envelope.event {
            Event::Place(event) => event,
            Event::Person(PersonEvent::PersonForgotten { person_id, .. }) => {
                if let Some(row) = row {
                    row.place.forget(*person_id);
                    row.changed_at = envelope.position;
                }
                return Ok(());
            }
            Event::Person(_)
            | Event::Engagement(_)
            | Event::Relationship(_)
            | Event::Concern(_)
            | Event::Outing(_) => return Ok(()),
        };
        if let PlaceEvent::PlaceRecorded { .. } = event {
            *row = Some(PlaceRow {
                organisation: envelope.organisation,
                version: 0,
                changed_at: 0,
                place: Place::default(),
            });
        }
        let row = row.as_mut().ok_or(Poison("something became of a place before it was recorded"))?;
        row.version = envelope.version;
        row.changed_at = envelope.position;
        row.place.evolve(event);
        Ok(())
    }

    fn values(row: &PlaceRow) -> Vec<Value<'_>> {
        vec![
            row.organisation.into(),
            folded(row.name()).into(),
            row.place.contact.map(PersonId::uuid).into(),
            row.changed_at.into(),
        ]
    }
}

#[async_trait]
impl Queries for ReadModels {
    async fn place(&self, who: &Connecting<'_>, id: PlaceId) -> Result<Option<PlaceRow>, Failure> {
        let sql = "SELECT p.doc FROM places p WHERE p.organisation = $1 AND p.id = $2";
        let row: Option<(Json<PlaceRow>,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(id.uuid())
            .fetch_optional(pool)
            .await
            .map_err(failed("reading a place"))?);
        Ok(row.map(|(Json(row),)| row))
    }

    async fn places(&self, who: &Connecting<'_>) -> Result<Vec<Arc<PlaceRow>>, Failure> {
        Ok(self.places_known(who).await?.into_iter().map(|known| known.row).collect())
    }

    async fn places_known(&self, who: &Connecting<'_>) -> Result<Vec<KnownPlace>, Failure> {
        self.places.all(&self.database, who.organisation().uuid()).await
    }
}
