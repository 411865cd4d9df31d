//! Saying goodbye: the summary that the person keeps when the work ends, and can look at before it does.

use app::views::relationships::Tie;
use domain::engagement::clocks::END_PLANNING_WEEKS;
use domain::engagement::{Beside, Engagement};
use domain::relationship::Stage;
use domain::shared::ids::RelationshipId;

use super::Part;
use crate::pages::person::head::Record;
use crate::sentences::easy::{Said, beside, call, knows, own_words, together, who as ours};

/// Whether there is a goodbye to speak of: the work has ended, or its end is being planned.
pub(super) fn is_near(record: &Record) -> bool {
    let Some(case) = record.case() else { return false };
    let engagement = &case.row.engagement;
    let soon = record.today + chrono::Days::new(7 * END_PLANNING_WEEKS);
    engagement.ended_on().is_some() || engagement.term.as_ref().is_some_and(|term| term.end <= soon)
}

/// Who stays beside a relationship, as named at the ending or planned before it.
fn who(engagement: &Engagement, id: RelationshipId) -> Option<&str> {
    let ended = engagement.ending.as_ref().and_then(|ending| ending.beside.as_ref());
    let planned = engagement.hand_over_plan.as_ref().and_then(|plan| plan.beside.as_ref());
    let all: &[Beside] =
        ended.or(planned).and_then(|beside| beside.get()).map(Vec::as_slice).unwrap_or_default();
    all.iter().find(|one| one.relationship_id == id).map(|one| one.who.as_str())
}

/// What is said, part by part. `connector` and `team` are what they are called.
pub(super) fn told(
    record: &Record,
    ties: &[Tie],
    (connector, team): (Option<&str>, Option<&str>),
) -> Vec<Part> {
    let Some(case) = record.case() else {
        let said = vec![Said::new("flag", "We have not worked together yet.")];
        return vec![Part { heading: "What we did together", said }];
    };
    let engagement = &case.row.engagement;
    let ended = engagement.ended_on();
    let last = ended.or(engagement.term.as_ref().map(|term| term.end));
    let of_it = ties.iter().filter(|tie| tie.relationship.engagement_id == engagement.engagement_id);
    let met: Vec<&Tie> = of_it
        .filter(|tie| tie.relationship.met_on().is_some() && tie.relationship.stage() != Stage::Lapsed)
        .collect();
    let people = met.iter().map(|tie| {
        let shared = tie.relationship.shared.as_ref().and_then(|shared| shared.get());
        knows(&tie.other_called, shared.map(|shared| shared.as_str()))
    });
    let hand_overs = match ended {
        Some(_) => engagement.hand_overs(),
        None => engagement.planned_hand_overs(),
    };
    let mut there = Vec::new();
    for given in hand_overs {
        let Some(tie) = ties.iter().find(|tie| tie.relationship.relationship_id == given.relationship_id)
        else {
            continue;
        };
        let who = who(engagement, given.relationship_id);
        there.push(beside(&tie.other_called, given.hand_over, who));
        let plan = tie.relationship.continuity.as_ref().and_then(|kept| kept.plan.get());
        if let Some(plan) = plan {
            there.push(Said::new("phone", "This is how you keep in touch."));
            there.extend(own_words(plan.in_touch.as_str(), "phone"));
            there.push(Said::new("circle-question-mark", "Do this if something goes wrong."));
            there.extend(own_words(plan.if_it_goes_wrong.as_str(), "circle-question-mark"));
        }
    }
    if there.is_empty() {
        there.push(match ended {
            Some(_) => Said::new("message-circle", "You can talk about it with us."),
            None => Said::new("message-circle", "We will talk about it together."),
        });
    }
    let mut supporters: Vec<(String, Option<String>)> = Vec::new();
    for linked in record.row.person.supporters.values().filter(|linked| linked.is_current()) {
        supporters.extend(linked.supporter.get().map(|supporter| {
            (supporter.name.to_string(), supporter.contact.as_ref().map(ToString::to_string))
        }));
    }
    let mut did = ours(connector, team, ended.is_some());
    did.extend(together(engagement.started_on, last, case.delivered_minutes, ended.is_some()));
    vec![
        Part { heading: "What we did together", said: did },
        Part { heading: "The people you know now", said: people.collect() },
        Part { heading: "Who will be there", said: there },
        Part { heading: "Who you can call", said: call(&supporters, team) },
    ]
}
