//! What became of giving cases to others: every case has its own answer, which stands on the page itself. Sent
//! again, it does nothing more and says the same.

use std::collections::HashMap;

use app::team_book::moving::Moved;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use domain::shared::ids::{AccountId, CommandId, EngagementId};

use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::form::{Typed, people_say};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::paths;
use crate::router::{Route, post};
use crate::site::{Site, show_as};

/// Doing it.
pub fn routes() -> Vec<Route> {
    vec![post("/team/caseloads/{colleague}/moving", Audience::Leading, send)]
}

#[derive(Template)]
#[template(path = "lead/moved.html")]
struct MovedPage {
    page: Page,
    /// Where the cases were chosen: address and what it is called.
    back: (String, String),
    /// Where everything given by the same colleague is listed; empty where nobody had them.
    given: String,
    done: Vec<Outcome>,
    refused: Vec<Outcome>,
    kept: Vec<Outcome>,
}

/// What became of one case.
struct Outcome {
    id: EngagementId,
    name: String,
    words: String,
}

/// Who had the cases, as the page says it.
pub(super) struct From {
    pub account: Option<AccountId>,
    pub back: (String, String),
    pub given: String,
    /// "goes on with them", "takes them on"
    pub takes: &'static str,
    /// "stays with Amina"
    pub stays: String,
}

async fn send(State(site): State<Site>, signed: Signed, At(from): At<AccountId>, typed: Typed) -> Answer {
    let (colleague, _) = site.app.colleague_here_or_left(&signed.connecting()?, from).await?;
    let from = From {
        account: Some(from),
        back: (paths::caseload_of(from), colleague.name.clone()),
        given: paths::given(from),
        takes: "goes on with them",
        stays: format!("stays with {}", colleague.name),
    };
    give(&site, &signed, &typed, from).await
}

/// Gives each case that the form names to whom it names, and says what became of each.
pub(super) async fn give(site: &Site, signed: &Signed, typed: &Typed, from: From) -> Answer {
    let who = signed.connecting()?;
    let names: HashMap<AccountId, String> =
        site.app.accounts.names(who.organisation()).await?.into_iter().collect();
    let moves: Vec<(EngagementId, Option<AccountId>)> = typed
        .iter()
        .filter_map(|(name, to)| Some((name.strip_prefix("to-")?.parse().ok()?, to.parse().ok())))
        .collect();
    let command_id = typed.id("command_id").unwrap_or_else(|| CommandId(site.app.ids.next()));
    let answers = site.app.move_cases(&signed.viewer, command_id, from.account, &moves).await?;
    let (mut done, mut refused, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    let today = site.app.clock.today();
    for ((id, moved), (_, to)) in answers.into_iter().zip(&moves) {
        let case = site.app.views.case(&who, id, today).await?;
        let name = case.map_or("Somebody".to_owned(), |case| case.person.name);
        match moved {
            Moved::Done => {
                let to = to.and_then(|to| names.get(&to)).map_or("somebody", String::as_str);
                done.push(Outcome { id, name, words: format!("{to} {}", from.takes) });
            }
            Moved::Kept => kept.push(Outcome { id, name, words: from.stays.clone() }),
            Moved::Refused(refusal) => {
                let why = people_say(&refusal.to_string());
                let words = match from.account {
                    Some(_) => format!("{why}. It {}.", from.stays),
                    None => format!("{why}. Nothing was changed."),
                };
                refused.push(Outcome { id, name, words });
            }
        }
    }
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = signed.page("What became of it", Here::Team);
    show_as(status, &MovedPage { page, back: from.back, given: from.given, done, refused, kept })
}
