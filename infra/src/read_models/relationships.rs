//! The `relationships` table: one row a relationship.

use app::access::Connecting;
use app::error::Failure;
use app::log::Envelope;
use app::views::relationships::{Grown, RelationshipRow, Relationships as Queries, Tie};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::Event;
use domain::engagement::EngagementEvent;
use domain::person::PersonEvent;
use domain::relationship::{
    Answer, CHECK_MONTHS, IntroductionState, Party, Relationship, RelationshipEvent, Stage,
};
use domain::shared::aggregate::EventStream;
use domain::shared::calendar::FIRST_DAY;
use domain::shared::ids::{AccountId, EngagementId, PersonId, RelationshipId};
use uuid::Uuid;

use super::case_text::mine;
use super::ties::{Record, TIE, tie};
use super::{ReadModels, failed};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The model of relationships.
#[derive(Debug, Clone, Copy)]
pub struct Relationships;

impl Model for Relationships {
    const NAME: &'static str = "relationships";
    const VERSION: i32 = 5;
    type Row = RelationshipRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("organisation"),
            Column::uuid("engagement_id"),
            Column::uuid("person_id").lookup(),
            Column::uuid("other_id").lookup(),
            Column::text("stage"),
            Column::bool("live"),
            Column::bool("is_open"),
            Column::bool("asked_override"),
            Column::date("proposed_on").optional(),
            Column::date("agreed_on").optional(),
            Column::date("met_on").optional(),
            Column::int("contacts"),
            Column::date("last_contact_on").optional(),
            Column::date("declared_on").optional(),
            // Of the latest declaration: whether a team lead signed for it, and whether it has gone quiet since.
            Column::bool("signed_for"),
            Column::bool("gone_quiet"),
            Column::int("hand_over_in").optional(),
            Column::int("changed_at"),
            // The days by which each look at what stands on its own is in time, while it was not made; the first
            // of them leads to the others.
            Column::date("check_on").optional(),
            Column::date("check_3").optional(),
            Column::date("check_6").optional(),
            Column::date("check_12").optional(),
            Column::date("thought_until").optional(),
            // The day for which a first meeting is arranged, while nobody said what came of it.
            Column::date("to_meet_on").optional(),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &[
            "engagement_id, stage, live, is_open, met_on, hand_over_in",
            // With the id, so that SQLite finds the few that are asked for in the index alone.
            "organisation, asked_override, id",
            "organisation, proposed_on, person_id, other_id",
            // Everything that a contract's introductions are counted by.
            "engagement_id, proposed_on, agreed_on, met_on, contacts, declared_on, signed_for, gone_quiet, id",
            "changed_at",
            // Everything that says which look at them is late: SQLite reads every relationship rather than this one's rows.
            "organisation, check_on, check_3, check_6, check_12, engagement_id, person_id, other_id, id",
            "organisation, thought_until",
            "organisation, to_meet_on, engagement_id, person_id, other_id, id",
        ]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        match &event.event {
            Event::Relationship(_) => rows.push(Touch::Id(event.stream.id)),
            Event::Person(PersonEvent::PersonForgotten { person_id, .. }) => {
                rows.push(Touch::Where("person_id", person_id.uuid()));
                rows.push(Touch::Where("other_id", person_id.uuid()));
            }
            Event::Engagement(EngagementEvent::HandOversPlanned { hand_overs, .. }) => {
                rows.extend(hand_overs.iter().map(|given| Touch::Id(given.relationship_id.uuid())));
            }
            Event::Person(_)
            | Event::Engagement(_)
            | Event::Concern(_)
            | Event::Outing(_)
            | Event::Place(_) => {}
        }
    }

    fn apply(_: Uuid, row: &mut Option<RelationshipRow>, envelope: &Envelope) -> Result<(), Poison> {
        let event = match &envelope.event {
            Event::Relationship(event) => event,
            Event::Person(PersonEvent::PersonForgotten { person_id, .. }) => {
                if let Some(row) = row {
                    row.changed_at = envelope.position;
                    row.relationship.forget(*person_id);
                }
                return Ok(());
            }
            Event::Engagement(EngagementEvent::HandOversPlanned { .. }) => {
                if let Some(row) = row {
                    row.changed_at = envelope.position;
                    row.hand_over_in = Some(envelope.version);
                }
                return Ok(());
            }
            Event::Person(_)
            | Event::Engagement(_)
            | Event::Concern(_)
            | Event::Outing(_)
            | Event::Place(_) => return Ok(()),
        };
        if let RelationshipEvent::IntroductionProposed { .. } = event {
            *row = Some(RelationshipRow {
                organisation: envelope.organisation,
                version: 0,
                hand_over_in: None,
                changed_at: 0,
                relationship: Relationship::default(),
            });
        }
        let row =
            row.as_mut().ok_or(Poison("something happened between two people before they were proposed"))?;
        row.version = envelope.version;
        row.changed_at = envelope.position;
        row.relationship.evolve(event);
        Ok(())
    }

    fn values(row: &RelationshipRow) -> Vec<Value<'_>> {
        let relationship = &row.relationship;
        let checks = relationship.checks_due();
        let check = |month: u8| checks.iter().find(|(of, _)| *of == month).map(|(_, due_on)| *due_on);
        let latest = relationship.declaration();
        let stands = relationship.stage() == Stage::SelfSustaining;
        vec![
            row.organisation.into(),
            relationship.engagement_id.into(),
            relationship.person_id.into(),
            relationship.other_id.into(),
            relationship.stage().code().into(),
            is_live(relationship).into(),
            relationship.is_open().into(),
            waits_for_signature(relationship).into(),
            relationship.proposed_on.into(),
            both_agreed_on(relationship).into(),
            relationship.met_on().into(),
            i64::try_from(relationship.met_count()).unwrap_or(i64::MAX).into(),
            relationship.last_contact_on().into(),
            relationship.declarations.first().map(|declaration| declaration.declared_on).into(),
            latest.is_some_and(|declaration| declaration.signed.is_some()).into(),
            latest.is_some_and(|declaration| declaration.lapsed_on.is_some()).into(),
            row.hand_over_in.into(),
            row.changed_at.into(),
            checks.first().map(|(_, due_on)| *due_on).filter(|_| stands).into(),
            check(CHECK_MONTHS[0]).into(),
            check(CHECK_MONTHS[1]).into(),
            check(CHECK_MONTHS[2]).into(),
            relationship.thought_until().into(),
            relationship.to_meet().map(|meeting| meeting.on).into(),
        ]
    }
}

