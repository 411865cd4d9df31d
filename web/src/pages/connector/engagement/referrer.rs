//! Who made the referral: their name and how to reach them, for whoever works on the case. The message back is
//! addressed to them.

use app::error::Refusal;
use async_trait::async_trait;
use domain::engagement::{EngagementCommand, Referrer};

use super::asking::{Asking, Form, form};
use super::sheet::{Field, Shape, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::router::Route;

/// One form.
pub fn routes() -> Vec<Route> {
    form::<Naming>("/engagements/{id}/referrer").to_vec()
}

/// The fields for a referrer.
pub(super) fn fields(sheet: Sheet, optional: bool) -> Sheet {
    let name = Field::new(Shape::Line(""), "referred_by", "What is their name?")
        .hint("With what they are: Ana Reyes, social worker");
    let contact = Field::new(Shape::Line(""), "reached_at", "How do you reach them?")
        .hint("A phone number or an email address")
        .optional();
    sheet.field(if optional { name.optional() } else { name }).field(contact)
}

/// Reads what [`fields`] asks for: a name, and perhaps how to reach them.
pub(super) fn read(form: &mut Reader<'_>) -> Option<Option<Referrer>> {
    let (name, contact) = (form.line_or_none("referred_by"), form.line_or_none("reached_at"));
    match (name?, contact?) {
        (Some(name), contact) => Some(Some(Referrer { name, contact })),
        (None, None) => Some(None),
        (None, Some(_)) => form.refuse("referred_by", "Say whose this is: a name, or what they are"),
    }
}

struct Naming;

#[async_trait]
impl Form for Naming {
    const DONE: Flash = Flash::ReferrerNamed;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let known = asking.case.row.engagement.referrer.as_ref().and_then(|referrer| referrer.get());
        let contact = known.and_then(|known| known.contact.as_ref());
        Ok(Typed::default()
            .with("referred_by", known.map(|known| known.name.to_string()).unwrap_or_default())
            .with("reached_at", contact.map(ToString::to_string).unwrap_or_default()))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let lead = format!(
            "So that they can be told what becomes of it. Only those who work with {} see it.",
            asking.called()
        );
        let sheet = Sheet::new(format!("Who referred {}?", asking.called()), "Keep it", "check").lead(lead);
        Ok(fields(sheet, false))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let (name, contact) = (form.line("referred_by"), form.line_or_none("reached_at"));
        Some(EngagementCommand::NameReferrer { referrer: Referrer { name: name?, contact: contact? } })
    }
}
