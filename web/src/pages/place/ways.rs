//! How long the way is between parts of town: what people here know, as minutes for one way. It says who is near enough
//! to be offered, for people and for places.

use app::ways::Way;
use askama::Template;
use axum::extract::State;
use domain::person::JOURNEY_LIMIT;

use crate::error::Answer;
use crate::extract::Signed;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};
use crate::{format, paths};

/// Looking, and writing one down or taking one away.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::WAYS, Audience::Connecting, page),
        post(paths::WAYS, Audience::Connecting, keep),
        post(paths::WAY_GONE, Audience::Connecting, take_away),
    ]
}

#[derive(Template)]
#[template(path = "place/ways.html")]
struct WaysPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    ways: Vec<Way>,
}

impl WaysPage {
    /// "20 minutes"
    fn minutes(&self, way: &Way) -> String {
        let minutes = usize::from(way.minutes.unwrap_or_default());
        format::plural(minutes, "minute", "minutes")
    }
}

async fn draw(site: &Site, signed: &Signed, typed: Typed, attempt: Attempt) -> Answer {
    let page = WaysPage {
        page: signed.page("How far it is", Here::Introduce),
        keys: signed.keys(&site.app, &typed),
        ways: site.app.ways_known(&signed.connecting()?).await?,
        attempt,
        typed,
    };
    show_as(page.attempt.status, &page)
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    draw(&site, &signed, Typed::default(), Attempt::first()).await
}

async fn keep(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let mut form = typed.reader();
    let (one, other) = (form.line("one"), form.line("other"));
    let minutes = form.whole("minutes", 1..=i64::from(JOURNEY_LIMIT)).map(|whole| u16::try_from(whole).ok());
    let (Some(one), Some(other), Some(minutes)) = (one, other, minutes) else {
        return draw(&site, &signed, typed.clone(), form.again()).await;
    };
    let way_id = typed.id("command_id").unwrap_or_else(|| site.app.ids.next());
    match site.app.keep_way(&who, way_id, (&one, &other), minutes).await {
        Ok(()) => go_on(paths::WAYS, Flash::WayKept),
        Err(refusal) => {
            let again = Attempt::refused(refusal, &typed)?;
            draw(&site, &signed, typed, again).await
        }
    }
}

/// From now on nobody knows how long it is.
async fn take_away(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let mut form = typed.reader();
    let (Some(one), Some(other)) = (form.line("one"), form.line("other")) else {
        return draw(&site, &signed, typed.clone(), form.again()).await;
    };
    site.app.keep_way(&signed.connecting()?, site.app.ids.next(), (&one, &other), None).await?;
    go_on(paths::WAYS, Flash::WayGone)
}
