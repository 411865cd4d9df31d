//! What keeps the person of a case safe, and what they agreed to: a worry, an assessment, an agreement to
//! share, a concern. None of it is due on the day of the tests.

use app::commands::Instruction;
use domain::concern::{Category, ConcernCommand, Report};
use domain::person::capacity::{
    Ability, Assessment, CapacityDecision, Conclusion, Delay, Executive, Impairment, Nexus,
};
use domain::person::codes::AnswerMethod;
use domain::person::sharing::Sharing;
use domain::person::{PersonCommand, SafetyKind, SafetyNote, SafetySource, Watch};
use domain::shared::ids::{AssessmentId, ConcernId, PersonId, SafetyNoteId, SharingId};

use crate::cases::{day, line, words};
use crate::test_app::{Persona, TestApp};

impl TestApp {
    /// A worry about somebody, owned by whoever wrote it down.
    pub(crate) async fn worry(&self, by: Persona, person: PersonId) -> SafetyNoteId {
        let (note_id, owner) = (self.id(), self.account(by).account_id);
        let note = SafetyNote {
            words: words("Lends money to anybody who asks"),
            plan: words("We leave the bank card at home together"),
            telling: words("Talked about it over tea"),
            apart_from: Default::default(),
        };
        let (added_on, told_on) = (day("2026-02-02"), Some(day("2026-02-02")));
        let watch = Watch { owner, review_on: day("2026-05-02"), told_on, discussed: None };
        let (kind, source) = (SafetyKind::Worry, SafetySource::Family);
        let add = PersonCommand::AddSafetyNote { note_id, kind, note, source, watch, added_on };
        self.person(by, person, add).await;
        note_id
    }
}

impl TestApp {
    /// What somebody told the safeguarding lead about a person.
    pub(crate) async fn concern(&self, by: Persona, person_id: PersonId) -> ConcernId {
        let concern_id = self.id();
        let report = Report {
            seen: Some(words("“He took my purse.” Her hands were shaking")),
            categories: [Category::Financial].into(),
            ..Report::default()
        };
        let report = Box::new(report);
        let command =
            ConcernCommand::Report { concern_id, person_id, relationship_id: None, report, called: None };
        self.do_it(by, Instruction::Concern { id: concern_id, command }).await;
        concern_id
    }
}

/// That somebody cannot decide whether their photograph is taken, as assessed on 2 February 2026.
pub(crate) fn unable_to_decide(assessment_id: AssessmentId) -> PersonCommand {
    let ability = |can, evidence: &str| Ability { can, evidence: words(evidence) };
    let assessment = Assessment {
        prompted_by: words("The club wants to print pictures"),
        question: words("Whether a picture stands in the club's leaflet"),
        impairment: Impairment::Permanent,
        diagnosis: None,
        understand: ability(true, "Points at the picture and laughs"),
        retain: ability(true, "Brought it up the next day"),
        weigh: ability(false, "Says yes to both, whichever is asked first"),
        communicate: ability(true, "By pointing"),
        nexus: Nexus::Because,
        executive: Executive::NotClear,
        executive_evidence: None,
        conclusion: Conclusion::Lacks,
        differences: None,
        consulted: words("Maureen"),
        helped: true,
        steps: words("Pictures, at home, in the morning"),
        delay: Delay::NotLikelyToRegain,
        context: None,
        assessor: line("Ana Reyes, social worker"),
    };
    PersonCommand::AssessCapacity {
        assessment_id,
        decision: CapacityDecision::PhotoTaken,
        assessment: Box::new(assessment),
        assessed_on: day("2026-02-02"),
        review_on: Some(day("2026-08-02")),
        instead_of: None,
    }
}

/// That the day centre may be told where somebody goes, from 2 February to 30 June 2026.
pub(crate) fn day_centre_may_know(sharing_id: SharingId) -> PersonCommand {
    PersonCommand::AgreeSharing {
        sharing_id,
        sharing: Sharing {
            with: line("The day centre"),
            what: words("Where the allotment is, and on which days"),
            by: None,
        },
        agreed_on: day("2026-02-02"),
        until: Some(day("2026-06-30")),
        how: AnswerMethod::Signed,
        words: None,
        decision_id: None,
    }
}
