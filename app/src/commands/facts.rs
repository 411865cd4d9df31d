//! What a rule must know from elsewhere, filled into the command before it is decided.

use chrono::NaiveDate;
use domain::engagement::message_back::may_tell_more;
use domain::engagement::records::SessionTime;
use domain::engagement::{EndReason, Engagement, EngagementCommand, MOST_IN_A_SERIES};
use domain::matching::{Facts, are_never_introduced};
use domain::person::codes::{ConsentScope, IdentifierScheme};
use domain::person::identifier::nhs_number;
use domain::person::{MergingError, NewDocument, Person, PersonCommand, PersonError};
use domain::relationship::codes::Party;
use domain::relationship::commands::ProposalFacts;
use domain::relationship::{Relationship, RelationshipCommand};
use domain::shared::ids::{AccountId, EngagementId, PersonId, RelationshipId, SeriesId, SessionId, TermId};

use super::access::same_house;
use super::work::{Here, Work};
use crate::App;
use crate::access::{Connecting, Viewer};
use crate::clock::following_from;
use crate::error::Refusal;

/// The ids of as many sessions as a series may have. They follow from its own, so that planning it twice
/// plans it once.
fn ids_of_series(series: SeriesId) -> Vec<SessionId> {
    let number = |number: usize| following_from([series.uuid().as_bytes(), &number.to_be_bytes()]);
    (0..MOST_IN_A_SERIES).map(|at| SessionId(number(at))).collect()
}

impl App {
    pub(super) async fn with_person_facts(
        &self,
        viewer: &Viewer,
        work: &mut Work<'_>,
        id: PersonId,
        mut command: PersonCommand,
    ) -> Result<PersonCommand, Refusal> {
        match &mut command {
            PersonCommand::Register { details, alike, .. } => {
                let who = viewer.connecting()?;
                *alike =
                    self.views.alike(&who, details).await?.iter().map(|person| person.person_id).collect();
            }
            PersonCommand::AddIdentifier { scheme: IdentifierScheme::NhsNumber, value, held_by } => {
                if let Ok(number) = nhs_number(value) {
                    let holder = self.views.with_nhs_number(&viewer.connecting()?, &number).await?;
                    *held_by = holder.filter(|holder| *holder != id);
                }
            }
            PersonCommand::TakeRelationshipMap { entries, .. } => {
                let who = viewer.connecting()?;
                for named in entries.iter().filter_map(|entry| entry.person_id) {
                    self.knows(&who, named).await.map_err(|refusal| match refusal {
                        Refusal::NotFound => {
                            Refusal::invalid("entries", "One of them is nobody on record; choose anew")
                        }
                        failed => failed,
                    })?;
                }
            }
            PersonCommand::AddSafetyNote { note_id, watch, .. }
            | PersonCommand::ReviewSafetyNote { note_id, watch, .. } => {
                self.may_watch(viewer, id, watch.owner).await?;
                if let Some(discussed) = watch.discussed {
                    let team = self.accounts.colleagues(&viewer.connecting()?).await?;
                    let leads = team.iter().any(|one| one.role.leads() && one.account_id == discussed.with);
                    // One who has left since stays whom it was talked about with.
                    let person = work.load::<Person>(id, None).await?.state;
                    let stands = person.safety.get(note_id).and_then(|kept| kept.watch.discussed);
                    if !leads && stands.is_none_or(|stands| stands.with != discussed.with) {
                        let why = "Choose the manager with whom you talked about it";
                        return Err(Refusal::invalid("discussed_with", why));
                    }
                }
            }
            PersonCommand::TakeMeasure { engagement_id, asking, standing, begun_with, .. } => {
                let book = self.instrument_book(viewer.organisation()).await?;
                *standing = book.standing(asking.instrument, asking.taken_on);
                if let Some(engagement) = *engagement_id {
                    let engagement = work.load::<Engagement>(engagement, None).await?;
                    same_house(viewer, engagement.organisation)?;
                    self.works_on(&viewer.connecting()?, &engagement).await?;
                    if engagement.state.person_id != id {
                        return Err(Refusal::NotFound);
                    }
                    *begun_with = Some(engagement.state.subject());
                }
            }
            PersonCommand::TellApart { other } => {
                let other = *other;
                self.knows(&viewer.connecting()?, other).await?;
                let known = work.load::<Person>(other, None).await?;
                same_house(viewer, known.organisation)?;
            }
            PersonCommand::AttachDocument { document, begun_with } => {
                *begun_with = self.has_its_file(viewer, work, id, document).await?;
            }
            // Before the event that takes it away, so that a start after a crash in between looks at it again.
            PersonCommand::RemoveDocument { document_id, .. } => {
                let person = work.load::<Person>(id, None).await?.state;
                self.documents.name(person.keeps_under(*document_id), *document_id, false).await?;
            }
            _ => {}
        }
        Ok(command)
    }

