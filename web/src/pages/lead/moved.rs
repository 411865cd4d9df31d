//! What became of giving cases to others: every case has its own answer, which stands on the page itself. Sent
//! again, it does nothing more and says the same.

use std::collections::HashMap;

use app::accounts::Colleague;
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
    colleague: Colleague,
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

async fn send(State(site): State<Site>, signed: Signed, At(from): At<AccountId>, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let (colleague, _) = site.app.colleague_here_or_left(&who, from).await?;
    let names: HashMap<AccountId, String> =
        site.app.accounts.names(who.organisation()).await?.into_iter().collect();
    let moves: Vec<(EngagementId, Option<AccountId>)> = typed
        .iter()
        .filter_map(|(name, to)| Some((name.strip_prefix("to-")?.parse().ok()?, to.parse().ok())))
        .collect();
    let command_id = typed.id("command_id").unwrap_or_else(|| CommandId(site.app.ids.next()));
    let answers = site.app.move_cases(&signed.viewer, command_id, from, &moves).await?;
    let (mut done, mut refused, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    let today = site.app.clock.today();
    for ((id, moved), (_, to)) in answers.into_iter().zip(&moves) {
        let case = site.app.views.case(&who, id, today).await?;
        let name = case.map_or("Somebody".to_owned(), |case| case.person.name);
        match moved {
            Moved::Done => {
                let to = to.and_then(|to| names.get(&to)).map_or("somebody", String::as_str);
                done.push(Outcome { id, name, words: format!("{to} goes on with them") });
            }
            Moved::Kept => kept.push(Outcome { id, name, words: format!("stays with {}", colleague.name) }),
            Moved::Refused(refusal) => refused.push(Outcome {
                id,
                name,
                words: format!("{}. It stays with {}.", people_say(&refusal.to_string()), colleague.name),
            }),
        }
    }
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = signed.page("What became of it", Here::Team);
    show_as(status, &MovedPage { page, colleague, done, refused, kept })
}
