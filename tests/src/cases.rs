//! A case of somebody's, made through the real commands: a person, an active engagement, a relationship
//! that has met, sessions. What tests of pages and of access stand on.

use app::commands::{Instruction, MeetUp};
use chrono::NaiveDate;
use domain::engagement::EngagementCommand;
use domain::engagement::codes::{EngagementKind, FundingRoute, ReferralSource, SessionKind};
use domain::engagement::records::{Funding, Goal, SessionTime};
use domain::person::codes::{
    AnswerMethod, ConsentScope, Evidence, InterestKind, MapMethod, Participation, PersonKind, SupporterRole,
};
use domain::person::records::{Details, Interest, Supporter};
use domain::person::{DocumentKind, PersonCommand};
use domain::relationship::RelationshipCommand;
use domain::relationship::codes::{ContactSource, Initiative, Mood, Party, Presence, Setting};
use domain::shared::ids::{
    AssessmentId, ConcernId, ContactId, ContractId, DocumentId, EngagementId, GoalId, InterestId, MapId,
    MeasureId, MessageId, PersonId, RelationshipId, ReviewId, SafetyNoteId, SessionId, SharingId,
    SupporterId,
};
use domain::shared::money::{Money, Rate};
use domain::shared::text::{Line, Words};

use crate::safeguards::{day_centre_may_know, unable_to_decide};
use crate::test_app::{Persona, TestApp};

/// One case.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// Whose.
    pub by: Persona,
    /// The person supported.
    pub person: PersonId,
    /// Something they love.
    pub interest: InterestId,
    /// Their relationship map.
    pub map: MapId,
    /// Somebody who helps them.
    pub supporter: SupporterId,
    /// A community member.
    pub other: PersonId,
    /// The engagement, active.
    pub engagement: EngagementId,
    /// A session that was delivered.
    pub session: SessionId,
    /// A session that is planned.
    pub planned: SessionId,
    /// The relationship of the two, who have met.
    pub relationship: RelationshipId,
    /// Their meeting.
    pub contact: ContactId,
    /// A worry about the person, to look at again in May.
    pub note: SafetyNoteId,
    /// That the person cannot decide whether their photograph is taken.
    pub assessment: AssessmentId,
    /// That the day centre may be told where they go, until June.
    pub sharing: SharingId,
    /// What they answered in February about how lonely they are; they were asked everything that is usual.
    pub measure: MeasureId,
    /// What the connector told the safeguarding lead about the person.
    pub concern: ConcernId,
    /// A picture of what they made.
    pub document: DocumentId,
    /// The first review, held early.
    pub review: ReviewId,
    /// What they want from it, as agreed with the term.
    pub goal: GoalId,
    /// What whoever referred them was told.
    pub message: MessageId,
}

/// A day of a test's own.
///
/// # Panics
/// When it is none.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("it is a day")
}

/// A line of a test's own.
///
/// # Panics
/// When it does not fit.
pub fn line(text: &str) -> Line {
    Line::parse(text).expect("it fits on a line")
}

/// Words of a test's own.
///
/// # Panics
/// When they do not fit.
pub fn words(text: &str) -> Words {
    Words::parse(text).expect("they fit")
}

