//! The `messages_back` table: one row an engagement, with what happened that its referrer is to hear of, and what
//! they were told. No word of any message is in it.

use app::access::Connecting;
use app::error::Failure;
use app::log::Envelope;
use app::views::messages::{MessageOwed, MessageRow, Messages as Queries};
use app::views::people::PersonSummary;
use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use domain::Event;
use domain::engagement::EngagementEvent;
use domain::engagement::message_back::{MESSAGE_WAITED_FOR_DAYS, MessageClock};
use domain::person::PersonEvent;
use domain::shared::ids::AccountId;
use sqlx::types::Json;
use uuid::Uuid;

use super::{ReadModels, failed, parse};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The model of messages back.
#[derive(Debug, Clone, Copy)]
pub struct MessagesBack;

impl Model for MessagesBack {
    const NAME: &'static str = "messages_back";
    const VERSION: i32 = 3;
    type Row = MessageRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("organisation"),
            Column::uuid("person_id").lookup(),
            Column::uuid("connector").optional(),
            Column::date("due_on").optional(),
            Column::text("about").optional(),
            Column::date("waited_until").optional(),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &["connector, due_on", "organisation, waited_until, due_on"]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        match &event.event {
            Event::Engagement(fact) => {
                let matters = match fact {
                    EngagementEvent::ReferralReceived { .. }
                    | EngagementEvent::ConnectorAllocated { .. }
                    | EngagementEvent::EligibilityDecided { .. }
                    | EngagementEvent::ReferralClosed { .. }
                    | EngagementEvent::EngagementEnded { .. }
                    | EngagementEvent::ReferrerTold { .. }
                    | EngagementEvent::PersonReplaced { .. } => true,
                    // Each is named: a new event does not compile until it is known whether a referrer hears of it.
                    EngagementEvent::ScreeningStarted { .. }
                    | EngagementEvent::Waitlisted { .. }
                    | EngagementEvent::ConsentRequested { .. }
                    | EngagementEvent::ConsentNoted { .. }
                    | EngagementEvent::FundingSought { .. }
                    | EngagementEvent::FundingNoted { .. }
                    | EngagementEvent::RateAgreed { .. }
                    | EngagementEvent::FundingCorrected { .. }
                    | EngagementEvent::EngagementAgreed { .. }
                    | EngagementEvent::EngagementStarted { .. }
                    | EngagementEvent::ReferrerNamed { .. }
                    | EngagementEvent::GoalSet { .. }
                    | EngagementEvent::GoalReworded { .. }
                    | EngagementEvent::GoalSetAside { .. }
                    | EngagementEvent::GoalScored { .. }
                    | EngagementEvent::HoursChanged { .. }
                    | EngagementEvent::SessionNoteWritten { .. }
                    | EngagementEvent::PhaseMoved { .. }
                    | EngagementEvent::EngagementPaused { .. }
                    | EngagementEvent::PauseReviewMoved { .. }
                    | EngagementEvent::EngagementResumed { .. }
                    | EngagementEvent::TermExtended { .. }
                    | EngagementEvent::ReviewHeld { .. }
                    | EngagementEvent::ReviewTakenBack { .. }
                    | EngagementEvent::SessionPlanned { .. }
                    | EngagementEvent::SessionMoved { .. }
                    | EngagementEvent::SessionReplanned { .. }
                    | EngagementEvent::SessionDelivered { .. }
                    | EngagementEvent::SessionCancelled { .. }
                    | EngagementEvent::SessionNotAttended { .. }
                    | EngagementEvent::SessionCorrected { .. }
                    | EngagementEvent::SessionVoided { .. }
                    | EngagementEvent::HandOversPlanned { .. }
                    | EngagementEvent::ExtensionAsked { .. }
                    | EngagementEvent::ExtensionDeclined { .. }
                    | EngagementEvent::EndingAsked { .. }
                    | EngagementEvent::EndingAgreed { .. }
                    | EngagementEvent::EndingDeclined { .. }
                    | EngagementEvent::EngagementClosed { .. } => false,
                };
                if matters {
                    rows.push(Touch::Id(event.stream.id));
                }
            }
            Event::Person(PersonEvent::PersonForgotten { person_id, .. }) => {
                rows.push(Touch::Where("person_id", person_id.uuid()));
            }
            Event::Person(PersonEvent::RegistrationTakenBack { .. }) => {
                rows.push(Touch::Where("person_id", event.stream.id));
            }
            Event::Person(_)
            | Event::Relationship(_)
            | Event::Concern(_)
            | Event::Outing(_)
            | Event::Place(_) => {}
        }
    }

    fn apply(_: Uuid, row: &mut Option<MessageRow>, envelope: &Envelope) -> Result<(), Poison> {
        let event = match &envelope.event {
            Event::Engagement(event) => event,
            Event::Person(event) => {
                if let Some(row) = row {
                    match event {
                        PersonEvent::RegistrationTakenBack { .. } => row.taken_back = true,
                        _ => row.forgotten = true,
                    }
                }
                return Ok(());
            }
            Event::Relationship(_) | Event::Concern(_) | Event::Outing(_) | Event::Place(_) => return Ok(()),
        };
        if let EngagementEvent::ReferralReceived { engagement_id, person_id, .. } = event {
            *row = Some(MessageRow {
                organisation: envelope.organisation,
                engagement_id: *engagement_id,
                person_id: *person_id,
                connector: None,
                clock: MessageClock::default(),
                forgotten: false,
                taken_back: false,
            });
            return Ok(());
        }
        let row = row.as_mut().ok_or(Poison("something happened in an engagement before its referral"))?;
        let clock = &mut row.clock;
        match event {
            EngagementEvent::ConnectorAllocated { connector, .. } => row.connector = Some(*connector),
            EngagementEvent::EligibilityDecided { decided_on, eligible: true, .. } => {
                (clock.accepted_on, clock.declined_on) = (Some(*decided_on), None);
            }
            EngagementEvent::EligibilityDecided { decided_on, eligible: false, .. } => {
                (clock.accepted_on, clock.declined_on) = (None, Some(*decided_on));
            }
            EngagementEvent::ReferralClosed { closed_on, .. } => {
                clock.declined_on = clock.declined_on.or(Some(*closed_on));
            }
            EngagementEvent::EngagementEnded { ended_on, .. } => clock.ended_on = Some(*ended_on),
            EngagementEvent::PersonReplaced { by, .. } => row.person_id = *by,
            EngagementEvent::ReferrerTold { message, .. } => {
                clock.told.insert(message.about);
            }
            _ => {}
        }
        Ok(())
    }

    fn values(row: &MessageRow) -> Vec<Value<'_>> {
        let owed = row.clock.next().filter(|_| !row.forgotten && !row.taken_back);
        vec![
            row.organisation.into(),
            row.person_id.into(),
            row.connector.into(),
            owed.map(|owed| owed.due_on).into(),
            owed.map(|owed| owed.about.code()).into(),
            owed.and_then(|owed| row.clock.waited_until(owed.about)).into(),
        ]
    }
}

#[async_trait]
impl Queries for ReadModels {
    async fn messages_owed(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        (today, by): (NaiveDate, NaiveDate),
    ) -> Result<Vec<MessageOwed>, Failure> {
        let sql = "SELECT m.doc, p.summary FROM messages_back m JOIN people p ON p.id = m.person_id
             WHERE m.organisation = $1 AND m.connector = $2 AND m.due_on >= $3 AND m.due_on <= $4
             ORDER BY m.due_on, m.id LIMIT 100";
        let rows: Vec<(Json<MessageRow>, String)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().unwrap_or(of).uuid())
            .bind(today - Days::new(MESSAGE_WAITED_FOR_DAYS))
            .bind(by)
            .fetch_all(pool)
            .await
            .map_err(failed("listing messages that are owed"))?);
        let mut all = Vec::with_capacity(rows.len());
        for (Json(row), summary) in rows {
            let summary: PersonSummary = parse(&summary)?;
            let (engagement_id, called) = (row.engagement_id, summary.called);
            all.extend(row.clock.owed(today).map(|owed| MessageOwed { engagement_id, called, owed }));
        }
        Ok(all)
    }
}
