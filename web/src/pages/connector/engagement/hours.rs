//! Other hours a week from a day of the term on: more, or fewer while the connector steps back. Often a review has
//! decided it, and the form then begins with what was said there.

use app::error::Refusal;
use async_trait::async_trait;
use domain::engagement::{EngagementCommand, ReviewDecision};

use super::asking::{Asking, Form, form};
use super::decided::{REVIEW, held};
use super::sheet::{Field, Shape, Sheet};
use super::term::typed_hours;
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::router::Route;
use crate::{format, paths};

/// One form.
pub fn routes() -> Vec<Route> {
    form::<Changing>("/engagements/{id}/hours").to_vec()
}

struct Changing;

#[async_trait]
impl Form for Changing {
    const DONE: Flash = Flash::HoursChanged;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let engagement = &asking.case.row.engagement;
        let Some(term) = &engagement.term else { return Ok(Typed::default()) };
        let typed = Typed::default().with(REVIEW, asking.asked.one(REVIEW));
        let review = held(engagement, &typed);
        let from = asking.today.clamp(term.start, term.end);
        let asked = review.and_then(|review| review.facts.more_time).map(|more| more.minutes_per_week);
        let minutes = asked.or(engagement.minutes_per_week_on(from)).unwrap_or_default();
        let why = review.and_then(|review| review.words.get()?.more_time_why.clone());
        Ok(typed
            .with("minutes_per_week", typed_hours(minutes))
            .with("from", from)
            .with("reason", why.map(|why| why.to_string()).unwrap_or_default()))
    }

    async fn sheet(asking: &Asking<'_>, typed: &Typed) -> Result<Sheet, Refusal> {
        let engagement = &asking.case.row.engagement;
        let review = held(engagement, typed);
        let steps_down = review.is_some_and(|review| review.decision == ReviewDecision::StepDown);
        let title = if steps_down { "Step down" } else { "Change the hours" };
        let Some(term) = &engagement.term else {
            let to = paths::engagement(asking.id());
            return Ok(Sheet::new(title, "", "").instead("No term is agreed yet.", to, "See the plan"));
        };
        let now = engagement.minutes_per_week_on(asking.today.clamp(term.start, term.end));
        let mut lead =
            now.map_or(String::new(), |now| format!("Agreed now: {} a week. ", format::hours(now)));
        if let Some(review) = review {
            let on = format::date(review.held_on);
            lead.push_str(&format!(
                "Decided at the review of {on}: {}. ",
                review.decision.label().to_lowercase()
            ));
        }
        lead.push_str(
            "Neither the term nor the money changes. Hours of an extension begin when its time does.",
        );
        let sheet = Sheet::new(title, "Agree it", "handshake")
            .lead(lead)
            .field(Field::hidden(REVIEW))
            .pair(
                Field::new(Shape::Line("short"), "minutes_per_week", "Hours a week")
                    .hint("Like 2, 2.5 or 1:30"),
                Field::date("from", "From which day on?"),
            )
            .field(
                Field::words("reason", "Why?")
                    .hint(format!("As it was talked over with {}", asking.called())),
            );
        Ok(match steps_down {
            true => sheet.other(
                paths::engagement_part(asking.id(), "phase"),
                "The hours stay, and you are stepping back? Say so instead",
            ),
            false => sheet,
        })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let (minutes_per_week, from) = (form.minutes("minutes_per_week"), form.date("from"));
        let reason = form.words("reason");
        Some(EngagementCommand::ChangeHours {
            minutes_per_week: minutes_per_week?,
            from: from?,
            reason: reason?,
        })
    }
}
