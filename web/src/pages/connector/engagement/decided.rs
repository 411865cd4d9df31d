//! What a review decided leads to: more time to the extension, other hours to agreeing them, an early end to the
//! ending. The form it leads to says which review it comes from, and begins with what was said there.

use domain::engagement::{Engagement, Review, ReviewDecision, Stage};
use domain::shared::ids::{EngagementId, ReviewId};

use crate::form::Typed;
use crate::{format, paths};

/// The hidden field, and what an address asks, that names the review a form comes from.
pub const REVIEW: &str = "review";

/// The review that a form comes from, if it comes from one of this engagement's.
pub fn held<'a>(engagement: &'a Engagement, typed: &Typed) -> Option<&'a Review> {
    engagement.reviews.get(&typed.id(REVIEW)?)
}

/// Where a decision is carried out, what the way there is called, and its drawing; `None` when it leads nowhere: to go
/// on as agreed, or when the work is over.
pub fn leads_to(
    (id, stage): (EngagementId, Stage),
    decision: ReviewDecision,
    review: ReviewId,
) -> Option<(String, &'static str, &'static str)> {
    if !matches!(stage, Stage::Active | Stage::Paused) {
        return None;
    }
    let (part, words, icon) = match decision {
        ReviewDecision::Continue => return None,
        ReviewDecision::ChangeHours => ("hours", "Change the hours", "calendar-clock"),
        ReviewDecision::Extend => ("extension", "Agree more time", "calendar-plus"),
        ReviewDecision::StepDown => ("hours", "Step down", "footprints"),
        ReviewDecision::EndEarly => ("ending", "End it", "flag"),
    };
    Some((paths::engagement_part(id, format!("{part}?{REVIEW}={review}")), words, icon))
}

/// What the latest review decided and nobody has carried out: a sentence, and the way to do it.
pub fn waits(engagement: &Engagement) -> Option<(String, String, &'static str)> {
    let (review_id, review) = engagement.decision_to_follow()?;
    let at = (engagement.engagement_id, engagement.stage);
    let (href, words, _) = leads_to(at, review.decision, review_id)?;
    let decided = review.decision.label().to_lowercase();
    Some((format!("Decided at the review of {}: {decided}.", format::date(review.held_on)), href, words))
}