impl TestApp {
    /// Somebody's case: begun on 19 January 2026, for 26 weeks, three hours a week, at £27.40.
    pub async fn case(&self, by: Persona, name: &str, contract: ContractId) -> Case {
        let (person, other) =
            (self.register(by, name).await, self.community_member(by, &format!("Friend of {name}")).await);
        let interest = self.id();
        self.person(
            by,
            person,
            PersonCommand::RecordInterest {
                interest_id: interest,
                interest: gardening(),
                recorded_on: day("2026-01-20"),
            },
        )
        .await;
        let (map, supporter) = (self.id(), self.id());
        let (taken_on, method, entries) = (day("2026-01-21"), MapMethod::Conversation, Vec::new());
        let take = PersonCommand::TakeRelationshipMap { map_id: map, taken_on, method, entries };
        self.person(by, person, take).await;
        let sister = Supporter {
            supporter_id: supporter,
            name: line("Maureen"),
            role: SupporterRole::Family,
            contact: None,
        };
        self.person(by, person, PersonCommand::LinkSupporter { supporter: sister, linked_on: taken_on })
            .await;
        let (engagement, goal) = self.agreed(by, person, contract).await;
        let note = self.worry(by, person).await;
        let assessment = self.id();
        self.person(by, person, unable_to_decide(assessment)).await;
        let sharing = self.id();
        self.person(by, person, day_centre_may_know(sharing)).await;
        let measure = self.ask_how_life_is(by, person, engagement).await;
        let concern = self.concern(by, person).await;
        let review = self.first_review(by, engagement).await;
        let message = self.tell_referrer(by, engagement).await;
        let (session, planned) = (self.id(), self.id());
        let relationship = self.introduce(by, person, other, engagement).await;
        let contact = self.id();
        self.do_it(by, Instruction::MeetUp(meet_up(engagement, relationship, session, contact))).await;
        let document = self.attached(by, person, DocumentKind::Photo, "A marrow").await;
        let time = SessionTime {
            on: day("2026-03-16"),
            starts_at: None,
            minutes: 60,
            kind: SessionKind::FaceToFace,
            relationship_id: None,
        };
        let plan = EngagementCommand::PlanSession {
            session_id: planned,
            time,
            place: None,
            details: Default::default(),
        };
        self.do_it(by, Instruction::Engagement { id: engagement, command: plan }).await;
        Case {
            by,
            person,
            interest,
            map,
            supporter,
            other,
            engagement,
            session,
            planned,
            relationship,
            contact,
            note,
            assessment,
            sharing,
            concern,
            document,
            measure,
            review,
            goal,
            message,
        }
    }

    pub(crate) async fn do_it(&self, by: Persona, instruction: Instruction) {
        let what = instruction.name();
        if let Err(refusal) = self.ask(by, instruction).await {
            panic!("{what} was refused: {refusal}");
        }
    }

    /// Asks something of a person's record, which must not be refused.
    pub async fn person(&self, by: Persona, id: PersonId, command: PersonCommand) {
        self.do_it(by, Instruction::Person { id, command }).await;
    }

    /// A supported person.
    pub async fn register(&self, by: Persona, name: &str) -> PersonId {
        self.begin_record(by, name, PersonKind::Supported).await
    }

    /// A community member.
    pub async fn community_member(&self, by: Persona, name: &str) -> PersonId {
        self.begin_record(by, name, PersonKind::CommunityMember).await
    }

    async fn begin_record(&self, by: Persona, name: &str, kind: PersonKind) -> PersonId {
        let (person_id, name) = (self.id(), line(name));
        let details = Details {
            name,
            known_as: None,
            born_on: None,
            phone: None,
            email: None,
            address: None,
            area: Some(line("Northfield")),
        };
        let command = PersonCommand::Register {
            person_id,
            kind,
            details,
            different_from: Vec::new(),
            alike: Vec::new(),
        };
        self.person(by, person_id, command).await;
        person_id
    }

    /// An active engagement.
    pub async fn engagement(
        &self,
        by: Persona,
        person_id: PersonId,
        contract_id: ContractId,
    ) -> EngagementId {
        self.agreed(by, person_id, contract_id).await.0
    }

