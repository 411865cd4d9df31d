//! The `valued_roles` table: one row a role among others, with its first and last day, for figures that name nobody. What
//! a role is stands on the person's record alone, so there is nothing here to forget.

use app::error::Failure;
use app::log::Envelope;
use app::views::outcomes::Roles;
use app::views::roles::RoleRow;
use chrono::NaiveDate;
use domain::person::{KeptRole, Person, PersonEvent};
use domain::shared::ids::{PersonId, RoleId};
use uuid::Uuid;

use super::outcomes::UNDER_WAY;
use super::parts::{self, CAME_FROM, Part, PartId, Whose};
use super::{ReadModels, failed};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The last day of a role that is still theirs: after any day that is asked for.
const WITHOUT_END: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("it is a day");

/// The model of roles.
#[derive(Debug, Clone, Copy)]
pub struct ValuedRoles;

impl Model for ValuedRoles {
    const NAME: &'static str = "valued_roles";
    const VERSION: i32 = 1;
    type Row = RoleRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("organisation"),
            Column::uuid("person_id"),
            Column::date("began_on"),
            Column::date("until_on"),
            Column::bool("counts"),
            Column::uuid(CAME_FROM).optional().lookup(),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &["person_id, counts, began_on, until_on, id"]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        parts::touches::<RoleRow>(event, rows);
    }

    fn apply(id: Uuid, row: &mut Option<RoleRow>, event: &Envelope) -> Result<(), Poison> {
        parts::apply(id, row, event)
    }

    fn values(row: &RoleRow) -> Vec<Value<'_>> {
        vec![
            row.organisation.into(),
            row.person_id.into(),
            row.began_on.into(),
            row.ended_on.unwrap_or(WITHOUT_END).into(),
            row.counts.into(),
            row.came_from.into(),
        ]
    }
}

impl Part for RoleRow {
    fn id(part: PartId) -> Option<Uuid> {
        if let PartId::Role(id) = part { Some(id.uuid()) } else { None }
    }

    fn person_id(&self) -> PersonId {
        self.person_id
    }

    fn brought(record: Person, whose: Whose) -> Vec<(Uuid, Self)> {
        let row = |kept: KeptRole| {
            let (ended_on, counts) = (kept.ended.as_ref().map(|ended| ended.on), kept.counts());
            (kept.role_id.uuid(), Self { ended_on, counts, ..begun(kept.role_id, kept.began_on, whose) })
        };
        record.roles.into_values().map(row).collect()
    }

    fn follow(row: &mut Option<Self>, fact: &PersonEvent, whose: Whose) -> Result<(), Poison> {
        if let PersonEvent::ValuedRoleTakenUp { role_id, began_on, .. } = fact {
            *row = Some(begun(*role_id, *began_on, whose));
            return Ok(());
        }
        let row = row.as_mut().ok_or(Poison("something became of a role before it was taken up"))?;
        match fact {
            PersonEvent::ValuedRoleLaidDown { ended_on, .. } => row.ended_on = Some(*ended_on),
            PersonEvent::ValuedRoleTakenBack { .. } => row.counts = false,
            _ => {}
        }
        Ok(())
    }
}

/// A role as it was taken up.
fn begun(role_id: RoleId, began_on: NaiveDate, whose: Whose) -> RoleRow {
    let Whose { organisation, person_id, came_from } = whose;
    RoleRow { organisation, person_id, role_id, began_on, ended_on: None, counts: true, came_from }
}

impl ReadModels {
    /// How many people of a contract had a role among others on a day of the span on which their engagement was under
    /// way, and how many took one up on such a day.
    pub(super) async fn roles_of(
        &self,
        (organisation, contract): (Uuid, Uuid),
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Roles, Failure> {
        let sql = format!(
            "SELECT COUNT(DISTINCT e.person_id),
                    COUNT(DISTINCT CASE WHEN v.began_on >= e.started_on AND v.began_on >= $3 THEN e.person_id END)
             FROM engagements e CROSS JOIN valued_roles v
             WHERE v.person_id = e.person_id AND {UNDER_WAY} AND v.counts = TRUE
               AND v.began_on <= $4 AND v.began_on <= e.until_on
               AND v.until_on >= $3 AND v.until_on >= e.started_on"
        );
        let (people, took_up): (i64, i64) = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(organisation)
            .bind(contract)
            .bind(from)
            .bind(to)
            .fetch_one(pool)
            .await
            .map_err(failed("counting the roles of a contract's people"))?);
        Ok(Roles { people, took_up })
    }
}