    /// A document's file has been brought, and the session it belongs to is one of this person's. Answers the
    /// record that the session's work began with.
    async fn has_its_file(
        &self,
        viewer: &Viewer,
        work: &mut Work<'_>,
        id: PersonId,
        new: &NewDocument,
    ) -> Result<Option<PersonId>, Refusal> {
        let house = viewer.organisation();
        let engagement = match new.at {
            Some(at) => Some(work.load::<Engagement>(at.engagement_id, None).await?.state),
            None => None,
        };
        let begun_with = engagement.as_ref().map(|engagement| engagement.subject());
        let under = work.load::<Person>(id, None).await?.state.seals_under(begun_with);
        if !self.documents.is_kept(house, under, new.document_id, new.about.digest.as_str()).await? {
            return Err(Refusal::invalid(
                "file",
                "The file did not come with it; attach it on the person's page",
            ));
        }
        let (Some(at), Some(engagement)) = (new.at, engagement) else { return Ok(None) };
        match engagement.person_id == id && engagement.sessions.contains_key(&at.session_id) {
            true => Ok(begun_with),
            false => Err(Refusal::invalid("session", "That is not a session of theirs; choose another")),
        }
    }

    /// Only somebody who may know of a person can keep an eye on a note about them: a team lead, whoever
    /// asks, or a connector of one of their cases.
    async fn may_watch(&self, viewer: &Viewer, id: PersonId, owner: AccountId) -> Result<(), Refusal> {
        let watchers = self.watchers(&viewer.connecting()?, id).await?;
        match watchers.iter().any(|colleague| colleague.account_id == owner) {
            true => Ok(()),
            false => Err(Refusal::invalid(
                "owner",
                "They cannot open this record, so they cannot look at the note again; choose one of the team who can",
            )),
        }
    }