/// Whether it may still come to something: not declined, not found not to be for them, not gone quiet.
fn is_live(relationship: &Relationship) -> bool {
    relationship.stage() != Stage::Lapsed
        && relationship.introduction.state != IntroductionState::Declined
        && relationship.not_a_fit().is_none()
}

/// Whether a team lead was asked to sign and has not.
fn waits_for_signature(relationship: &Relationship) -> bool {
    relationship.override_asked.is_some()
        && relationship.standing_declaration().is_none()
        && is_live(relationship)
}

/// Day on which the second of the two said yes.
fn both_agreed_on(relationship: &Relationship) -> Option<NaiveDate> {
    let agreed = |party| match relationship.introduction.answer(party) {
        Some(Answer::Yes { on, .. }) => Some(*on),
        _ => None,
    };
    Some(agreed(Party::Person)?.max(agreed(Party::Other)?))
}

/// Liveliest first.
const STAGES: &str =
    "CASE r.stage WHEN 'self_sustaining' THEN 1 WHEN 'consolidating' THEN 2 WHEN 'introduced' THEN 3
    WHEN 'prospect' THEN 4 ELSE 5 END, r.proposed_on DESC, r.id";

#[async_trait]
impl Queries for ReadModels {
    async fn relationship(&self, who: &Connecting<'_>, id: RelationshipId) -> Result<Option<Tie>, Failure> {
        Ok(self.ties(who, "AND r.id = $3", Some(id.uuid())).await?.pop())
    }

    async fn relationships_of_person(&self, who: &Connecting<'_>, id: PersonId) -> Result<Vec<Tie>, Failure> {
        let clause = format!("AND (r.person_id = $3 OR r.other_id = $3) ORDER BY {STAGES} LIMIT 200");
        self.ties(who, &clause, Some(id.uuid())).await
    }

    async fn relationships_of_engagement(
        &self,
        who: &Connecting<'_>,
        id: EngagementId,
    ) -> Result<Vec<Tie>, Failure> {
        let clause = format!("AND r.engagement_id = $3 ORDER BY {STAGES} LIMIT 200");
        self.ties(who, &clause, Some(id.uuid())).await
    }

