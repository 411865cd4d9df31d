//! Safeguarding concerns: which there are, where they stand and what others are asked to heed. No word of one
//! is kept in a view. The words are read from the log, by [`App::open_concern`] alone, which first records who
//! opens it.

use async_trait::async_trait;
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::concern::{
    COUNCIL_ANSWERS_WITHIN_DAYS, Concern, ConcernCommand, ConcernEvent, ConcernStage, Destruction, Reading,
};
use domain::shared::ids::{AccountId, CommandId, ConcernId, OrganisationId, PersonId, RelationshipId};
use domain::{Event, Kept, Noun};
use serde::{Deserialize, Serialize};

use crate::App;
use crate::access::{Connecting, Safeguarding, Viewer};
use crate::commands::{Instruction, Request};
use crate::error::{Failure, Refusal};
use crate::log::{Envelope, Named, StreamId};

/// Happenings of one concern that are shown, and as many readings of it.
const SHOWN: i64 = 500;

/// One concern, without a word of what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConcernRow {
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// Which.
    pub concern_id: ConcernId,
    /// About whom.
    pub person_id: PersonId,
    /// About which relationship, if about one.
    pub relationship_id: Option<RelationshipId>,
    /// Who told.
    pub raised_by: AccountId,
    /// When.
    pub raised_on: NaiveDate,
    /// At which moment it was kept.
    pub raised_at: DateTime<Utc>,
    /// Who has it.
    pub lead: Option<AccountId>,
    /// What is done next: by whom, by when.
    pub action: Option<(AccountId, NaiveDate)>,
    /// Since when the council's answer is awaited.
    pub waiting_since: Option<NaiveDate>,
    /// When it was closed.
    pub settled_on: Option<NaiveDate>,
    /// Who of the team never learns of it.
    pub kept_from: Vec<AccountId>,
    /// What others are asked to heed.
    pub banner: Option<Heeded>,
    /// Until when a closed one is kept.
    pub kept_until: Option<NaiveDate>,
    /// Until when it is kept beyond its time, as last decided, also while it is taken up again.
    pub kept_longer_until: Option<NaiveDate>,
    /// The decision to destroy it.
    pub destruction: Option<Destruction>,
    /// When it was destroyed.
    pub destroyed_on: Option<NaiveDate>,
}

/// What stands on a person's page for everybody who may know them: whom to speak to first, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heeded {
    /// Whom, and how to reach them.
    pub reach: String,
    /// From this day.
    pub from_on: NaiveDate,
    /// Up to this day.
    pub until_on: NaiveDate,
}

/// A concern in a lead's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcernLine {
    /// The concern.
    pub row: ConcernRow,
    /// The person's name; what stands in its place when they were forgotten.
    pub name: String,
}

/// What a lead has to do with a concern, by when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConcernDue {
    /// Somebody looks at it and takes it over, the same day. Source: practice default.
    Triage,
    /// The next action.
    Action(AccountId),
    /// Ask the council for its answer.
    Council,
}

impl ConcernRow {
    /// Where it stands.
    pub fn stage(&self) -> ConcernStage {
        match (self.settled_on, self.lead, self.waiting_since) {
            (Some(_), _, _) => ConcernStage::Closed,
            (None, None, _) => ConcernStage::New,
            (None, Some(_), Some(_)) => ConcernStage::Waiting,
            (None, Some(_), None) => ConcernStage::Open,
        }
    }

    /// What is due first, and when; `None` when nothing is.
    pub fn due(&self) -> Option<(ConcernDue, NaiveDate)> {
        if self.settled_on.is_some() {
            return None;
        }
        let triage = self.lead.is_none().then_some((ConcernDue::Triage, self.raised_on));
        let action = self.action.map(|(owner, due_on)| (ConcernDue::Action(owner), due_on));
        let council = self
            .waiting_since
            .map(|since| (ConcernDue::Council, since + Days::new(COUNCIL_ANSWERS_WITHIN_DAYS)));
        [triage, action, council].into_iter().flatten().min_by_key(|(_, due_on)| *due_on)
    }
}

/// Queries about concerns.
#[async_trait]
pub trait Concerns: Send + Sync {
    /// Concerns of the organisation that the viewer may read, oldest first; the closed ones newest first.
    async fn concerns(
        &self,
        who: &Safeguarding<'_>,
        closed: bool,
        limit: i64,
    ) -> Result<Vec<ConcernLine>, Failure>;

    /// Closed concerns that the viewer may read and that have been kept as long as they may be on a day, longest
    /// first.
    async fn concerns_due(
        &self,
        who: &Safeguarding<'_>,
        today: NaiveDate,
        limit: i64,
    ) -> Result<Vec<ConcernLine>, Failure>;