    pub(super) async fn with_engagement_facts(
        &self,
        viewer: &Viewer,
        work: &mut Work<'_>,
        engagement: &Here<Engagement>,
        mut command: EngagementCommand,
    ) -> Result<EngagementCommand, Refusal> {
        let today = self.clock.today();
        let person_id = engagement.state.person_id;
        match &mut command {
            EngagementCommand::NoteConsent { given_on } => {
                let person = work.load::<Person>(person_id, None).await?.state;
                *given_on = person.consent(ConsentScope::TakePart, today).map(|consent| consent.given_on);
            }
            EngagementCommand::Start { consent_holds, .. } => {
                let person = work.load::<Person>(person_id, None).await?.state;
                *consent_holds = person.consent(ConsentScope::TakePart, today).is_some();
            }
            EngagementCommand::TellReferrer { message, agreed, .. } => {
                let person = work.load::<Person>(person_id, None).await?.state;
                let (source, rests_on) = (engagement.state.source, message.rests_on);
                *agreed = may_tell_more(&person, source, rests_on, message.sent_on);
            }
            EngagementCommand::HoldReview { words, held_on, .. } => {
                for reviewed in &mut words.relationships {
                    let tie = work.load::<Relationship>(reviewed.relationship_id, None).await?;
                    if tie.version == 0 || tie.state.engagement_id != engagement.state.engagement_id {
                        return Err(Refusal::NotFound);
                    }
                    reviewed.stage = Some(tie.state.stage_on(*held_on));
                }
            }
            EngagementCommand::AllocateConnector { connector } => {
                self.is_colleague(viewer, *connector).await?
            }
            EngagementCommand::NoteFunding { funding }
            | EngagementCommand::CorrectFunding { funding, .. } => {
                let contracts = self.contracts.all(viewer.organisation()).await?;
                if !contracts.iter().any(|contract| contract.contract_id == funding.contract_id) {
                    return Err(Refusal::invalid("contract_id", "There is no such contract; choose one"));
                }
            }
            EngagementCommand::PlanSession { time, .. } => {
                self.can_be_a_session(work, engagement, time).await?;
            }
            EngagementCommand::PlanSeries { series_id, time, session_ids, .. } => {
                self.can_be_a_session(work, engagement, time).await?;
                *session_ids = ids_of_series(*series_id);
            }
            EngagementCommand::PlanGroup { dates, .. } => {
                let person = work.load::<Person>(person_id, None).await?.state;
                dates.iter().try_for_each(|date| person.takes_part(date.on))?;
            }
            EngagementCommand::MoveSession { session_id, on, starts_at, minutes, and_later, .. } => {
                let person = work.load::<Person>(person_id, None).await?.state;
                person.takes_part(*on)?;
                let to = (*on, *starts_at, *minutes);
                let moved = engagement.state.moved_together(*session_id, to, *and_later);
                moved.iter().try_for_each(|(_, time)| person.takes_part(time.on))?;
            }
            EngagementCommand::ReplanSession { relationship_id: Some(id), .. } => {
                let beside = work.load::<Relationship>(*id, None).await?;
                if beside.version == 0 || beside.state.engagement_id != engagement.state.engagement_id {
                    return Err(Refusal::NotFound);
                }
            }
            EngagementCommand::DeliverSession { time, died_on, .. }
            | EngagementCommand::CorrectSession { time, died_on, .. } => {
                *died_on = self.can_be_a_session(work, engagement, time).await?;
            }
            EngagementCommand::Extend { needs_agreement, .. } => {
                *needs_agreement = self.has_to_ask(viewer).await?;
            }
            EngagementCommand::AgreeExtension { is_team_lead }
            | EngagementCommand::DeclineExtension { is_team_lead, .. }
            | EngagementCommand::DeclineEnding { is_team_lead, .. } => {
                *is_team_lead = viewer.connecting()?.leads();
            }
            EngagementCommand::AgreeEnding { open_relationships, is_team_lead } => {
                let who = viewer.connecting()?;
                *is_team_lead = who.leads();
                *open_relationships =
                    self.open_relationships(&who, work, engagement.state.engagement_id).await?;
            }
            EngagementCommand::End { reason, open_relationships, needs_agreement, .. } => {
                let who = viewer.connecting()?;
                *needs_agreement = self.has_to_ask(viewer).await?;
                // Nobody is asked about a death, so it has to stand in the record.
                if *needs_agreement && *reason == EndReason::Deceased {
                    let person = work.load::<Person>(engagement.state.person_id, None).await?;
                    if person.state.died_on.is_none() {
                        let missing = "Their death is not on their record yet. Record it there first";
                        return Err(Refusal::invalid("reason", missing));
                    }
                }
                *open_relationships =
                    self.open_relationships(&who, work, engagement.state.engagement_id).await?;
            }
            EngagementCommand::AskEnding { open_relationships, .. }
            | EngagementCommand::PlanHandOvers { open_relationships, .. } => {
                let who = viewer.connecting()?;
                *open_relationships =
                    self.open_relationships(&who, work, engagement.state.engagement_id).await?;
            }
            _ => {}
        }
        Ok(command)
    }

    /// Whether who asks needs a team lead's agreement to more time and to early endings: where the
    /// organisation wants it so, everybody but team leads.
    async fn has_to_ask(&self, viewer: &Viewer) -> Result<bool, Refusal> {
        let who = viewer.connecting()?;
        Ok(!who.leads() && self.needs_agreement(&who).await?)
    }

    /// Only a connector or team lead of the organisation can be asked to work with somebody.
    pub(super) async fn is_colleague(&self, viewer: &Viewer, id: AccountId) -> Result<(), Refusal> {
        let colleagues = self.accounts.colleagues(&viewer.connecting()?).await?;
        match colleagues.iter().any(|colleague| colleague.account_id == id) {
            true => Ok(()),
            false => Err(Refusal::invalid("connector", "There is no such connector; choose one of the team")),
        }
    }

