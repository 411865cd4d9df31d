//! The `engagements` table: one row an engagement, its sessions left to their own table.

use app::access::Connecting;
use app::error::Failure;
use app::log::Envelope;
use app::views::cases::{Case, CasePerson, Cases as Queries, EngagementRow, Of, TieCounts, Which};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::Event;
use domain::engagement::clocks::{ClockFacts, DueKind};
use domain::engagement::{Engagement, EngagementEvent, Stage, Term};
use domain::person::measures::due::{AskingSlot, MeasureClock};
use domain::shared::aggregate::EventStream;
use domain::shared::ids::{AccountId, EngagementId, PersonId};
use sqlx::types::Json;
use uuid::Uuid;

use super::among::Among;
use super::case_text::{Asked, CASE, Delivered, OF_ALL, OF_ONE, Ties, asked, at_stage, whose};
use super::{ReadModels, failed, parse};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// Stands for no end among dates.
const NO_END: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("there is such a day");

/// The model of engagements.
#[derive(Debug, Clone, Copy)]
pub struct Engagements;

impl Model for Engagements {
    const NAME: &'static str = "engagements";
    const VERSION: i32 = 7;
    const STRICT: bool = true;
    type Row = EngagementRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("organisation"),
            Column::uuid("person_id").lookup(),
            Column::uuid("connector").optional(),
            Column::uuid("contract_id").optional(),
            Column::text("stage"),
            Column::bool("open"),
            Column::date("started_on").optional(),
            Column::date("ended_on").optional(),
            // The same day, or the last that can be told where it has none: what is under way in a span lies together
            // in an index.
            Column::date("until_on"),
            Column::text("agreed").optional(),
            Column::date("received_on").optional(),
            // As agreed last; from a day to come on where the other two say so.
            Column::int("minutes_per_week"),
            Column::date("weekly_from").optional(),
            Column::int("minutes_before"),
            Column::int("priority").optional(),
            Column::date("listed_on").optional(),
            Column::int("hand_overs_in").optional(),
            Column::date("asked_on").optional(),
            // The last day on which each clock is in time, in the order of `DueKind::ALL`; what people and
            // relationships know may stop three of them: `late` asks.
            Column::date("due_acknowledgement").optional(),
            Column::date("due_first_contact").optional(),
            Column::date("due_eligibility_decision").optional(),
            Column::date("due_baseline_map").optional(),
            Column::date("due_first_introduction").optional(),
            Column::date("due_mid_term_review").optional(),
            Column::date("due_end_planning").optional(),
            Column::date("due_hand_over_list").optional(),
            Column::date("due_pause_review").optional(),
            Column::date("due_next_review").optional(),
            Column::date("due_end_of_term").optional(),
            // The day of each point at which there is something to ask, in the order of `AskingSlot::ALL`.
            Column::date("ask_baseline").optional(),
            Column::date("ask_last_review").optional(),
            Column::date("ask_next_review").optional(),
            Column::date("ask_end").optional(),
            Column::date("ask_follow_up").optional(),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &[
            "connector, open",
            "organisation, open, ended_on",
            "organisation, contract_id, until_on, started_on, id",
            "person_id, contract_id, id",
            // Everything that is asked of every caseload at once: sums, who is worked with, who has nobody.
            "organisation, open, connector, stage, minutes_per_week, weekly_from, minutes_before, person_id, id",
            // Everything that says what is late in them, so that no case is read for it.
            "organisation, open, person_id, connector, hand_overs_in, contract_id, ended_on, due_acknowledgement, due_first_contact, due_eligibility_decision, due_baseline_map, due_first_introduction, due_mid_term_review, due_end_planning, due_hand_over_list, due_pause_review, due_next_review, due_end_of_term, ask_baseline, ask_last_review, ask_next_review, ask_end, ask_follow_up, id",
            "organisation, asked_on",
            // Whether somebody works with a person, or ever did.
            "person_id, connector",
        ]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        match &event.event {
            Event::Engagement(_) => rows.push(Touch::Id(event.stream.id)),
            Event::Person(domain::person::PersonEvent::PersonForgotten { person_id, .. }) => {
                rows.push(Touch::Where("person_id", person_id.uuid()));
            }
            Event::Person(_)
            | Event::Relationship(_)
            | Event::Concern(_)
            | Event::Outing(_)
            | Event::Place(_) => {}
        }
    }

    fn apply(_: Uuid, row: &mut Option<EngagementRow>, envelope: &Envelope) -> Result<(), Poison> {
        let event = match &envelope.event {
            Event::Engagement(event) => event,
            Event::Person(domain::person::PersonEvent::PersonForgotten { person_id, .. }) => {
                if let Some(row) = row {
                    row.engagement.forget(*person_id);
                }
                return Ok(());
            }
            Event::Person(_)
            | Event::Relationship(_)
            | Event::Concern(_)
            | Event::Outing(_)
            | Event::Place(_) => return Ok(()),
        };
        if let EngagementEvent::ReferralReceived { .. } = event {
            *row = Some(EngagementRow {
                organisation: envelope.organisation,
                version: 0,
                hand_overs_in: None,
                engagement: Engagement::default(),
            });
        }
        let row = row.as_mut().ok_or(Poison("something happened in an engagement before its referral"))?;
        row.version = envelope.version;
        if let EngagementEvent::HandOversPlanned { .. } = event {
            row.hand_overs_in = Some(envelope.version);
        }
        // What became of one session, another table keeps.
        if event.session().is_none() {
            row.engagement.evolve(event);
        }
        Ok(())
    }

    fn values(row: &EngagementRow) -> Vec<Value<'_>> {
        let engagement = &row.engagement;
        let clocks = ClockFacts::unstopped(engagement).running();
        let due = |kind: &DueKind| clocks.iter().find(|due| due.kind == *kind).map(|due| due.due_on);
        let weekly = engagement.term.as_ref().map_or(0, Term::minutes_per_week);
        let changed = engagement.term.as_ref().and_then(Term::latest_change);
        let mut values = vec![
            row.organisation.into(),
            engagement.person_id.into(),
            engagement.connector().into(),
            engagement.funding.as_ref().map(|funding| funding.contract_id).into(),
            engagement.stage.code().into(),
            engagement.stage.is_open().into(),
            engagement.started_on.into(),
            engagement.ended_on().into(),
            engagement.ended_on().unwrap_or(NO_END).into(),
            engagement.agreed_hours().and_then(|hours| serde_json::to_string(&hours).ok()).into(),
            engagement.received_on.into(),
            weekly.into(),
            changed.map(|(from, _)| from).into(),
            changed.map_or(0, |(_, before)| before).into(),
            engagement.waiting.map(|waiting| waiting.priority).into(),
            engagement.waiting.map(|waiting| waiting.listed_on).into(),
            row.hand_overs_in.into(),
            engagement.waits_for_agreement().iter().map(|(_, asked_on)| *asked_on).min().into(),
        ];
        values.extend(DueKind::ALL.iter().map(|kind| Value::from(due(kind))));
        // Whether who pays asks for the last of them is known when it is read.
        let points = MeasureClock::of(engagement, true).points();
        let ask =
            |slot: &AskingSlot| points.iter().find(|point| point.slot == *slot).map(|point| point.due_on);
        values.extend(AskingSlot::ALL.iter().map(|slot| Value::from(ask(slot))));
        values
    }
}

