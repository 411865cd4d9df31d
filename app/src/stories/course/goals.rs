//! How goals live on in the stories: one is added, one said otherwise, now and then one set aside, and reviews find how
//! far each is reached. Nothing here is by a chance of its own, so that whatever else happens is not moved by it.

use chrono::NaiveDate;
use domain::engagement::EngagementCommand;
use domain::engagement::codes::GoalOutcome;
use domain::engagement::records::GoalScore;
use domain::shared::ids::GoalId;

use super::{Course, Work};
use crate::clock::following_from;
use crate::stories::script::{Script, after, words};

/// A goal of the story, and on which days it is gone after.
#[derive(Debug, Clone, Copy)]
pub(in crate::stories) struct Wanted {
    pub(super) id: GoalId,
    /// The day after it was told.
    pub(super) from: NaiveDate,
    /// The day on which it was set aside.
    pub(super) until: Option<NaiveDate>,
}

impl Course {
    pub(super) fn tell_goals(&mut self, work: &Work) {
        let script = &mut self.script;
        let id = following_from([b"goals".as_slice(), script.engagement_id.uuid().as_bytes()]);
        let byte = |place: usize| id.as_bytes()[place];
        let day = |days: i64| work.worked_on_or_after(after(work.start, days));
        let told = |on: NaiveDate| on < work.last_day() && work.goes_on(on);
        let [first, second] = match script.goals.as_slice() {
            [first, second, ..] => [first.id, second.id],
            _ => return,
        };
        let on = day(42);
        if byte(0).is_multiple_of(3) && told(on) {
            let goal_id = GoalId(id);
            let added = EngagementCommand::SetGoal {
                goal_id,
                words: words("To cook something for a friend"),
                set_on: on,
            };
            script.engagement(on, 16, added);
            script.goals.push(Wanted { id: goal_id, from: after(on, 1), until: None });
        }
        let on = day(56);
        if byte(2).is_multiple_of(4) && told(on) {
            let said = words("To be known by name at the club, and missed when I am not there");
            script.engagement(on, 16, EngagementCommand::RewordGoal { goal_id: second, words: said });
        }
        let on = day(70);
        if byte(1).is_multiple_of(2) && told(on) {
            let scored = EngagementCommand::ScoreGoal {
                goal_id: first,
                outcome: GoalOutcome::Partly,
                words: Some(words("Rings now and then. Would like it to be every week.")),
                scored_on: on,
            };
            script.engagement(on, 17, scored);
        }
        let on = day(84);
        if byte(3).is_multiple_of(6) && told(on) {
            let reason = words("The club closes for the winter. It can wait until the spring.");
            script.engagement(on, 18, EngagementCommand::SetGoalAside { goal_id: second, reason });
            script.goals[1].until = Some(on);
        }
    }
}

/// How far a review finds each goal that is gone after on its day: further, the later it is.
pub(super) fn scored(script: &Script, on: NaiveDate, is_last: bool) -> Vec<GoalScore> {
    let open = |goal: &&Wanted| goal.from <= on && goal.until.is_none_or(|until| on < until);
    let found = |goal: &Wanted| {
        let outcome = match (goal.id.uuid().as_bytes()[15] % 4, is_last) {
            (0 | 1, true) | (0, false) => GoalOutcome::Met,
            (3, false) => GoalOutcome::NotMet,
            _ => GoalOutcome::Partly,
        };
        GoalScore { goal_id: goal.id, outcome }
    };
    script.goals.iter().filter(open).map(found).collect()
}
