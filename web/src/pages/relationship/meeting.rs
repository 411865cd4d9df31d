//! Whether the first meeting happened: they met, or why they did not. Both said yes is what counts; people
//! also meet by chance, before or instead of what was arranged.

use askama::Template;
use async_trait::async_trait;
use domain::relationship::{NoMeetingReason, RelationshipCommand};

use super::arrangement::still_to_ask;
use super::asking::{self, Asking, Form};
use super::two::{Two, tiles};
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::look::{Choice, Page};
use crate::router::Route;

/// Both entries.
pub fn routes() -> Vec<Route> {
    asking::form::<MeetingPage>("/relationships/{id}/meeting")
}

#[derive(Template)]
#[template(path = "relationship/meeting.html")]
struct MeetingPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    /// Who still has to be asked: name, and where to write their answer down.
    missing: Vec<(String, String)>,
    answers: Vec<Choice>,
    reasons: Vec<Choice>,
}

/// Why not, with both names.
fn reason(two: &Two, reason: NoMeetingReason) -> String {
    let (person, other) = (two.person(), two.other());
    match reason {
        NoMeetingReason::PersonCancelledEarly => format!("{person} cancelled, a day or more before"),
        NoMeetingReason::PersonCancelledLate => format!("{person} cancelled on the day"),
        NoMeetingReason::OtherCancelled => format!("{other} cancelled"),
        NoMeetingReason::PersonNoShow => format!("{person} did not come"),
        NoMeetingReason::OtherNoShow => format!("{other} did not come"),
        NoMeetingReason::ConnectorCancelled
        | NoMeetingReason::Transport
        | NoMeetingReason::Illness
        | NoMeetingReason::VenueClosed
        | NoMeetingReason::Weather => reason.label().to_owned(),
    }
}

#[async_trait]
impl Form for MeetingPage {
    type About = ();
    const DONE: Flash = Flash::TheyMet;

    fn first(asking: &Asking<'_>) -> Typed {
        let (two, today) = (&asking.two, asking.two.today);
        let arranged = two.now().introduction.meeting.as_ref().map(|meeting| meeting.on);
        let on = arranged.filter(|on| *on <= today).unwrap_or(today);
        Typed::default().with("met", "yes").with("on", on)
    }

    async fn draw(asking: Asking<'_>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        let two = &asking.two;
        let reasons = NoMeetingReason::ALL.iter().map(|code| (code.code(), reason(two, *code)));
        Ok(Self {
            page: asking.page("Did they meet?"),
            keys: asking.keys(&typed),
            answers: tiles(&typed, "met", [("yes", "They met"), ("no", "It did not happen")]),
            reasons: tiles(&typed, "reason", reasons),
            missing: still_to_ask(two),
            attempt,
            typed,
            two: asking.two,
        })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<RelationshipCommand> {
        let on = form.date("on");
        match typed.one("met") {
            "yes" => on.map(|met_on| RelationshipCommand::RecordMeeting { met_on }),
            "no" => {
                let reason = form.code("reason");
                on.zip(reason).map(|(on, reason)| RelationshipCommand::RecordNoMeeting { reason, on })
            }
            _ => form.refuse("met", "Choose whether they met"),
        }
    }

    fn done(typed: &Typed) -> Flash {
        if typed.is("met", "yes") { Self::DONE } else { Flash::Saved }
    }
}
