//! The person's own yes: asking for it, and resting the plan on the answer that stands on their record.
//! The answer itself is recorded there, not here, because it is theirs and outlives one engagement.

use app::error::Refusal;
use async_trait::async_trait;
use domain::engagement::{EngagementCommand, Stage};
use domain::person::codes::ConsentScope;
use domain::person::records::Consent;

use super::asking::{Asking, Form, form};
use super::sheet::{Field, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::pages::person::consent::answered_by;
use crate::router::Route;
use crate::{format, paths};

/// One form, which asks first and notes afterwards.
pub fn routes() -> Vec<Route> {
    form::<Agreeing>("/engagements/{id}/consent").to_vec()
}

/// Whether the person wants it.
struct Agreeing;

fn is_asked(asking: &Asking<'_>) -> bool {
    !matches!(asking.case.row.engagement.stage, Stage::Referred | Stage::Screening | Stage::Waitlisted)
}

/// The consent to take part that holds today.
fn holds<'a>(asking: &'a Asking<'_>) -> Option<&'a Consent> {
    asking.record.row.person.consent(ConsentScope::TakePart, asking.today)
}

#[async_trait]
impl Form for Agreeing {
    const DONE: Flash = Flash::Saved;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default().with("requested_on", asking.today))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let called = asking.called();
        if !is_asked(asking) {
            let lead = format!(
                "Tell {called} what connecting is, in the way that works best for them, and ask whether they want it."
            );
            return Ok(Sheet::new(format!("Ask {called}"), "Save", "check")
                .lead(lead)
                .field(Field::date("requested_on", "When did you ask?")));
        }
        let title = format!("What {called} said");
        let Some(consent) = holds(asking) else {
            let words = format!(
                "There is no yes to taking part on {} record that holds today. Record what they said there, then come back.",
                format::possessive(called)
            );
            let to = paths::person_part(asking.record.id(), "consents?about=take_part");
            return Ok(Sheet::new(title, "", "").instead(
                words,
                to,
                format!("Record {} answer", format::possessive(called)),
            ));
        };
        let by = consent.given_by.map(|by| answered_by(&asking.record.row.person, by));
        let lead = format!(
            "{} on {}. {}. The plan rests on this answer.",
            by.map_or_else(|| format!("{called} said yes"), |by| format!("{by}, said yes for {called}")),
            format::date(consent.given_on),
            consent.how.label()
        );
        Ok(Sheet::new(title, "Rest the plan on it", "check").lead(lead))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        if is_asked(asking) {
            return Some(EngagementCommand::NoteConsent { given_on: None });
        }
        Some(EngagementCommand::RequestConsent { requested_on: form.date("requested_on")? })
    }
}