/// A case as the query answers it.
#[derive(sqlx::FromRow)]
struct Record {
    doc: Json<EngagementRow>,
    summary: String,
    first_map_on: Option<NaiveDate>,
    delivered: String,
    next_on: Option<NaiveDate>,
    next_id: Option<Uuid>,
    ties: String,
}

impl Record {
    fn case(self) -> Result<Case, Failure> {
        let (delivered_minutes, last_session_on): Delivered = parse(&self.delivered)?;
        let ties: Ties = parse(&self.ties)?;
        let (first_introduction_on, possible, introduced, consolidating, ..) = ties;
        let (.., self_sustaining, lapsed, open, without_hand_over) = ties;
        Ok(Case {
            row: self.doc.0,
            person: parse(&self.summary)?,
            delivered_minutes,
            last_session_on,
            next_session: self.next_on.zip(self.next_id.map(Into::into)),
            ties: TieCounts {
                possible,
                introduced,
                consolidating,
                self_sustaining,
                lapsed,
                open,
                without_hand_over,
            },
            first_map_on: self.first_map_on,
            first_introduction_on,
        })
    }
}

impl ReadModels {
    /// Those cases that satisfy `clause`, in which `$5` is `id`, in the order of their ids.
    async fn cases(
        &self,
        who: &Connecting<'_>,
        today: NaiveDate,
        (clause, id): (&str, Uuid),
        limit: i64,
    ) -> Result<Vec<Case>, Failure> {
        let connector = who.caseload().map(AccountId::uuid);
        let whose = if connector.is_some() { OF_ONE } else { OF_ALL };
        let sql = format!("{CASE} {whose} {clause} ORDER BY e.id LIMIT $4");
        let records: Vec<Record> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(today)
            .bind(who.organisation().uuid())
            .bind(connector)
            .bind(limit)
            .bind(id)
            .fetch_all(pool)
            .await
            .map_err(failed("reading cases"))?);
        records.into_iter().map(Record::case).collect()
    }
}

