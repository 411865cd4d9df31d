//! A decision that somebody could not make, in the stories: whether their photograph is taken and kept. It was
//! assessed, decided in their best interests, and the yes rests on that.

use chrono::{Months, NaiveDate};
use domain::person::PersonCommand;
use domain::person::capacity::{
    Ability, Advocate, Assessment, BestInterests, CapacityDecision, Choosing, Conclusion, Delay, Executive,
    Impairment, Nexus,
};
use domain::person::codes::{AnswerMethod, ConsentScope};
use domain::shared::ids::{AssessmentId, BestInterestsId};

use crate::stories::chance::Chance;
use crate::stories::script::{Script, after, line, words};

/// An assessment, the decision a week later, and the yes that rests on it.
pub(super) fn tell_photographs(script: &mut Script, chance: &mut Chance, on: NaiveDate, last_day: NaiveDate) {
    let decided_on = after(on, 7);
    if decided_on >= last_day {
        return;
    }
    let (assessment_id, decision_id) = (AssessmentId(chance.id()), BestInterestsId(chance.id()));
    let months = |months| on.checked_add_months(Months::new(months)).unwrap_or(on);
    let assess = PersonCommand::AssessCapacity {
        assessment_id,
        decision: CapacityDecision::PhotoTaken,
        assessment: Box::new(assessment()),
        assessed_on: on,
        review_on: Some(months(6)),
        instead_of: None,
    };
    script.person(on, assess);
    let decided = Box::new(decided());
    script.person(
        decided_on,
        PersonCommand::DecideBestInterests { decision_id, assessment_id, decided, decided_on },
    );
    let yes = PersonCommand::GiveConsent {
        scope: ConsentScope::Photographs,
        given_on: decided_on,
        how: AnswerMethod::BestInterests,
        until: Some(months(6)),
        words: Some(words("In the choir's own album, not on the internet.")),
        decision_id: Some(decision_id),
        given_by: None,
        evidence: None,
    };
    script.person(decided_on, yes);
}

fn assessment() -> Assessment {
    let ability = |can, evidence: &str| Ability { can, evidence: words(evidence) };
    Assessment {
        prompted_by: words("The choir takes pictures at every concert and puts some of them on its page."),
        question: words("Whether pictures of the concerts, with their face in them, are taken and kept."),
        impairment: Impairment::Permanent,
        diagnosis: Some(words("A learning disability, known since childhood.")),
        understand: ability(true, "Pointed at the camera, at the picture, and at the album, in that order."),
        retain: ability(true, "Brought the album up again two days later, without being asked."),
        weigh: ability(
            false,
            "Said yes to both pictures and no to both when asked the other way round. That strangers may see \
             them on the internet meant nothing, in pictures or in words.",
        ),
        communicate: ability(true, "By pointing, and with a loud yes."),
        nexus: Nexus::Because,
        executive: Executive::NotClear,
        executive_evidence: Some(words("Nobody has tried it at a concert yet.")),
        conclusion: Conclusion::Lacks,
        differences: Some(words("The sister thinks that more is understood than can be shown.")),
        consulted: words("The sister; the key worker; Ana Reyes, social worker."),
        helped: true,
        steps: words(
            "Their own photographs, the choir's album, the kitchen at home, twice, on two quiet mornings.",
        ),
        delay: Delay::NotLikelyToRegain,
        context: None,
        assessor: line("Ana Reyes, social worker"),
    }
}

fn decided() -> BestInterests {
    let option = |option: &str, benefits: &str, burdens: &str| Choosing {
        option: line(option),
        benefits: words(benefits),
        burdens: words(burdens),
    };
    BestInterests {
        present: words("They themselves, the sister, Ana Reyes, the connector."),
        advocate: Advocate::FamilyOrFriend,
        advocate_name: Some(line("Their sister")),
        options: vec![
            option(
                "No pictures",
                "Nobody finds them who should not.",
                "Missing from every picture of the choir.",
            ),
            option(
                "Pictures in the choir's album only",
                "Seen, and one of them.",
                "The album lies open at concerts.",
            ),
            option(
                "Pictures on the choir's page too",
                "The cousins in Leeds can see them.",
                "Anybody can, for ever.",
            ),
        ],
        matters_most: words("To be one of the choir, and to show the pictures round."),
        in_advance: None,
        views: words("The sister is glad of the album and against the page. The key worker agrees."),
        chosen: 2,
        decision_maker: line("Ana Reyes, social worker"),
        least_restrictive: true,
        deprives_of_liberty: false,
        chosen_because: words(
            "It is what they reach for, and it takes nothing from them. The page cannot be taken back.",
        ),
        conflicts: None,
    }
}