    /// Whether the person takes part on the day of a session, beside a relationship of this engagement if
    /// beside any. Answers the day they died.
    pub(super) async fn can_be_a_session(
        &self,
        work: &mut Work<'_>,
        engagement: &Here<Engagement>,
        time: &SessionTime,
    ) -> Result<Option<NaiveDate>, Refusal> {
        if let Some(id) = time.relationship_id {
            let beside = work.load::<Relationship>(id, None).await?;
            if beside.version == 0 || beside.state.engagement_id != engagement.state.engagement_id {
                return Err(Refusal::NotFound);
            }
        }
        let person = work.load::<Person>(engagement.state.person_id, None).await?.state;
        person.takes_part(time.on)?;
        Ok(person.died_on)
    }

    /// The relationships of an engagement that are open now: the views say which there are, the log
    /// says how each stands.
    async fn open_relationships(
        &self,
        who: &Connecting<'_>,
        work: &mut Work<'_>,
        engagement: EngagementId,
    ) -> Result<Vec<RelationshipId>, Refusal> {
        if !self.views.catch_up(self.log.head().await?).await {
            return Err(Refusal::Busy);
        }
        let mut open = Vec::new();
        for tie in self.views.relationships_of_engagement(who, engagement).await? {
            let id = tie.relationship.relationship_id;
            if work.load::<Relationship>(id, None).await?.state.is_open() {
                open.push(id);
            }
        }
        Ok(open)
    }

    pub(super) async fn with_relationship_facts(
        &self,
        viewer: &Viewer,
        work: &mut Work<'_>,
        relationship: &Here<Relationship>,
        mut command: RelationshipCommand,
    ) -> Result<RelationshipCommand, Refusal> {
        match &mut command {
            RelationshipCommand::Propose { engagement_id, person_id, other_id, known, .. } => {
                let who = viewer.connecting()?;
                *known = self.proposal_facts(&who, work, *engagement_id, *person_id, *other_id).await?;
            }
            RelationshipCommand::Agree { party, consent_refused, .. } => {
                let id = match party {
                    Party::Person => relationship.state.person_id,
                    Party::Other => relationship.state.other_id,
                };
                *consent_refused =
                    work.load::<Person>(id, None).await?.state.refused(ConsentScope::BeIntroduced);
            }
            RelationshipCommand::CloseConcern { .. } => {
                let id = relationship.state.relationship_id;
                if self.views.is_concern_open(&viewer.connecting()?, id).await? {
                    return Err(Refusal::invalid(
                        "closed_on",
                        "Your safeguarding lead has this, and says when it is dealt with",
                    ));
                }
            }
            RelationshipCommand::SignOverride { is_team_lead, .. } => {
                *is_team_lead = viewer.connecting()?.leads()
            }
            _ => {}
        }
        Ok(command)
    }

    async fn proposal_facts(
        &self,
        who: &Connecting<'_>,
        work: &mut Work<'_>,
        engagement_id: EngagementId,
        person_id: PersonId,
        other_id: PersonId,
    ) -> Result<ProposalFacts, Refusal> {
        let today = self.clock.today();
        let engagement = work.load::<Engagement>(engagement_id, None).await?.state;
        let person = work.load::<Person>(person_id, None).await?.state;
        let other = work.load::<Person>(other_id, None).await?.state;
        if let Some(into) = person.is_merged_into().or(other.is_merged_into()) {
            return Err(PersonError::from(MergingError::MergedAlready { into }).into());
        }
        let already = self.views.between(who, person_id, other_id).await?;
        let facts = |person: &Person| Facts::of(person, |_| TermId::default(), str::to_owned);
        let (one, two) = (facts(&person), facts(&other));
        Ok(ProposalFacts {
            engagement_is_active: engagement.stage == domain::engagement::Stage::Active
                && engagement.person_id == person_id,
            person_consents: person.consent(ConsentScope::TakePart, today).is_some(),
            other_refused: other.refused(ConsentScope::BeIntroduced),
            not_brought_together: are_never_introduced(&one, &two),
            too_young: one.is_too_young(today) == Some(true) || two.is_too_young(today) == Some(true),
            someone_is_gone: person.is_gone() || other.is_gone(),
            already,
        })
    }
}
