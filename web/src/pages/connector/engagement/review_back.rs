//! A review that was recorded by mistake: taking it back with a reason, and what was written there once more, for the
//! form on which it is recorded as it was.

use app::error::Refusal;
use async_trait::async_trait;
use domain::engagement::{EngagementCommand, Review, ReviewFacts, ReviewWords};
use domain::shared::ids::ReviewId;

use super::asking::{Asking, Form, Part, form_about};
use super::review::likely;
use super::sheet::{Field, Sheet};
use super::term::typed_hours;
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::format;
use crate::router::Route;

/// What the address of the form for a review asks, when it begins with one that was taken back.
pub const AGAIN: &str = "again";

/// One form.
pub fn routes() -> Vec<Route> {
    form_about::<TakingBack, ReviewId>("/engagements/{id}/reviews/{review}/taking-back").to_vec()
}

#[async_trait]
impl Part for ReviewId {
    /// Those taken back too, so that a button pressed twice is answered in a sentence.
    async fn of(self, asking: Asking<'_>) -> Result<Asking<'_>, Refusal> {
        let engagement = &asking.case.row.engagement;
        let known =
            engagement.reviews.contains_key(&self) || engagement.reviews_taken_back.contains_key(&self);
        known.then_some(()).ok_or(Refusal::NotFound)?;
        Ok(Asking { review: Some(self), ..asking })
    }
}

/// Taking a review back.
struct TakingBack;

#[async_trait]
impl Form for TakingBack {
    const DONE: Flash = Flash::ReviewTakenBack;

    async fn first(_: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default())
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let of = asking.review.and_then(|id| asking.case.row.engagement.reviews.get(&id));
        let of = of.map(|review| format!(" of {}", format::date(review.held_on))).unwrap_or_default();
        Ok(Sheet::new("This review is wrong", "Take it back", "undo-2")
            .lead(format!(
                "The review{of} stays to be seen with your reason, and counts nowhere: neither what was found about \
                 goals nor the day. What it led to stays. It can be recorded anew with what is written there."
            ))
            .warning()
            .field(Field::words("reason", "What is wrong with it?")))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let reason = form.words("reason")?;
        Some(EngagementCommand::TakeReviewBack { review_id: asking.review?, reason })
    }
}

/// What the form for a review holds when it begins with one that was taken back; nothing when it does not.
pub(super) fn again(asking: &Asking<'_>) -> Option<Typed> {
    let id: ReviewId = asking.asked.id(AGAIN)?;
    let review = &asking.case.row.engagement.reviews_taken_back.get(&id)?.review;
    let typed = Typed::default()
        .with("review_id", asking.site.app.ids.next())
        .with("held_on", review.held_on)
        .with("kind", review.kind.code())
        .with("decision", review.decision.code());
    let typed = review
        .goals
        .iter()
        .fold(typed, |typed, score| typed.with(format!("goal_{}", score.goal_id), score.outcome.code()));
    let typed = maybe(typed, "next_review_on", review.next_review_on);
    let typed = facts(typed, &review.facts);
    Some(match review.words.get() {
        Some(words) => said(there(typed, asking, words), words),
        None => typed,
    })
}

fn maybe(typed: Typed, field: &str, value: Option<impl ToString>) -> Typed {
    match value {
        Some(value) => typed.with(field, value),
        None => typed,
    }
}

fn facts(typed: Typed, facts: &ReviewFacts) -> Typed {
    let answer = |said: Option<bool>| said.map_or("", |yes| if yes { "yes" } else { "no" });
    let typed = typed
        .with("map_retaken", answer(facts.map_retaken))
        .with("safety_reviewed", answer(facts.safety_reviewed));
    let typed = maybe(typed, "method", facts.method.map(|how| how.code()));
    let typed = maybe(typed, "unplanned_because", facts.unplanned_because.map(|why| why.code()));
    let typed = maybe(typed, "paid_hours", facts.paid_minutes_per_week.map(typed_hours));
    let typed = maybe(typed, "more_weeks", facts.more_time.map(|more| more.weeks));
    maybe(typed, "more_hours", facts.more_time.map(|more| typed_hours(more.minutes_per_week)))
}

/// Who was there: those whom the form names are ticked, everybody else is written beside them.
fn there(typed: Typed, asking: &Asking<'_>, words: &ReviewWords) -> Typed {
    let likely = likely(asking);
    let mut others: Vec<String> = Vec::new();
    let mut typed = typed;
    for one in &words.attendees {
        match likely.iter().find(|(_, known)| known == one) {
            Some((value, _)) => typed = typed.with("attendee", value),
            None => others.push(format!("{}, {}", one.name, one.role.label().to_lowercase())),
        }
    }
    others.extend(words.attended.as_ref().map(ToString::to_string));
    maybe(typed, "attended", Some(others.join("; ")).filter(|others| !others.is_empty()))
}

fn said(typed: Typed, words: &ReviewWords) -> Typed {
    let views = [("person", &words.person), ("family", &words.family), ("staff", &words.staff)];
    let typed = views.into_iter().fold(typed, |typed, (whose, view)| {
        let typed = maybe(typed, &format!("{whose}_working"), view.working.as_ref());
        maybe(typed, &format!("{whose}_not_working"), view.not_working.as_ref())
    });
    let typed = words.relationships.iter().fold(typed, |typed, reviewed| {
        let step = reviewed.next_step.as_ref().map(ToString::to_string).unwrap_or_default();
        typed.with(format!("next_step-{}", reviewed.relationship_id), step)
    });
    let typed = maybe(typed, "own_words", words.own_words.as_ref());
    let typed = maybe(typed, "gathered", words.gathered.map(|how| how.code()));
    let typed = maybe(typed, "more_funder", words.more_time_funder.as_ref());
    maybe(typed, "more_reason", words.more_time_why.as_ref())
}

/// One that was taken back, with the day and the reason.
pub(super) struct Back {
    pub on: String,
    pub reason: Option<String>,
    /// Where it is recorded anew; `None` where no more can be.
    pub anew: Option<String>,
}

/// A review, and how it was taken back if it was.
pub(super) fn find<'a>(
    asking: &'a Asking<'_>,
    id: ReviewId,
    anew: bool,
) -> Option<(&'a Review, Option<Back>)> {
    let engagement = &asking.case.row.engagement;
    if let Some(review) = engagement.reviews.get(&id) {
        return Some((review, None));
    }
    let gone = engagement.reviews_taken_back.get(&id)?;
    let to = crate::paths::engagement_part(asking.id(), format!("reviews/new?{AGAIN}={id}"));
    // Once it is recorded anew, another time would count it twice.
    let same = |other: &Review| (other.held_on, other.kind) == (gone.review.held_on, gone.review.kind);
    let anew = anew && !engagement.reviews.values().any(same);
    let back = Back {
        on: format::date(gone.on),
        reason: gone.reason.get().map(ToString::to_string),
        anew: anew.then_some(to),
    };
    Some((&gone.review, Some(back)))
}
