//! What happened, in order, read from the log itself: the streams of one person, their engagements and
//! their relationships; or that of one place. It costs what it shows.

use domain::Noun;
use domain::shared::ids::{EngagementId, PersonId, PlaceId, RelationshipId};

use crate::App;
use crate::access::Connecting;
use crate::error::Refusal;
use crate::log::{Envelope, StreamId};

impl App {
    /// What happened with a person, newest first, before a position, at most `limit`.
    pub async fn timeline(
        &self,
        who: &Connecting<'_>,
        id: PersonId,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Envelope>, Refusal> {
        if !self.views.knows(who, id).await? {
            return Err(Refusal::NotFound);
        }
        let mut streams = vec![StreamId::new(Noun::Person, id.uuid())];
        // What happened to records that were put together with theirs.
        if let Some(row) = self.views.person(who, id).await? {
            streams.extend(row.person.taken_in.iter().map(|taken| StreamId::new(Noun::Person, taken.from)));
        }
        for case in self.views.cases_of(who, id, self.clock.today()).await? {
            streams.push(StreamId::new(Noun::Engagement, case.row.engagement.engagement_id.uuid()));
        }
        for tie in self.views.relationships_of_person(who, id).await? {
            streams.push(StreamId::new(Noun::Relationship, tie.relationship.relationship_id.uuid()));
        }
        Ok(self.log.history(&streams, before, limit).await?)
    }

    /// What happened with one relationship of the viewer's, newest first, at most `limit`.
    pub async fn history_of(
        &self,
        who: &Connecting<'_>,
        id: RelationshipId,
        limit: i64,
    ) -> Result<Vec<Envelope>, Refusal> {
        if self.views.relationship(who, id).await?.is_none() {
            return Err(Refusal::NotFound);
        }
        let stream = StreamId::new(Noun::Relationship, id.uuid());
        Ok(self.log.history(&[stream], None, limit).await?)
    }

    /// What happened in one engagement of the viewer's, newest first, at most `limit`.
    pub async fn history_of_engagement(
        &self,
        who: &Connecting<'_>,
        id: EngagementId,
        limit: i64,
    ) -> Result<Vec<Envelope>, Refusal> {
        if self.views.case(who, id, self.clock.today()).await?.is_none() {
            return Err(Refusal::NotFound);
        }
        let stream = StreamId::new(Noun::Engagement, id.uuid());
        Ok(self.log.history(&[stream], None, limit).await?)
    }

    /// What happened with one place of the organisation, newest first, at most `limit`.
    pub async fn history_of_place(
        &self,
        who: &Connecting<'_>,
        id: PlaceId,
        limit: i64,
    ) -> Result<Vec<Envelope>, Refusal> {
        if self.views.place(who, id).await?.is_none() {
            return Err(Refusal::NotFound);
        }
        Ok(self.log.history(&[StreamId::new(Noun::Place, id.uuid())], None, limit).await?)
    }
}
