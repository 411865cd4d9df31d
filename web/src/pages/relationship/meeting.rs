//! Whether the first meeting happened: they met, or why they did not. Both said yes is what counts; people
//! also meet by chance, before or instead of what was arranged.

use askama::Template;
use axum::extract::State;
use domain::relationship::{NoMeetingReason, RelationshipCommand};
use domain::shared::ids::RelationshipId;

use super::arrangement::still_to_ask;
use super::two::{Two, tiles};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Both entries.
pub fn routes() -> Vec<Route> {
    vec![
        get("/relationships/{id}/meeting", Audience::Connecting, page),
        post("/relationships/{id}/meeting", Audience::Connecting, record),
    ]
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

async fn draw(site: &Site, signed: &Signed, two: Two, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let reasons = NoMeetingReason::ALL.iter().map(|code| (code.code(), reason(&two, *code)));
    let page = MeetingPage {
        page: two.page(signed, "Did they meet?"),
        keys: two.keys(site, signed, &typed),
        answers: tiles(&typed, "met", [("yes", "They met"), ("no", "It did not happen")]),
        reasons: tiles(&typed, "reason", reasons),
        missing: still_to_ask(&two),
        attempt,
        typed,
        two,
    };
    show_as(page.attempt.status, &page)
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let arranged = two.now().introduction.meeting.as_ref().map(|meeting| meeting.on);
    let on = arranged.filter(|on| *on <= two.today).unwrap_or(two.today);
    let typed = Typed::default().with("met", "yes").with("on", on);
    draw(&site, &signed, two, typed, Attempt::first()).await
}

async fn record(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<RelationshipId>,
    typed: Typed,
) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let mut form = typed.reader();
    let on = form.date("on");
    let command = match typed.one("met") {
        "yes" => on.map(|met_on| RelationshipCommand::RecordMeeting { met_on }),
        "no" => {
            let reason = form.code("reason");
            on.zip(reason).map(|(on, reason)| RelationshipCommand::RecordNoMeeting { reason, on })
        }
        _ => form.refuse("met", "Choose whether they met"),
    };
    let Some(command) = command else {
        return draw(&site, &signed, two, typed.clone(), form.again()).await;
    };
    let flash = if typed.is("met", "yes") { Flash::TheyMet } else { Flash::Saved };
    match two.ask(&site, &signed, &typed, command, flash).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, two, typed, attempt).await,
    }
}
