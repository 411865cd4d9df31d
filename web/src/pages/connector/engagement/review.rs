//! A review: how each goal stands, what works and what does not from three viewpoints, what was decided,
//! and when to look again.

use app::error::Refusal;
use async_trait::async_trait;
use domain::engagement::{
    EngagementCommand, GoalOutcome, GoalScore, ReviewDecision, ReviewKind, ReviewWords, Viewpoint,
};

use super::asking::{Asking, Form, form};
use super::sheet::{Field, Shape, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::Choice;
use crate::offered;
use crate::router::Route;

/// One form.
pub fn routes() -> Vec<Route> {
    form::<Reviewing>("/engagements/{id}/reviews/new").to_vec()
}

/// Looking together at how it goes.
struct Reviewing;

#[async_trait]
impl Form for Reviewing {
    const DONE: Flash = Flash::ReviewHeld;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let engagement = &asking.case.row.engagement;
        let end = engagement.term.as_ref().map(|term| term.end);
        let next = Asking::months_on(asking.today, 3);
        let is_last = engagement.ending.is_some() || end.is_some_and(|end| end <= asking.today);
        let kind = if is_last { ReviewKind::EndOfTerm } else { ReviewKind::Planned };
        let typed = Typed::default()
            .with("review_id", asking.site.app.ids.next())
            .with("held_on", asking.today)
            .with("kind", kind.code())
            .with("decision", ReviewDecision::Continue.code());
        Ok(if end.is_some_and(|end| next < end) { typed.with("next_review_on", next) } else { typed })
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let called = asking.called();
        let kinds = offered!(ReviewKind);
        let mut sheet = Sheet::new("How is it going?", "Keep the review", "check")
            .lead(format!("Looked at together with {called}. Leave empty what nobody spoke about."))
            .field(Field::hidden("review_id"))
            .pair(
                Field::date("held_on", "When did you meet?"),
                Field::new(Shape::Line(""), "attended", "Who was there?")
                    .hint("For example: Lee, brother; Sam, support worker")
                    .optional(),
            )
            .field(Field::one("kind", "What kind of review?", kinds).shaped(Shape::One("cols-3 plain")))
            .field(
                Field::words("own_words", format!("What did {called} say about it?"))
                    .hint("In their own words, signs or pictures, and how you asked")
                    .optional(),
            );
        let goals = asking.case.row.engagement.goals();
        if !goals.is_empty() {
            sheet = sheet.field(Field::heading(format!("What {called} wanted from it")));
        }
        for goal in goals {
            let outcomes = [
                (GoalOutcome::Met, "circle-check"),
                (GoalOutcome::Partly, "circle-dot"),
                (GoalOutcome::NotMet, "circle"),
            ];
            let outcomes =
                outcomes.map(|(outcome, icon)| Choice::new(outcome.code(), outcome.label()).icon(icon));
            let question =
                Field::one(&format!("goal_{}", goal.goal_id), goal.words.as_str(), outcomes.to_vec());
            sheet = sheet.field(question.shaped(Shape::One("cols-3 plain")));
        }
        let seen_by = [
            ("person", format!("As {called} sees it")),
            ("family", "As family and circle see it".to_owned()),
            ("staff", "As paid staff see it".to_owned()),
        ];
        for (name, heading) in seen_by {
            let half = |part: &str, label: &str| {
                Field::new(Shape::Words(2), format!("{name}_{part}"), label).optional()
            };
            sheet = sheet
                .field(Field::heading(heading))
                .pair(half("working", "What works"), half("not_working", "What does not"));
        }
        Ok(sheet
            .field(Field::heading("What now?"))
            .field(
                Field::one("decision", "What did you decide?", offered!(ReviewDecision))
                    .shaped(Shape::One("cols-2")),
            )
            .field(Field::date("next_review_on", "When do you look again?").optional()))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let review_id = form.id("review_id");
        let (held_on, attended) = (form.date("held_on"), form.line_or_none("attended"));
        let (kind, own_words) = (form.code("kind"), form.words_or_none("own_words"));
        let mut goals = Vec::new();
        for goal in asking.case.row.engagement.goals() {
            let outcome: Option<Option<GoalOutcome>> = form.code_or_none(&format!("goal_{}", goal.goal_id));
            goals.extend(outcome.flatten().map(|outcome| GoalScore { goal_id: goal.goal_id, outcome }));
        }
        let (person, family) = (viewpoint(form, "person"), viewpoint(form, "family"));
        let staff = viewpoint(form, "staff");
        let (decision, next_review_on) = (form.code("decision"), form.date_or_none("next_review_on"));
        let words = ReviewWords {
            own_words: own_words?,
            person: person?,
            family: family?,
            staff: staff?,
            attended: attended?,
        };
        Some(EngagementCommand::HoldReview {
            review_id: review_id?,
            held_on: held_on?,
            kind: kind?,
            decision: decision?,
            words,
            goals,
            next_review_on: next_review_on?,
        })
    }
}

fn viewpoint(form: &mut Reader<'_>, name: &str) -> Option<Viewpoint> {
    let working = form.words_or_none(&format!("{name}_working"));
    let not_working = form.words_or_none(&format!("{name}_not_working"));
    Some(Viewpoint { working: working?, not_working: not_working? })
}