    async fn relationships_open(&self, who: &Connecting<'_>, limit: i64) -> Result<Vec<Tie>, Failure> {
        let open = "AND e.open = TRUE AND r.live ORDER BY r.last_contact_on NULLS FIRST, r.id";
        self.own_ties(who, open, limit).await
    }

    async fn relationships_to_check(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        (from, to): (Option<NaiveDate>, NaiveDate),
    ) -> Result<Vec<Tie>, Failure> {
        // The first that was not made bounds what is gone through, and may be due long before another one.
        let each = CHECK_MONTHS.map(|month| format!("r.check_{month} BETWEEN $3 AND $4"));
        let due = format!(
            "r.stage = 'self_sustaining' AND r.check_on <= $4 AND ({}) ORDER BY r.check_on, r.id",
            each.join(" OR ")
        );
        self.ties_with_a_day(who, of, &due, (from.unwrap_or(FIRST_DAY), to)).await
    }

    async fn first_meetings(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        days: (NaiveDate, NaiveDate),
    ) -> Result<Vec<Tie>, Failure> {
        let meeting = "e.open = TRUE AND r.to_meet_on BETWEEN $3 AND $4 ORDER BY r.to_meet_on, r.id";
        let mut ties = self.ties_with_a_day(who, of, meeting, days).await?;
        ties.sort_by_key(|tie| tie.relationship.to_meet().map(|meeting| (meeting.on, meeting.at)));
        Ok(ties)
    }

    async fn between(
        &self,
        who: &Connecting<'_>,
        person: PersonId,
        other: PersonId,
    ) -> Result<Option<RelationshipId>, Failure> {
        let sql = "SELECT id FROM relationships WHERE organisation = $1 AND live
             AND ((person_id = $2 AND other_id = $3) OR (person_id = $3 AND other_id = $2)) LIMIT 1";
        let row: Option<(Uuid,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(person.uuid())
            .bind(other.uuid())
            .fetch_optional(pool)
            .await
            .map_err(failed("asking whether two people know each other"))?);
        Ok(row.map(|(id,)| id.into()))
    }

    async fn relationships_grown(
        &self,
        who: &Connecting<'_>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Grown, Failure> {
        let sql = "SELECT COUNT(CASE WHEN r.met_on BETWEEN $3 AND $4 THEN 1 END),
               COUNT(CASE WHEN r.declared_on BETWEEN $3 AND $4 AND NOT r.gone_quiet THEN 1 END)
             FROM relationships r JOIN engagements e ON e.id = r.engagement_id
             WHERE e.organisation = $1 AND e.connector = $2";
        let (introduced, standing): (i64, i64) = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(who.account().uuid())
            .bind(from)
            .bind(to)
            .fetch_one(pool)
            .await
            .map_err(failed("counting what came of introductions"))?);
        Ok(Grown { introduced, standing })
    }

    async fn worth_a_thought(
        &self,
        who: &Connecting<'_>,
        on: NaiveDate,
        limit: i64,
    ) -> Result<Vec<Tie>, Failure> {
        let sql = format!(
            "{TIE} WHERE {} AND r.organisation = $1 AND r.thought_until >= $3 ORDER BY r.thought_until, r.id LIMIT $4",
            mine(who)
        );
        let records: Vec<Record> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().map(AccountId::uuid))
            .bind(on)
            .bind(limit)
            .fetch_all(pool)
            .await
            .map_err(failed("listing what is worth a thought"))?);
        records.into_iter().map(tie).collect()
    }

    async fn overrides_counted(&self, who: &Connecting<'_>) -> Result<i64, Failure> {
        if !who.leads() {
            return Ok(0);
        }
        let sql =
            "SELECT COUNT(*) FROM relationships r WHERE r.organisation = $1 AND r.asked_override = TRUE";
        let (all,): (i64,) = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .fetch_one(pool)
            .await
            .map_err(failed("counting what waits for a signature"))?);
        Ok(all)
    }

    async fn overrides_asked(&self, who: &Connecting<'_>, limit: i64) -> Result<Vec<Tie>, Failure> {
        // Picked first, because SQLite would rather look at every relationship in the order asked for.
        let asked = format!(
            "AND r.id IN (SELECT a.id FROM relationships a
               WHERE a.organisation = $1 AND a.asked_override = TRUE) ORDER BY r.id LIMIT {limit}"
        );
        self.ties(who, &asked, None).await
    }
}
