//! Writing down a supervision: with whom, what was talked about, what was agreed and by whom, and when the two
//! sit together again.

use app::accounts::Colleague;
use app::error::Refusal;
use app::team_book::supervision::{Action, MOST_ACTIONS, Supervision, SupervisionNotes};
use askama::Template;
use axum::extract::State;
use domain::shared::ids::{AccountId, SupervisionId};

use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page, choose};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};

/// Rows for what was agreed.
pub(super) const ROWS: usize = 4;

/// The form, and keeping it.
pub fn routes() -> Vec<Route> {
    vec![get("/supervision/new", Audience::Leading, look), post(paths::SUPERVISION, Audience::Leading, keep)]
}

#[derive(Template)]
#[template(path = "lead/new_supervision.html")]
struct New {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    colleagues: Vec<Choice>,
    rows: Vec<ActionRow>,
    today: String,
}

/// One row for something agreed.
pub(super) struct ActionRow {
    pub what: String,
    pub owner: String,
    pub by: String,
    pub owners: Vec<Choice>,
}

/// So many of them, as they were typed; each is done by the colleague or by the team lead.
pub(super) fn rows(typed: &Typed, many: usize, [they, me]: [&str; 2]) -> Vec<ActionRow> {
    let row = |at: usize| {
        let mut owners = vec![Choice::new("they", they), Choice::new("me", me)];
        let owner = format!("owner_{at}");
        choose(&mut owners, &[typed.one(&owner)]);
        ActionRow { what: format!("action_{at}"), owner, by: format!("by_{at}"), owners }
    };
    (1..=many).map(row).collect()
}

async fn look(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let today = site.app.clock.today();
    let typed = Typed::default()
        .with("supervision_id", site.app.ids.next())
        .with("colleague", asked.one("with"))
        .with("held_on", today);
    draw(&site, &signed, typed, Attempt::first()).await
}

async fn draw(site: &Site, signed: &Signed, typed: Typed, attempt: Attempt) -> Answer {
    let who = signed.connecting()?;
    let others = site.app.accounts.colleagues(&who).await?;
    let others: Vec<Colleague> = others.into_iter().filter(|one| one.account_id != who.account()).collect();
    let mut colleagues: Vec<Choice> =
        others.iter().map(|one| Choice::new(one.account_id, &*one.name)).collect();
    choose(&mut colleagues, &[typed.one("colleague")]);
    let page = New {
        page: signed.page("A supervision", Here::Team),
        keys: signed.keys(&site.app, &typed),
        rows: rows(&typed, ROWS, ["They do", "I do"]),
        colleagues,
        today: site.app.clock.today().to_string(),
        typed,
        attempt,
    };
    show_as(page.attempt.status, &page)
}

/// What was agreed, as it was typed, each with its row counted from 0; a row without words says nothing.
pub(super) fn actions(
    form: &mut Reader<'_>,
    typed: &Typed,
    (me, them): (AccountId, Option<AccountId>),
) -> Vec<(usize, Action)> {
    let mut actions = Vec::new();
    for at in 1..=MOST_ACTIONS {
        let what = form.line_or_none(&format!("action_{at}"));
        let by_on = form.date_or_none(&format!("by_{at}"));
        if let (Some(Some(what)), Some(by_on), Some(them)) = (what, by_on, them) {
            let owner = if typed.is(&format!("owner_{at}"), "me") { me } else { them };
            actions.push((at - 1, Action { what, owner, by_on, done_on: None }));
        }
    }
    actions
}

async fn keep(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let mut form = typed.reader();
    let colleague: Option<AccountId> = form.id("colleague");
    let (held_on, next_on) = (form.date("held_on"), form.date_or_none("next_on"));
    let talked = form.words("talked");
    let actions = actions(&mut form, &typed, (who.account(), colleague));
    let actions = actions.into_iter().map(|(_, action)| action).collect();
    let read = (colleague, held_on, next_on, talked, form.is_fine());
    let (Some(colleague), Some(held_on), Some(next_on), Some(talked), true) = read else {
        return draw(&site, &signed, typed.clone(), form.again()).await;
    };
    let supervision_id: SupervisionId =
        typed.id("supervision_id").unwrap_or_else(|| SupervisionId(site.app.ids.next()));
    let notes = SupervisionNotes { talked, actions, earlier: Vec::new() };
    let (lead, kept_at) = (who.account(), site.app.clock.now());
    let note = Supervision { supervision_id, colleague, lead, held_on, next_on, kept_at, notes };
    match site.app.keep_supervision(&who, note).await {
        Ok(()) => go_on(&paths::supervision(supervision_id), Flash::SupervisionKept),
        Err(refusal @ Refusal::Invalid { .. }) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            draw(&site, &signed, typed, attempt).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}
