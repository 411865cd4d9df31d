//! Logging a meet-up, the thing connectors do most. One request keeps the connector's session and the
//! two people's contact together, and the first meeting too when it was one.

use chrono::{NaiveDate, NaiveTime};
use domain::engagement::codes::SessionKind;
use domain::engagement::records::{SessionDetails, SessionTime};
use domain::engagement::{Engagement, EngagementCommand};
use domain::relationship::codes::{ContactSource, Initiative, Mood, Presence, Setting};
use domain::relationship::records::Contact;
use domain::relationship::{Relationship, RelationshipCommand};
use domain::shared::ids::{ContactId, EngagementId, RelationshipId, SessionId};
use domain::shared::text::{Line, Words};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::access::same_house;
use super::work::Work;
use crate::App;
use crate::access::Viewer;
use crate::error::Refusal;

/// Who, how long, how did it go, was I there: the rest has sensible defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetUp {
    /// The engagement whose time it is.
    pub engagement_id: EngagementId,
    /// With whom; `None` when it was the connector and the person alone.
    #[serde(default)]
    pub relationship_id: Option<RelationshipId>,
    /// Id of the session, planned before or new. Not used when the connector was not there.
    pub session_id: SessionId,
    /// Id of the contact. Not used when nobody else was there.
    pub contact_id: ContactId,
    /// The day.
    pub on: NaiveDate,
    /// Local time, when it matters.
    #[serde(default)]
    pub starts_at: Option<NaiveTime>,
    /// Whole minutes.
    pub minutes: i64,
    /// How it went for the person.
    pub mood: Option<Mood>,
    /// How much of it the connector was.
    pub presence: Presence,
    /// Who took the first step.
    pub initiative: Initiative,
    /// How they were in touch.
    pub setting: Setting,
    /// How we know.
    pub source: ContactSource,
    /// Where.
    #[serde(default)]
    pub place: Option<Line>,
    /// A few words.
    #[serde(default)]
    pub note: Option<Words>,
    /// What was done, the way there, and who came along. Not used when the connector was not there.
    #[serde(default)]
    pub details: SessionDetails<Line>,
}

impl App {
    pub(super) async fn plan_meet_up(
        &self,
        viewer: &Viewer,
        meet_up: &MeetUp,
        work: &mut Work<'_>,
    ) -> Result<(), Refusal> {
        let engagement = work.load::<Engagement>(meet_up.engagement_id, None).await?;
        same_house(viewer, engagement.organisation)?;
        self.works_on(&viewer.connecting()?, &engagement).await?;
        let time = meet_up.session_time();
        let died_on = self.can_be_a_session(work, &engagement, &time).await?;
        let deliver = EngagementCommand::DeliverSession {
            session_id: meet_up.session_id,
            time,
            place: meet_up.place.clone(),
            note: meet_up.relationship_id.is_none().then(|| meet_up.note.clone()).flatten(),
            details: meet_up.details.clone(),
            died_on,
        };
        if meet_up.presence != Presence::Absent {
            work.decide::<Engagement>(meet_up.engagement_id, &self.asked(viewer, deliver)).await?;
        }
        let Some(relationship_id) = meet_up.relationship_id else {
            return match meet_up.presence {
                Presence::Absent => {
                    Err(Refusal::invalid("relationship_id", "Say who was there, if you were not"))
                }
                _ => Ok(()),
            };
        };
        let relationship = work.load::<Relationship>(relationship_id, None).await?;
        if relationship.version == 0 || relationship.state.engagement_id != meet_up.engagement_id {
            return Err(Refusal::NotFound);
        }
        if relationship.state.met_on().is_none() {
            let met = RelationshipCommand::RecordMeeting { met_on: meet_up.on };
            work.decide::<Relationship>(relationship_id, &self.asked(viewer, met)).await?;
        }
        let contact =
            RelationshipCommand::LogContact { contact: meet_up.contact(), note: meet_up.note.clone() };
        work.decide::<Relationship>(relationship_id, &self.asked(viewer, contact)).await
    }
}

impl MeetUp {
    fn session_time(&self) -> SessionTime {
        let kind = match (self.relationship_id, self.presence) {
            (_, Presence::Nearby) if matches!(self.setting, Setting::Phone | Setting::Messages) => {
                SessionKind::FosteringRemote
            }
            _ => SessionKind::FaceToFace,
        };
        SessionTime {
            on: self.on,
            starts_at: self.starts_at,
            minutes: self.minutes,
            kind,
            relationship_id: self.relationship_id,
        }
    }

    fn contact(&self) -> Contact {
        Contact {
            contact_id: self.contact_id,
            on: self.on,
            presence: self.presence,
            initiative: self.initiative,
            setting: self.setting,
            minutes: Some(self.minutes),
            mood: self.mood,
            source: self.source,
            session_id: (self.presence != Presence::Absent).then_some(self.session_id),
        }
    }
}
