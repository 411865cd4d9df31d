//! What becomes of a place at one tap: it is still there, somebody of ours began there, it is taken up again.

use app::commands::Instruction;
use app::error::Refusal;
use app::views::places::PlaceRow;
use axum::extract::State;
use chrono::NaiveDate;
use domain::place::PlaceCommand;
use domain::shared::ids::PlaceId;

use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::Typed;
use crate::guard::Audience;
use crate::paths;
use crate::router::{Route, post};
use crate::site::Site;

/// One tap each.
pub fn routes() -> Vec<Route> {
    vec![
        post("/places/{id}/seen", Audience::Connecting, seen),
        post("/places/{id}/welcomed", Audience::Connecting, welcomed),
        post("/places/{id}/taking-up", Audience::Connecting, taking_up),
    ]
}

/// A place of the viewer's house.
pub async fn known(site: &Site, signed: &Signed, id: PlaceId) -> Result<PlaceRow, Error> {
    Ok(site.app.views.place(&signed.connecting()?, id).await?.ok_or(Refusal::NotFound)?)
}

/// Does what a button of one tap says, on the day that stands in it.
async fn tap(
    site: &Site,
    signed: &Signed,
    id: PlaceId,
    typed: &Typed,
    (day, flash): (&str, Flash),
    command: impl FnOnce(NaiveDate) -> PlaceCommand,
) -> Answer {
    known(site, signed, id).await?;
    // A page left open over midnight says the day on which it was opened; without one it is today.
    let on = typed.id::<NaiveDate>(day).unwrap_or(site.app.clock.today());
    let done = site.ask(signed, typed, Instruction::Place { id, command: command(on) }).await?;
    site.done(done, &paths::place(id), flash).await
}

async fn seen(State(site): State<Site>, signed: Signed, At(id): At<PlaceId>, typed: Typed) -> Answer {
    let what = ("seen_on", Flash::PlaceSeen);
    tap(&site, &signed, id, &typed, what, |seen_on| PlaceCommand::SeePlace { seen_on }).await
}

async fn welcomed(State(site): State<Site>, signed: Signed, At(id): At<PlaceId>, typed: Typed) -> Answer {
    let what = ("welcomed_on", Flash::PlaceWelcomed);
    tap(&site, &signed, id, &typed, what, |welcomed_on| PlaceCommand::WelcomeSomebody { welcomed_on }).await
}

async fn taking_up(State(site): State<Site>, signed: Signed, At(id): At<PlaceId>, typed: Typed) -> Answer {
    let what = ("taken_up_on", Flash::PlaceTakenUp);
    tap(&site, &signed, id, &typed, what, |taken_up_on| PlaceCommand::TakeUpPlaceAgain { taken_up_on }).await
}
