//! How far taking in or taking back has got, and what came of it. The work goes on by itself: the page can
//! be left and come back to, and what an interruption stopped is gone on with.

use std::collections::HashMap;
use std::time::Duration;

use app::imports::{Import, ImportStage, Outcome, UNREAD};
use askama::Template;
use axum::extract::State;
use chrono::TimeDelta;
use domain::shared::ids::{ImportId, PersonId};

use super::running::ToBegin;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::form::{Keys, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::paths;
use crate::router::{Route, post};
use crate::site::{Site, see_other, show};

/// Going on with what was interrupted, and taking it back.
pub fn routes() -> Vec<Route> {
    vec![
        post("/imports/{id}/going-on", Audience::Connecting, go_on),
        post("/imports/{id}/taking-back", Audience::Connecting, take_back),
    ]
}

/// Without a sign of life for so long, it was interrupted.
const SILENCE_SECONDS: i64 = 20;
/// How long the page that follows is waited with.
const PATIENCE: Duration = Duration::from_secs(3);
/// Rows listed.
const LISTED: usize = 500;
/// Of them, those in sight at once.
const AT_FIRST: usize = 20;

#[derive(Template)]
#[template(path = "import/progress.html")]
struct Progress {
    page: Page,
    keys: Keys,
    id: ImportId,
    stage: ImportStage,
    /// Rows done, of how many.
    done: i64,
    all: i64,
    /// Whether it goes on by itself, so that the page is looked at again by itself.
    running: bool,
    came: Vec<Came>,
    came_count: usize,
    stayed: Vec<Left>,
    left: Vec<Left>,
    left_count: usize,
    to_begin: ToBegin,
}

/// Somebody who was taken in.
struct Came {
    person_id: PersonId,
    row: usize,
    /// `None` when only a colleague knows them now.
    name: Option<String>,
}

/// A row of which nothing came, or that stayed.
struct Left {
    row: usize,
    why: String,
    /// Empty when there is nothing to look at.
    href: String,
}

/// Begins, or goes on, beside the answer, and waits as long as somebody would: most lists are done by then.
pub(super) async fn begin(site: &Site, signed: &Signed, id: ImportId, stage: ImportStage) {
    let (app, viewer) = (site.app.clone(), signed.viewer.clone());
    let work = tokio::spawn(async move {
        let done = match stage {
            ImportStage::TakingIn => app.take_in(&viewer, id).await,
            _ => app.take_back(&viewer, id).await,
        };
        if let Err(refusal) = done {
            tracing::error!(error = &refusal as &dyn std::error::Error, "an import was interrupted");
        }
    });
    // It goes on when nobody waits for it any more.
    let _ = tokio::time::timeout(PATIENCE, work).await;
}

/// The page of an import that has been begun.
pub(super) async fn page(site: &Site, signed: &Signed, import: Import) -> Answer {
    let who = signed.connecting()?;
    let id = import.import_id;
    let outcomes = site.app.imports.outcomes(&who, id).await?;
    let under_way = matches!(import.stage, ImportStage::TakingIn | ImportStage::TakingBack);
    let silent = site.app.clock.now() - import.touched_at > TimeDelta::seconds(SILENCE_SECONDS);
    let running = under_way && !silent;
    let taken: Vec<&Outcome> = outcomes.iter().filter(|one| one.refused.is_none()).collect();
    let all = match import.stage {
        ImportStage::TakingBack => i64::try_from(taken.len()).unwrap_or_default(),
        _ => import.rows,
    };
    let here: Vec<&Outcome> =
        taken.iter().filter(|one| one.taken_back.as_deref() != Some("")).copied().collect();
    let shown: Vec<&Outcome> =
        if under_way { Vec::new() } else { here.iter().take(LISTED).copied().collect() };
    let names = names(site, signed, &shown).await?;
    let came = shown
        .iter()
        .map(|one| Came {
            person_id: one.person_id,
            row: one.row + 1,
            name: names.get(&one.person_id).cloned(),
        })
        .collect();
    let stayed = outcomes.iter().filter_map(|one| {
        let why = one.taken_back.as_deref().filter(|why| !why.is_empty())?;
        let is_known = names.contains_key(&one.person_id);
        let href = if is_known { paths::person(one.person_id) } else { String::new() };
        Some(Left { row: one.row + 1, why: why.to_owned(), href })
    });
    let mut left: Vec<Left> = outcomes
        .iter()
        .filter_map(|one| Some(Left { row: one.row + 1, why: one.refused.clone()?, href: String::new() }))
        .collect();
    // What could not be read is put right in the spreadsheet; what somebody decided is only told.
    left.sort_by_key(|one| !one.why.starts_with(UNREAD));
    let to_begin = match import.stage {
        ImportStage::TakenIn => ToBegin::of(site, &who, &here).await?,
        _ => ToBegin::default(),
    };
    let title = match import.stage {
        ImportStage::TakingIn => "They are being taken in",
        ImportStage::TakenIn => "They are here",
        ImportStage::TakingBack => "They are being taken back",
        ImportStage::TakenBack => "It was taken back",
        ImportStage::Matching | ImportStage::Dropped => "This list was left",
    };
    show(&Progress {
        page: signed.page(title, Here::People),
        keys: signed.keys(&site.app, &Typed::default()),
        id,
        stage: import.stage,
        done: import.done.min(all),
        all,
        running,
        came,
        came_count: here.len(),
        stayed: stayed.take(LISTED).collect(),
        left_count: left.len(),
        left: left.into_iter().take(LISTED).collect(),
        to_begin,
    })
}

/// What to call those who came, as they are called now.
async fn names(
    site: &Site,
    signed: &Signed,
    came: &[&Outcome],
) -> Result<HashMap<PersonId, String>, crate::error::Error> {
    let ids: Vec<PersonId> = came.iter().map(|one| one.person_id).collect();
    let people = site.app.views.people_named(&signed.connecting()?, &ids).await?;
    Ok(people.into_iter().map(|person| (person.person_id, person.name)).collect())
}

async fn go_on(State(site): State<Site>, signed: Signed, At(id): At<ImportId>, _: Typed) -> Answer {
    let who = signed.connecting()?;
    let import = site.app.imports.one(&who, id).await?.ok_or(app::error::Refusal::NotFound)?;
    if matches!(import.stage, ImportStage::TakingIn | ImportStage::TakingBack) {
        // A sign of life first, so that the next look does not offer it once more.
        site.app.imports.note(&who, id, &[], site.app.clock.now()).await?;
        begin(&site, &signed, id, import.stage).await;
    }
    see_other(&paths::import(id))
}

async fn take_back(State(site): State<Site>, signed: Signed, At(id): At<ImportId>, _: Typed) -> Answer {
    let who = signed.connecting()?;
    site.app.imports.one(&who, id).await?.ok_or(app::error::Refusal::NotFound)?;
    let (from, to, now) = (ImportStage::TakenIn, ImportStage::TakingBack, site.app.clock.now());
    if site.app.imports.move_on(&who, id, from, to, now).await? {
        begin(&site, &signed, id, to).await;
    }
    see_other(&paths::import(id))
}

impl Progress {
    /// "1,200 of 5,000"
    fn words(&self) -> String {
        let count = |number: i64| crate::format::thousands(number.unsigned_abs());
        format!("{} of {}", count(self.done), count(self.all))
    }
}
