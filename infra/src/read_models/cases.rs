//! The `engagements` table: one row an engagement, its sessions left to their own table.

use app::access::Connecting;
use app::error::Failure;
use app::log::Envelope;
use app::views::cases::{Case, Cases as Queries, EngagementRow, TieCounts, Which};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::Event;
use domain::engagement::{Engagement, EngagementEvent};
use domain::shared::aggregate::EventStream;
use domain::shared::ids::{AccountId, EngagementId, PersonId};
use sqlx::types::Json;
use uuid::Uuid;

use super::{ReadModels, failed, parse};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The model of engagements.
#[derive(Debug, Clone, Copy)]
pub struct Engagements;

impl Model for Engagements {
    const NAME: &'static str = "engagements";
    const VERSION: i32 = 2;
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
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &["connector, open", "organisation, open", "contract_id, started_on"]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        match &event.event {
            Event::Engagement(_) => rows.push(Touch::Id(event.stream.id)),
            Event::Person(domain::person::PersonEvent::PersonForgotten { person_id, .. }) => {
                rows.push(Touch::Where("person_id", person_id.uuid()));
            }
            Event::Person(_) | Event::Relationship(_) | Event::Concern(_) | Event::Outing(_) => {}
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
            Event::Person(_) | Event::Relationship(_) | Event::Concern(_) | Event::Outing(_) => return Ok(()),
        };
        if let EngagementEvent::ReferralReceived { .. } = event {
            *row = Some(EngagementRow {
                organisation: envelope.organisation,
                version: 0,
                engagement: Engagement::default(),
            });
        }
        let row = row.as_mut().ok_or(Poison("something happened in an engagement before its referral"))?;
        row.version = envelope.version;
        // What became of one session, another table keeps.
        if event.session().is_none() {
            row.engagement.evolve(event);
        }
        Ok(())
    }

    fn values(row: &EngagementRow) -> Vec<Value<'_>> {
        let engagement = &row.engagement;
        vec![
            row.organisation.into(),
            engagement.person_id.into(),
            engagement.connector().into(),
            engagement.funding.as_ref().map(|funding| funding.contract_id).into(),
            engagement.stage.code().into(),
            engagement.stage.is_open().into(),
            engagement.started_on.into(),
            engagement.ended_on().into(),
        ]
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
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.is_open) AS open
  FROM engagements e JOIN people p ON p.id = e.person_id
  WHERE e.organisation = $2 AND ($3 IS NULL OR e.connector = $3 OR (e.connector IS NULL AND p.registered_by = $3))";

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
        let sql = format!("{CASE} {clause} LIMIT $4");
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