#[async_trait]
impl Queries for ReadModels {
    async fn caseload_from(
        &self,
        who: &Connecting<'_>,
        which: Which,
        of: Option<AccountId>,
        today: NaiveDate,
        (skip, limit): (i64, i64),
    ) -> Result<Vec<Case>, Failure> {
        let connector = who.caseload().or(of).map(AccountId::uuid);
        let whose = whose(which, connector.is_some());
        let Asked { filter, picked, order } = asked(which);
        // Picked first, so that only what is shown of the cases of one page is counted.
        let sql = format!(
            "{CASE} AND e.id IN (SELECT e.id FROM engagements e
               WHERE e.organisation = $2 {whose} {filter} ORDER BY {picked} LIMIT $4 OFFSET $5)
             ORDER BY {order}"
        );
        let records: Vec<Record> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(today)
            .bind(who.organisation().uuid())
            .bind(connector)
            .bind(limit)
            .bind(skip)
            .fetch_all(pool)
            .await
            .map_err(failed("reading a caseload"))?);
        records.into_iter().map(Record::case).collect()
    }

    async fn cases_counted(
        &self,
        who: &Connecting<'_>,
        which: Which,
        of: Option<AccountId>,
        today: NaiveDate,
    ) -> Result<i64, Failure> {
        let connector = who.caseload().or(of).map(AccountId::uuid);
        let whose = whose(which, connector.is_some());
        let filter = asked(which).filter;
        let sql = format!(
            "SELECT COUNT(*) FROM engagements e WHERE e.organisation = $2 {whose} {filter} AND $1 IS NOT NULL"
        );
        let (all,): (i64,) = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(today)
            .bind(who.organisation().uuid())
            .bind(connector)
            .fetch_one(pool)
            .await
            .map_err(failed("counting cases"))?);
        Ok(all)
    }

    async fn people_of_cases(
        &self,
        who: &Connecting<'_>,
        stages: &[Stage],
        of: Of<'_>,
        limit: i64,
    ) -> Result<Vec<CasePerson>, Failure> {
        let (colleague, ids): (_, &[EngagementId]) = match of {
            Of::Everybody => (None, &[]),
            Of::Colleague(one) => (Some(one), &[]),
            Of::These([]) => return Ok(Vec::new()),
            Of::These(ids) => (None, ids),
        };
        let connector = who.caseload().or(colleague).map(AccountId::uuid);
        let filter = asked(Which::Open).filter;
        let mut whose =
            if connector.is_some() { "AND e.connector = $2" } else { "AND $2 IS NULL" }.to_owned();
        let among = Among::new(4, ids.iter().map(|id| id.uuid()));
        if !ids.is_empty() {
            whose += &format!(" AND e.id IN ({})", among.places());
        }
        let sql = format!(
            "SELECT e.id, p.summary FROM engagements e JOIN people p ON p.id = e.person_id
             WHERE e.organisation = $1 {whose} {filter} {} ORDER BY p.sort_name, e.id LIMIT $3",
            at_stage(stages)
        );
        let rows: Vec<(Uuid, String)> = on!(&self.database, read, pool => {
            let mut query = sqlx::query_as(&sql).bind(who.organisation().uuid()).bind(connector).bind(limit);
            for id in among.ids() {
                query = query.bind(id);
            }
            query.fetch_all(pool).await.map_err(failed("listing whose cases are open"))?
        });
        let person = |(id, summary): (Uuid, String)| {
            Ok(CasePerson { engagement_id: id.into(), person: parse(&summary)? })
        };
        rows.into_iter().map(person).collect()
    }

    async fn nobodys_among(
        &self,
        who: &Connecting<'_>,
        ids: &[EngagementId],
        today: NaiveDate,
    ) -> Result<Vec<Case>, Failure> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let connector = who.caseload().map(AccountId::uuid);
        let whose = whose(Which::Unallocated, connector.is_some());
        let filter = asked(Which::Unallocated).filter;
        let among = Among::new(4, ids.iter().map(|id| id.uuid()));
        let sql = format!("{CASE} {whose} {filter} AND e.id IN ({})", among.places());
        let records: Vec<Record> = on!(&self.database, read, pool => {
            let mut query = sqlx::query_as(&sql).bind(today).bind(who.organisation().uuid()).bind(connector);
            for id in among.ids() {
                query = query.bind(id);
            }
            query.fetch_all(pool).await.map_err(failed("reading cases that nobody has"))?
        });
        records.into_iter().map(Record::case).collect()
    }

    async fn case(
        &self,
        who: &Connecting<'_>,
        id: EngagementId,
        today: NaiveDate,
    ) -> Result<Option<Case>, Failure> {
        Ok(self.cases(who, today, ("AND e.id = $5", id.uuid()), 1).await?.pop())
    }

    async fn cases_of(
        &self,
        who: &Connecting<'_>,
        id: PersonId,
        today: NaiveDate,
    ) -> Result<Vec<Case>, Failure> {
        let mut cases = self.cases(who, today, ("AND e.person_id = $5", id.uuid()), 50).await?;
        cases.sort_by_key(|case| std::cmp::Reverse(case.row.engagement.received_on));
        Ok(cases)
    }
}