    /// The same, with what they want from it.
    async fn agreed(
        &self,
        by: Persona,
        person_id: PersonId,
        contract_id: ContractId,
    ) -> (EngagementId, GoalId) {
        let id: EngagementId = self.id();
        let (received, decided, start, end) =
            (day("2026-01-05"), day("2026-01-09"), day("2026-01-19"), day("2026-07-19"));
        let ask = async |command| self.do_it(by, Instruction::Engagement { id, command }).await;
        let (source, reason) = (ReferralSource::SocialWorker, Some(words("He says the days are long")));
        ask(EngagementCommand::ReceiveReferral {
            engagement_id: id,
            person_id,
            source,
            received_on: received,
            reason,
            referrer: None,
            under_way_since: None,
        })
        .await;
        ask(EngagementCommand::AllocateConnector { connector: self.account(by).account_id }).await;
        ask(EngagementCommand::StartScreening { started_on: decided }).await;
        let rule = line("Adult of the area who wants more people in their life");
        ask(EngagementCommand::DecideEligibility { decided_on: decided, eligible: true, rule, reason: None })
            .await;
        ask(EngagementCommand::RequestConsent { requested_on: decided }).await;
        let (how, until) = (AnswerMethod::Spoken, None);
        for scope in [ConsentScope::TakePart, ConsentScope::ShareWithFunder] {
            self.person(
                by,
                person_id,
                PersonCommand::GiveConsent {
                    scope,
                    given_on: decided,
                    how,
                    until,
                    words: None,
                    decision_id: None,
                    given_by: None,
                    evidence: None,
                },
            )
            .await;
        }
        ask(EngagementCommand::NoteConsent { given_on: None }).await;
        ask(EngagementCommand::SeekFunding { sought_on: decided }).await;
        let (rate, budget, route) = (Rate::pence_per_hour(2740), Money(213_720), FundingRoute::BlockContract);
        let funding = Funding { contract_id, route, rate, budget, covers_from: start, covers_to: end };
        ask(EngagementCommand::NoteFunding { funding }).await;
        let goal_id = GoalId(self.wired.app.ids.next());
        let goals = vec![Goal { goal_id, words: words("A friend who rings me") }];
        let kind = EngagementKind::SixMonths;
        ask(EngagementCommand::Agree {
            kind,
            term_start: start,
            term_end: end,
            minutes_per_week: 180,
            goals,
        })
        .await;
        ask(EngagementCommand::Start { started_on: start, consent_holds: false }).await;
        (id, goal_id)
    }

    /// An introduction to which both have said yes.
    pub async fn introduce(
        &self,
        by: Persona,
        person_id: PersonId,
        other_id: PersonId,
        engagement_id: EngagementId,
    ) -> RelationshipId {
        let relationship_id: RelationshipId = self.id();
        let ask =
            async |command| self.do_it(by, Instruction::Relationship { id: relationship_id, command }).await;
        ask(RelationshipCommand::Propose {
            relationship_id,
            engagement_id,
            person_id,
            other_id,
            shared: line("growing vegetables"),
            why: None,
            proposed_on: day("2026-02-09"),
            known: Default::default(),
        })
        .await;
        for party in [Party::Person, Party::Other] {
            let (how, agreed_on) = (AnswerMethod::Spoken, day("2026-02-12"));
            ask(RelationshipCommand::Agree { party, how, agreed_on, consent_refused: false }).await;
        }
        relationship_id
    }

    /// A relationship of a case of the team's that stands on its own, because the team lead signed.
    pub async fn stand_alone(&self, case: &Case, with: &str) -> RelationshipId {
        let other = self.community_member(case.by, with).await;
        let id = self.introduce(case.by, case.person, other, case.engagement).await;
        let ask = async |by, command| self.do_it(by, Instruction::Relationship { id, command }).await;
        let (met_on, declared_on) = (day("2026-02-20"), day("2026-03-11"));
        ask(case.by, RelationshipCommand::RecordMeeting { met_on }).await;
        ask(case.by, RelationshipCommand::AskOverride { reason: words("They live next door") }).await;
        let reason = words("I know them both");
        let sign = RelationshipCommand::SignOverride { declared_on, reason, is_team_lead: false };
        ask(Persona::Rosa, sign).await;
        id
    }
}

fn gardening() -> Interest {
    Interest {
        name: line("growing vegetables"),
        kind: InterestKind::Interest,
        own_words: Some(words("Tomatoes mostly")),
        strength: 3,
        share: None,
        evidence: Evidence::Person,
        participation: Participation::Sometimes,
        barriers: Default::default(),
    }
}

fn meet_up(
    engagement_id: EngagementId,
    relationship_id: RelationshipId,
    session_id: SessionId,
    contact_id: ContactId,
) -> MeetUp {
    MeetUp {
        engagement_id,
        relationship_id: Some(relationship_id),
        session_id,
        contact_id,
        on: day("2026-02-19"),
        starts_at: None,
        minutes: 95,
        mood: Some(Mood::Good),
        presence: Presence::TakesPart,
        initiative: Initiative::Connector,
        setting: Setting::OutAndAbout,
        source: ContactSource::ConnectorSaw,
        place: None,
        note: Some(words("They talked about slugs")),
        details: Default::default(),
    }
}
