//! The `engagements` table: one row an engagement, its sessions left to their own table.

use app::access::Connecting;
use app::error::Failure;
use app::log::Envelope;
use app::views::cases::{Case, Cases as Queries, EngagementRow, TieCounts, Which};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::Event;
use domain::engagement::clocks::{ClockFacts, DueKind};
use domain::engagement::{Engagement, EngagementEvent, Term};
use domain::person::measures::due::{AskingSlot, MeasureClock};
use domain::shared::aggregate::EventStream;
use domain::shared::ids::{AccountId, EngagementId, PersonId};
use sqlx::types::Json;
use uuid::Uuid;

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
    const VERSION: i32 = 4;
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
            // The same day, or the last that can be told while it goes on: what is under way in a span lies together
            // in an index.
            Column::date("until_on"),
            Column::text("agreed").optional(),
            Column::date("received_on").optional(),
            Column::int("minutes_per_week"),
            Column::int("priority").optional(),
            Column::date("listed_on").optional(),
            Column::int("hand_overs_in").optional(),
            Column::date("asked_on").optional(),
            // The last day on which each clock is in time, in the order of `DueKind::ALL`; what people and
            // relationships know may stop three of them: `late` asks.
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
    delivered_minutes: i64,
    last_session_on: Option<NaiveDate>,
    next_on: Option<NaiveDate>,
    next_id: Option<Uuid>,
    first_introduction_on: Option<NaiveDate>,
    possible: i64,
    introduced: i64,
    consolidating: i64,
    self_sustaining: i64,
    lapsed: i64,
    open: i64,
    without_hand_over: i64,
}

/// Of `engagements e`, which are the viewer's: `$1` is the organisation, `$2` the connector or NULL. Two texts,
/// because SQLite uses no index where a parameter may also be NULL.
pub(super) fn mine(who: &Connecting<'_>) -> &'static str {
    match who.caseload() {
        Some(_) => "e.organisation = $1 AND e.connector = $2",
        None => "e.organisation = $1 AND $2 IS NULL",
    }
}

/// `$1` today, `$2` the organisation, `$3` the connector whose cases these are or NULL for everybody's.
const CASE: &str = "SELECT e.doc, p.summary, p.first_map_on,
    (SELECT CAST(COALESCE(SUM(s.minutes), 0) AS BIGINT) FROM sessions s
      WHERE s.engagement_id = e.id AND s.status = 'delivered' AND s.counts) AS delivered_minutes,
    (SELECT MAX(s.held_on) FROM sessions s
      WHERE s.engagement_id = e.id AND s.status = 'delivered') AS last_session_on,
    (SELECT s.held_on FROM sessions s WHERE s.engagement_id = e.id AND s.status = 'planned' AND s.held_on >= $1
      ORDER BY s.held_on, s.id LIMIT 1) AS next_on,
    (SELECT s.session_id FROM sessions s WHERE s.engagement_id = e.id AND s.status = 'planned' AND s.held_on >= $1
      ORDER BY s.held_on, s.id LIMIT 1) AS next_id,
    (SELECT MIN(r.met_on) FROM relationships r WHERE r.engagement_id = e.id) AS first_introduction_on,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.stage = 'prospect' AND r.live) AS possible,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.stage = 'introduced') AS introduced,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.stage = 'consolidating') AS consolidating,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.stage = 'self_sustaining') AS self_sustaining,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.stage = 'lapsed') AS lapsed,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.is_open) AS open,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.is_open
      AND (r.hand_over_in IS NULL OR r.hand_over_in <> e.hand_overs_in)) AS without_hand_over
  FROM engagements e JOIN people p ON p.id = e.person_id
  WHERE e.organisation = $2";
/// One connector's cases: those they were given, and those of people they registered that nobody has yet.
const OF_ONE: &str = "AND e.id IN (SELECT id FROM engagements WHERE connector = $3
    UNION ALL SELECT n.id FROM people r JOIN engagements n ON n.person_id = r.id
      WHERE r.registered_by = $3 AND n.connector IS NULL)";
const OF_ALL: &str = "AND $3 IS NULL";

impl Record {
    fn case(self) -> Result<Case, Failure> {
        Ok(Case {
            row: self.doc.0,
            person: parse(&self.summary)?,
            delivered_minutes: self.delivered_minutes,
            last_session_on: self.last_session_on,
            next_session: self.next_on.zip(self.next_id.map(Into::into)),
            ties: TieCounts {
                possible: self.possible,
                introduced: self.introduced,
                consolidating: self.consolidating,
                self_sustaining: self.self_sustaining,
                lapsed: self.lapsed,
                open: self.open,
                without_hand_over: self.without_hand_over,
            },
            first_map_on: self.first_map_on,
            first_introduction_on: self.first_introduction_on,
        })
    }
}

impl ReadModels {
    async fn cases(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        today: NaiveDate,
        more: (&str, Option<Uuid>),
        limit: i64,
    ) -> Result<Vec<Case>, Failure> {
        let connector = who.caseload().or(of).map(AccountId::uuid);
        let (clause, id) = more;
        let whose = if connector.is_some() { OF_ONE } else { OF_ALL };
        let sql = format!("{CASE} {whose} {clause} LIMIT $4");
        let records: Vec<Record> = on!(&self.database, read, pool => {
            let mut query = sqlx::query_as(&sql)
                .bind(today)
                .bind(who.organisation().uuid())
                .bind(connector)
                .bind(limit);
            if let Some(id) = id {
                query = query.bind(id);
            }
            query.fetch_all(pool).await.map_err(failed("reading cases"))?
        });
        records.into_iter().map(Record::case).collect()
    }
}

#[async_trait]
impl Queries for ReadModels {
    async fn caseload(
        &self,
        who: &Connecting<'_>,
        which: Which,
        of: Option<AccountId>,
        today: NaiveDate,
        limit: i64,
    ) -> Result<Vec<Case>, Failure> {
        let clause = match which {
            Which::Open => "AND e.open ORDER BY p.sort_name, e.id",
            Which::Finished => "AND NOT e.open ORDER BY e.ended_on DESC, p.sort_name, e.id",
            Which::Unallocated => "AND e.open AND e.connector IS NULL ORDER BY p.sort_name, e.id",
            Which::ToAllocate => {
                "AND e.open AND e.connector IS NULL AND e.stage <> 'waitlisted' ORDER BY e.received_on, e.id"
            }
            Which::AskedOfLead => "AND e.open AND e.asked_on IS NOT NULL ORDER BY e.asked_on, e.id",
            Which::Waiting => "AND e.stage = 'waitlisted' ORDER BY e.priority, e.listed_on, e.id",
        };
        self.cases(who, of, today, (clause, None), limit).await
    }

    async fn case(
        &self,
        who: &Connecting<'_>,
        id: EngagementId,
        today: NaiveDate,
    ) -> Result<Option<Case>, Failure> {
        Ok(self.cases(who, None, today, ("AND e.id = $5", Some(id.uuid())), 1).await?.pop())
    }

    async fn cases_of(
        &self,
        who: &Connecting<'_>,
        id: PersonId,
        today: NaiveDate,
    ) -> Result<Vec<Case>, Failure> {
        let mut cases =
            self.cases(who, None, today, ("AND e.person_id = $5 ORDER BY e.id", Some(id.uuid())), 50).await?;
        cases.sort_by_key(|case| std::cmp::Reverse(case.row.engagement.received_on));
        Ok(cases)
    }
}