    /// Concerns of the organisation that were destroyed, the latest first: days, and who decided. Whom they were
    /// about is not shown anywhere any more.
    async fn destroyed_concerns(
        &self,
        who: &Safeguarding<'_>,
        limit: i64,
    ) -> Result<Vec<ConcernRow>, Failure>;

    /// Concerns of the organisation that the viewer might have read, whose destruction was decided and is not done
    /// yet, oldest first.
    async fn concerns_to_destroy(&self, who: &Safeguarding<'_>) -> Result<Vec<ConcernRow>, Failure>;

    /// Whether a concern about somebody is open besides this one, also one that a lead may not read. Asked of nobody's
    /// behalf: what was decided before is finished by the clock.
    async fn is_another_open(
        &self,
        house: OrganisationId,
        person: PersonId,
        besides: ConcernId,
    ) -> Result<bool, Failure>;

    /// Concerns whose destruction was decided and not finished: of which organisation, decided by whom.
    async fn destructions_decided(&self) -> Result<Vec<(OrganisationId, AccountId, ConcernId)>, Failure>;

    /// What the viewer told the safeguarding lead, newest first, at most 50.
    async fn reported_by(&self, who: &Connecting<'_>) -> Result<Vec<ConcernLine>, Failure>;

    /// What there is to heed about a person today; `None` when nothing, or when the viewer may not know them.
    async fn heeded(
        &self,
        who: &Connecting<'_>,
        person: PersonId,
        on: NaiveDate,
    ) -> Result<Option<Heeded>, Failure>;

    /// The people of the viewer's about whom there is something to heed on a day.
    async fn heeded_people(&self, who: &Connecting<'_>, on: NaiveDate) -> Result<Vec<PersonId>, Failure>;

    /// The moment at which a concern of the organisation was told; for whoever may read it, which is asked before.
    async fn told_at(&self, who: &Connecting<'_>, id: ConcernId) -> Result<Option<DateTime<Utc>>, Failure>;

    /// Whether an open concern is about a relationship.
    async fn is_concern_open(
        &self,
        who: &Connecting<'_>,
        relationship: RelationshipId,
    ) -> Result<bool, Failure>;
}

/// A concern that was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// As it stands.
    pub concern: Concern,
    /// How much of it whoever opened it may read.
    pub reading: Reading,
    /// At which moment it was told.
    pub told_at: Option<DateTime<Utc>>,
    /// Where its words are; known to whoever has opened it alone.
    stream: StreamId,
}

/// What happened to a concern, newest first; nothing for whoever may not read everything.
#[derive(Debug, Clone, Default)]
pub struct ConcernHistory {
    /// What was done about it.
    pub done: Vec<Envelope>,
    /// That it was opened: by whom and when.
    pub readings: Vec<Envelope>,
    /// Whether it was opened before the readings that are listed, too.
    pub read_before: bool,
}

impl App {
    /// Opens a concern for somebody who may: safeguarding leads, and whoever raised it. That they opened it is
    /// recorded first; without the record nothing is opened.
    pub async fn open_concern(&self, viewer: &Viewer, id: ConcernId) -> Result<Opened, Refusal> {
        let instruction = Instruction::Concern { id, command: ConcernCommand::Read };
        let command_id = CommandId(self.ids.next());
        self.ask(viewer, Request { command_id, seen: None, instruction }).await?;
        let stream = StreamId::new(Noun::Concern, id);
        let loaded = self.log.load(stream).await?;
        let concern = <Concern as Kept>::state(&loaded.state).cloned().ok_or(Refusal::NotFound)?;
        let reading = concern.reading(viewer.account(), viewer.safeguarding().is_ok());
        if reading == Reading::Nothing {
            return Err(Refusal::NotFound);
        }
        let told_at = self.views.told_at(&viewer.connecting()?, id).await?;
        Ok(Opened { concern, reading, told_at, stream })
    }

    /// What happened to a concern that somebody has opened. Its readings are asked for by themselves: however many
    /// they are, they crowd out nothing that was done.
    pub async fn concern_history(&self, opened: &Opened) -> Result<ConcernHistory, Refusal> {
        if opened.reading != Reading::Everything {
            return Ok(ConcernHistory::default());
        }
        let read = Event::Concern(ConcernEvent::ConcernRead { read_on: NaiveDate::default() }).name();
        let of = |named, limit| self.log.history_of(opened.stream, named, limit);
        let (done, mut readings) =
            futures::try_join!(of(Named::AllBut(read), SHOWN), of(Named::Only(read), SHOWN + 1))?;
        let listed = usize::try_from(SHOWN).unwrap_or(usize::MAX);
        let read_before = readings.len() > listed;
        readings.truncate(listed);
        Ok(ConcernHistory { done, readings, read_before })
    }
}
