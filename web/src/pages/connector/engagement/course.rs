//! How the work goes along: what it is mostly about, a rest, looking at it again, and going on.

use app::error::Refusal;
use async_trait::async_trait;
use chrono::Days;
use domain::engagement::{EngagementCommand, LONGEST_PAUSE_WEEKS, Pause, PauseReason, Phase};

use super::asking::{Asking, Form, form};
use super::sheet::{Field, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::Choice;
use crate::router::Route;
use crate::{format, offered, paths};

/// Every entry about the course of the work.
pub fn routes() -> Vec<Route> {
    [
        form::<Moving>("/engagements/{id}/phase"),
        form::<Resting>("/engagements/{id}/pause"),
        form::<RestingOn>("/engagements/{id}/pause-review"),
        form::<GoingOn>("/engagements/{id}/resumption"),
    ]
    .concat()
}

/// What the work is mostly about now.
struct Moving;

fn about(phase: Phase) -> &'static str {
    match phase {
        Phase::Discovery => "Finding out who they are, what they love and who is in their life",
        Phase::Connecting => "Looking for people and places, and making introductions",
        Phase::Fostering => "Being beside what has begun, until it has grown",
        Phase::SteppingBack => "Being there less and less, and planning the ending",
    }
}

#[async_trait]
impl Form for Moving {
    const DONE: Flash = Flash::PhaseMoved;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let now = asking.case.row.engagement.phase();
        let next = Phase::ALL.iter().find(|phase| now.is_none_or(|now| **phase > now)).or(Phase::ALL.last());
        let typed = Typed::default().with("moved_on", asking.today);
        Ok(next.map_or(typed.clone(), |next| typed.with("phase", next.code())))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let steps = &asking.case.row.engagement.phases;
        let lead = steps.last().map(|step| {
            format!(
                "It has been about {} since {}.",
                step.phase.label().to_lowercase(),
                format::date(step.from)
            )
        });
        let now = steps.last().map(|step| step.phase);
        let phases = Phase::ALL
            .iter()
            .filter(|phase| Some(**phase) != now)
            .map(|phase| Choice::new(phase.code(), phase.label()).hint(about(*phase)));
        Ok(Sheet::new("What is it mostly about now?", "Save", "check")
            .lead(lead.unwrap_or_default())
            .field(Field::one("phase", "Now it is about", phases.collect()))
            .field(Field::date("moved_on", "Since when?")))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let (phase, moved_on) = (form.code("phase"), form.date("moved_on"));
        Some(EngagementCommand::MovePhase { phase: phase?, moved_on: moved_on? })
    }
}

/// Letting it rest.
struct Resting;

#[async_trait]
impl Form for Resting {
    const DONE: Flash = Flash::EngagementPaused;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default().with("paused_on", asking.today).with("review_on", asking.today + Days::new(28)))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let lead = format!(
            "For a while in which {} cannot or does not want to meet. Nothing is delivered in it, and it stays open.",
            asking.called()
        );
        Ok(Sheet::new("Let it rest", "Let it rest", "pause")
            .lead(lead)
            .field(Field::one("reason", "Why?", offered!(PauseReason)))
            .pair(
                Field::date("paused_on", "First day of rest"),
                Field::date("review_on", "Look at it again on")
                    .hint(format!("Within {LONGEST_PAUSE_WEEKS} weeks")),
            ))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let reason = form.code("reason");
        let (paused_on, review_on) = (form.date("paused_on"), form.date("review_on"));
        Some(EngagementCommand::Pause { reason: reason?, paused_on: paused_on?, review_on: review_on? })
    }
}

/// The pause that has not ended.
fn open_pause<'a>(asking: &'a Asking<'_>) -> Option<&'a Pause> {
    asking.case.row.engagement.pauses.last().filter(|pause| pause.resumed_on.is_none())
}

/// "It has rested since 11 March 2026: holiday."
fn rests_since(pause: &Pause) -> String {
    let reason = pause.reason.label().to_lowercase();
    format!("It has rested since {}: {reason}.", format::date(pause.paused_on))
}

/// Looking at a rest that goes on.
struct RestingOn;

#[async_trait]
impl Form for RestingOn {
    const DONE: Flash = Flash::PauseReviewMoved;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default().with("review_on", asking.today + Days::new(28)))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let title = "Look at the pause again";
        let Some(pause) = open_pause(asking) else {
            let words = format!("The work with {} does not rest just now.", asking.called());
            return Ok(Sheet::new(title, "", "").instead(words, asking.back(), "See the plan"));
        };
        let hint = format!("Within {LONGEST_PAUSE_WEEKS} weeks from today");
        Ok(Sheet::new(title, "It rests on", "pause")
            .lead(format!("{} If it goes on to rest, say when you look at it next.", rests_since(pause)))
            .field(Field::date("review_on", "Look at it again on").hint(hint))
            .other(paths::engagement_part(asking.id(), "resumption"), "The rest is over: go on"))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        Some(EngagementCommand::MovePauseReview { review_on: form.date("review_on")? })
    }
}

/// Going on after a rest.
struct GoingOn;

#[async_trait]
impl Form for GoingOn {
    const DONE: Flash = Flash::EngagementResumed;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default().with("resumed_on", asking.today))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let lead = open_pause(asking).map(rests_since);
        Ok(Sheet::new("Go on", "Go on", "play")
            .lead(lead.unwrap_or_default())
            .field(Field::date("resumed_on", "First day on which it goes on"))
            .other(
                paths::engagement_part(asking.id(), "pause-review"),
                "It rests on: look at it again later",
            ))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        Some(EngagementCommand::Resume { resumed_on: form.date("resumed_on")? })
    }
}
