//! What becomes of a goal, as sentences: for the timeline, and beside the goal itself.

use domain::engagement::{EngagementEvent, GoalMoved, GoalOutcome};

use super::Told;

/// An event about a goal in words.
pub(super) fn tell(event: &EngagementEvent, called: &str) -> Told {
    use EngagementEvent as Fact;
    let whose = crate::format::possessive(called);
    match event {
        Fact::GoalSet { words, set_on, .. } => Told::new(
            "target",
            *set_on,
            format!("{} wants something more from it", crate::format::capital(called)),
        )
        .saying(Some(words)),
        Fact::GoalReworded { words, reworded_on, .. } => {
            Told::new("pencil", *reworded_on, format!("One of {whose} goals was said in other words"))
                .saying(Some(words))
        }
        Fact::GoalSetAside { reason, set_aside_on, .. } => {
            Told::new("circle-x", *set_aside_on, format!("One of {whose} goals was set aside"))
                .saying(Some(reason))
        }
        Fact::GoalScored { outcome, words, scored_on, .. } => {
            let what = format!("How one of {whose} goals stands: {}", standing(*outcome).to_lowercase());
            Told::new("circle-dot", *scored_on, what).saying(words.as_ref())
        }
        _ => Told::new("target", None, format!("Something about one of {whose} goals")),
    }
}

/// How far a goal is reached, while there is time yet.
pub fn standing(outcome: GoalOutcome) -> &'static str {
    match outcome {
        GoalOutcome::Met => "Met",
        GoalOutcome::Partly => "Partly met",
        GoalOutcome::NotMet => "Not met yet",
    }
}

/// One thing that became of a goal: a few words, and what was said.
pub fn moved(what: &GoalMoved<'_>) -> (String, Option<String>) {
    let said = |words: &Option<&domain::shared::text::Words>| words.map(ToString::to_string);
    match what {
        GoalMoved::Agreed(words) => ("Agreed at the start".to_owned(), said(words)),
        GoalMoved::Set(words) => ("Added".to_owned(), said(words)),
        GoalMoved::Reworded(words) => ("Said in other words".to_owned(), said(words)),
        GoalMoved::SetAside(reason) => ("Set aside".to_owned(), said(reason)),
        GoalMoved::Scored(outcome, words) => (standing(*outcome).to_owned(), said(words)),
        GoalMoved::Reviewed(outcome) => (format!("{}, at a review", outcome.label()), None),
    }
}

#[cfg(test)]
mod tests {
    use domain::shared::ids::{GoalId, PersonId};
    use domain::shared::personal::Personal;
    use domain::shared::text::Words;

    use super::*;

    #[test]
    fn a_goal_that_is_not_reached_between_reviews_has_time_yet() {
        let words = Some(Personal::about(PersonId::default(), Words::parse("Once so far").unwrap()));
        let scored_on = "2026-03-12".parse().unwrap();
        let outcome = GoalOutcome::NotMet;
        let event = EngagementEvent::GoalScored { goal_id: GoalId::default(), outcome, words, scored_on };
        let told = tell(&event, "Gord");
        assert_eq!(told.what, "How one of Gord’s goals stands: not met yet");
        assert_eq!(told.words.as_deref(), Some("Once so far"));
        assert_eq!(moved(&GoalMoved::Reviewed(outcome)).0, "Not met, at a review");
    }
}
