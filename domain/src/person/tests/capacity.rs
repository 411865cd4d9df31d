//! Whether somebody can make a decision, and what is decided for them when they cannot.

use ConsentScope::{Photographs, ShareWithFamily, ShareWithFunder, TakePart};

use super::*;
use crate::person::capacity::*;
use crate::shared::ids::{AssessmentId, BestInterestsId};

fn able() -> Ability {
    Ability { can: true, evidence: words("He told us in his own words") }
}

fn unable() -> Ability {
    Ability { can: false, evidence: words("He nodded to both questions, also to their opposites") }
}

/// Everything as the law begins: they can decide.
pub(super) fn assumed() -> Assessment {
    Assessment {
        prompted_by: words("The club wants to print pictures"),
        question: words("Whether his picture stands in the club's leaflet"),
        impairment: Impairment::None,
        diagnosis: None,
        understand: able(),
        retain: able(),
        weigh: able(),
        communicate: able(),
        nexus: Nexus::NotAsked,
        executive: Executive::Yes,
        executive_evidence: None,
        conclusion: Conclusion::Has,
        differences: None,
        consulted: words("His brother"),
        helped: true,
        steps: words("Pictures, his own kitchen, in the morning"),
        delay: Delay::CanWait,
        context: None,
        assessor: line("Ana Reyes, social worker"),
    }
}

/// An impairment, something he cannot do, and the one because of the other.
pub(super) fn lacking() -> Assessment {
    Assessment {
        impairment: Impairment::Permanent,
        weigh: unable(),
        nexus: Nexus::Because,
        conclusion: Conclusion::Lacks,
        ..assumed()
    }
}

pub(super) fn assess(number: u128, assessment: Assessment, on: &str) -> PersonCommand {
    PersonCommand::AssessCapacity {
        assessment_id: id(number),
        decision: CapacityDecision::PhotoTaken,
        assessment: Box::new(assessment),
        assessed_on: day(on),
        review_on: Some(day(on) + chrono::Days::new(180)),
        instead_of: None,
    }
}

pub(super) fn again(number: u128, earlier: u128, assessment: Assessment, on: &str) -> PersonCommand {
    let mut command = assess(number, assessment, on);
    if let PersonCommand::AssessCapacity { instead_of, .. } = &mut command {
        *instead_of = Some(id(earlier));
    }
    command
}

fn option(name: &str) -> Choosing {
    Choosing { option: line(name), benefits: words("He is seen"), burdens: words("Everybody sees it") }
}

pub(super) fn decided() -> BestInterests {
    BestInterests {
        present: words("Gord, Lee, Ana Reyes"),
        advocate: Advocate::FamilyOrFriend,
        advocate_name: Some(line("Lee")),
        options: vec![option("No picture"), option("Only in the leaflet")],
        matters_most: words("He loves to be seen with his tomatoes"),
        in_advance: None,
        views: words("Lee is glad of it"),
        chosen: 2,
        decision_maker: line("Ana Reyes, social worker"),
        least_restrictive: true,
        deprives_of_liberty: false,
        chosen_because: words("It is what he reaches for"),
        conflicts: None,
    }
}

pub(super) fn decide(number: u128, assessment: u128, decided: BestInterests, on: &str) -> PersonCommand {
    let (decision_id, assessment_id) = (id(number), id(assessment));
    let decided = Box::new(decided);
    PersonCommand::DecideBestInterests { decision_id, assessment_id, decided, decided_on: day(on) }
}

pub(super) fn given_for_him(scope: ConsentScope, on: &str, decision: Option<u128>) -> PersonCommand {
    PersonCommand::GiveConsent {
        scope,
        given_on: day(on),
        how: AnswerMethod::BestInterests,
        until: None,
        words: None,
        decision_id: decision.map(id),
        given_by: None,
        evidence: None,
    }
}

fn assessed() -> Given {
    known(&[]).after(assess(1, lacking(), "2026-02-02"))
}

fn decided_for() -> Given {
    assessed().after(decide(2, 1, decided(), "2026-02-10"))
}

#[test]
fn somebody_lacks_capacity_only_with_an_impairment_an_inability_and_the_one_because_of_the_other() {
    use Contradiction as No;
    let with = |change: &dyn Fn(&mut Assessment)| {
        let mut answers = lacking();
        change(&mut answers);
        answers.is_consistent()
    };
    assert_eq!(assumed().is_consistent(), Ok(()));
    assert_eq!(lacking().is_consistent(), Ok(()));
    assert_eq!(with(&|answers| answers.impairment = Impairment::None), Err(No::BecauseOfNothing));
    let nexus = Nexus::Because;
    assert_eq!(with(&|answers| answers.weigh = able()), Err(No::UnableToDoNothing { nexus }));
    let unable = Skill::Weigh;
    assert_eq!(with(&|answers| answers.nexus = Nexus::NotAsked), Err(No::ReasonMissing { unable }));
    assert_eq!(with(&|answers| answers.nexus = Nexus::NotBecause), Err(No::LacksForAnotherReason));
    assert_eq!(with(&|answers| answers.helped = false), Err(No::LacksWithoutHelp));
    assert_eq!(with(&|answers| answers.conclusion = Conclusion::Has), Err(No::HasThoughUnable { unable }));
    let without = |change: &dyn Fn(&mut Assessment)| {
        with(&|answers| {
            answers.nexus = Nexus::NotAsked;
            change(answers);
        })
    };
    assert_eq!(without(&|answers| answers.impairment = Impairment::None), Err(No::LacksWithoutImpairment));
    assert_eq!(without(&|answers| answers.weigh = able()), Err(No::LacksThoughAble));
}

#[test]
fn the_rule_holds_for_every_combination_of_answers() {
    for impairment in Impairment::ALL.iter().copied() {
        for nexus in Nexus::ALL.iter().copied() {
            for conclusion in Conclusion::ALL.iter().copied() {
                for abilities in 0..16_u8 {
                    let ability = |bit: u8| if abilities & (1 << bit) == 0 { able() } else { unable() };
                    let answers = Assessment {
                        impairment,
                        nexus,
                        conclusion,
                        understand: ability(0),
                        retain: ability(1),
                        weigh: ability(2),
                        communicate: ability(3),
                        ..assumed()
                    };
                    let all_three =
                        impairment != Impairment::None && abilities != 0 && nexus == Nexus::Because;
                    if answers.is_consistent().is_ok() {
                        assert_eq!(conclusion == Conclusion::Lacks, all_three, "{answers:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn an_inability_without_an_impairment_is_no_lack_of_capacity() {
    let tired = Assessment { retain: unable(), nexus: Nexus::NotBecause, ..assumed() };
    assert_eq!(tired.is_consistent(), Ok(()));
    let unasked = Assessment { retain: unable(), ..assumed() };
    assert_eq!(unasked.is_consistent(), Ok(()));
}

#[test]
fn an_inconsistent_assessment_is_refused_with_the_answers_that_contradict_each_other() {
    let answers = Assessment { conclusion: Conclusion::Lacks, ..assumed() };
    let refusal = known(&[]).when(assess(1, answers, "2026-02-02")).expect_err("a contradiction");
    assert_eq!(refusal, PersonError::Contradiction(Contradiction::LacksWithoutImpairment));
    assert_eq!(refusal.field(), Some("conclusion"));
    assert!(refusal.to_string().contains("there is no impairment"));
}

#[test]
fn a_lack_of_capacity_is_looked_at_again_within_a_year() {
    let review = |assessment: Assessment, review_on: Option<&str>| {
        let mut command = assess(1, assessment, "2026-02-02");
        if let PersonCommand::AssessCapacity { review_on: day_of, .. } = &mut command {
            *day_of = review_on.map(day);
        }
        known(&[]).when(command)
    };
    assert_eq!(review(lacking(), None), Err(PersonError::ReviewDayMissing));
    assert!(matches!(review(lacking(), Some("2027-02-03")), Err(PersonError::ReviewOutOfReach { .. })));
    assert!(review(lacking(), Some("2027-02-02")).is_ok());
    assert!(review(assumed(), None).is_ok(), "who can decide is not asked again");
}

#[test]
fn a_decision_in_their_best_interests_rests_on_a_lack_of_capacity() {
    assert!(assessed().when(decide(2, 1, decided(), "2026-02-10")).is_ok());
    let able = known(&[]).after(assess(1, assumed(), "2026-02-02"));
    let theirs = Err(PersonError::TheyCanDecide { assessed_on: day("2026-02-02") });
    assert_eq!(able.when(decide(2, 1, decided(), "2026-02-10")), theirs);
    let nothing = Err(PersonError::UnknownAssessment { assessment_id: id(9) });
    assert_eq!(assessed().when(decide(2, 9, decided(), "2026-02-10")), nothing);
    let (on, last_on) = (day("2026-02-01"), day("2026-02-02"));
    let early = Err(PersonError::BeforeLastLook { field: "decided_on", on, last_on });
    assert_eq!(assessed().when(decide(2, 1, decided(), "2026-02-01")), early);
}

#[test]
fn two_to_four_options_are_weighed_and_one_of_them_is_chosen() {
    let with = |count: usize, chosen: u8| {
        let options = vec![option("Wait"); count];
        assessed().when(decide(2, 1, BestInterests { options, chosen, ..decided() }, "2026-02-10"))
    };
    assert_eq!(with(1, 1), Err(PersonError::OptionsOutOfRange { options: 1 }));
    assert_eq!(with(5, 1), Err(PersonError::OptionsOutOfRange { options: 5 }));
    assert_eq!(with(2, 3), Err(PersonError::NoSuchOption { chosen: 3 }));
    assert_eq!(with(2, 0), Err(PersonError::NoSuchOption { chosen: 0 }));
    assert!(with(2, 1).is_ok() && with(4, 4).is_ok());
}

#[test]
fn an_answer_given_for_somebody_rests_on_a_decision_about_the_same_thing() {
    let unrecorded = Err(PersonError::BestInterestsUnrecorded { scope: Photographs });
    assert_eq!(decided_for().when(given_for_him(Photographs, "2026-03-01", None)), unrecorded);
    let yes = decided_for().after(given_for_him(Photographs, "2026-03-01", Some(2)));
    let record = yes.state();
    let consent = record.consent(Photographs, day("2026-03-02")).expect("it holds");
    assert_eq!(consent.decision_id, Some(id(2)));
    assert_eq!(
        decided_for().when(given_for_him(TakePart, "2026-03-01", Some(2))),
        Err(PersonError::DecisionAboutSomethingElse {
            decision_id: id(2),
            about: CapacityDecision::PhotoTaken,
            scope: TakePart
        })
    );
    assert_eq!(
        decided_for().when(given_for_him(Photographs, "2026-02-09", Some(2))),
        Err(PersonError::BeforeDecision { decided_on: day("2026-02-10"), on: day("2026-02-09") })
    );
    assert_eq!(
        decided_for().when(given_for_him(Photographs, "2026-03-01", Some(9))),
        Err(PersonError::UnknownDecision { decision_id: id(9) })
    );
    let mut own = given_for_him(Photographs, "2026-03-01", Some(2));
    if let PersonCommand::GiveConsent { how, .. } = &mut own {
        *how = AnswerMethod::Signed;
    }
    assert_eq!(decided_for().when(own), Err(PersonError::TheirOwnAnswer { decision_id: id(2) }));
}

#[test]
fn an_answer_given_for_somebody_before_this_was_asked_still_loads_and_holds() {
    let kept = PersonEvent::ConsentGiven {
        scope: TakePart,
        given_on: day("2026-01-10"),
        how: AnswerMethod::BestInterests,
        until: None,
        words: None,
        decision_id: None,
        given_by: None,
        evidence: None,
    };
    assert!(known(&[kept]).state().consent(TakePart, day("2026-02-01")).is_some());
}

#[test]
fn who_is_found_able_to_decide_is_asked_themselves_from_then_on() {
    let able = decided_for().after(again(3, 1, assumed(), "2026-03-01"));
    let since = PersonError::CanDecideNow { able_since: day("2026-03-01") };
    assert_eq!(able.when(given_for_him(Photographs, "2026-03-02", Some(2))), Err(since.clone()));
    assert!(able.when(given_for_him(Photographs, "2026-02-20", Some(2))).is_ok(), "it reached us late");
    assert_eq!(able.when(decide(4, 1, decided(), "2026-03-02")), Err(since));
    let record = able.state();
    assert!(record.decisions_for(Photographs, day("2026-03-02")).is_empty());
    assert_eq!(record.decisions_for(Photographs, day("2026-02-20")).len(), 1);
    let still = decided_for().after(again(3, 1, lacking(), "2026-03-01"));
    assert!(still.when(given_for_him(Photographs, "2026-03-02", Some(2))).is_ok());
    let ids: Vec<AssessmentId> =
        still.state().assessments_that_stand().iter().map(|kept| kept.assessment_id).collect();
    assert_eq!(ids, [id(3)]);
}

#[test]
fn one_assessment_stands_in_the_place_of_another_about_the_same_decision_and_only_one_does() {
    let mut other = again(3, 1, assumed(), "2026-03-01");
    if let PersonCommand::AssessCapacity { decision, .. } = &mut other {
        *decision = CapacityDecision::TakePart;
    }
    let was = CapacityDecision::PhotoTaken;
    assert_eq!(assessed().when(other), Err(PersonError::AnotherDecision { was }));
    let twice = assessed().after(again(3, 1, assumed(), "2026-03-01"));
    let already = Err(PersonError::AssessedAgainAlready { assessment_id: id(1) });
    assert_eq!(twice.when(again(4, 1, assumed(), "2026-03-02")), already);
    let early = assessed().when(again(3, 1, assumed(), "2026-02-01"));
    assert!(matches!(early, Err(PersonError::BeforeLastLook { field: "assessed_on", .. })));
    let same = assessed().when(assess(1, assumed(), "2026-03-01"));
    assert_eq!(same, Err(PersonError::AlreadyAssessed { assessment_id: id(1) }));
}

#[test]
fn every_question_has_the_decision_that_its_answer_is_about() {
    for scope in ConsentScope::ALL.iter().copied() {
        assert!(CapacityDecision::of(scope).covers(scope), "{scope:?}");
    }
    for scope in [ShareWithFunder, ShareWithFamily] {
        assert!(CapacityDecision::ShareInformation.covers(scope) && !CapacityDecision::Other.covers(scope));
    }
}

#[test]
fn what_was_found_and_decided_goes_with_the_person() {
    let mut state = decided_for().state();
    state.forget(gordon());
    assert!(state.assessments[&id(1)].assessment.get().is_none());
    assert!(state.best_interests[&id::<BestInterestsId>(2)].decided.get().is_none());
    assert!(!state.assessments[&id(1)].lacks());
}
