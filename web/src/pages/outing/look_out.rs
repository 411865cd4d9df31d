//! Looking out for somebody: where they are, whom to ring, what was done, and that they are safe. For leads,
//! for the colleague who was asked, and in the end for everybody. Whoever is out themselves finds their own page instead.

use std::collections::HashMap;

use app::access::Connecting;
use app::commands::Instruction;
use app::error::Refusal;
use app::lone_working::LoneWorking;
use app::views::outings::OutingRow;
use askama::Template;
use axum::extract::State;
use chrono::DateTime;
use domain::outing::OutingCommand;
use domain::shared::ids::{AccountId, OutingId};

use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, see_other, show_as};
use crate::{format, paths};

/// The page, and the two things to say on it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/out/{id}", Audience::Connecting, look),
        post("/out/{id}/steps", Audience::Connecting, say),
        post("/out/{id}/safety", Audience::Connecting, find_safe),
    ]
}

#[derive(Template)]
#[template(path = "outing/look_out.html")]
struct LookOut {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    row: OutingRow,
    names: HashMap<AccountId, String>,
    agreed: LoneWorking,
    /// What the person they are with is called, if the viewer may know them.
    with: Option<String>,
    leads: bool,
}

impl LookOut {
    fn name(&self, account: AccountId) -> &str {
        self.names.get(&account).map_or("somebody", String::as_str)
    }

    fn who(&self) -> &str {
        self.name(self.row.account_id)
    }

    fn place(&self) -> String {
        self.row.place.as_ref().and_then(|place| place.get()).map(ToString::to_string).unwrap_or_default()
    }

    fn part(&self, part: &str) -> String {
        paths::outing_part(self.row.outing_id, part)
    }

    /// "15:40"; with its day when that is another.
    fn at(&self, at: DateTime<chrono::Utc>) -> String {
        format::instant(at)
    }

    /// To whom it has been passed on.
    fn passed_on(&self) -> &'static str {
        self.row.passed_on.map_or("Nobody yet", |step| step.label())
    }

    /// What was done: who and when, and in words.
    fn steps(&self) -> Vec<(String, String)> {
        let said = self.row.looked_into.iter();
        said.map(|(words, by, at)| {
            let words = words.get().map_or_else(|| "What was said is gone".to_owned(), ToString::to_string);
            (format!("{}, {}", self.name(*by), format::instant(*at)), words)
        })
        .collect()
    }

    fn ended(&self) -> Option<String> {
        let (how, at) = self.row.ended?;
        Some(format!("{}, {}.", how.label(), format::instant(at)))
    }
}

/// An outing that the viewer looks out for; their own is not among them.
async fn looked_out(site: &Site, who: &Connecting<'_>, id: OutingId) -> Result<OutingRow, Error> {
    match site.app.views.outing(who, id).await? {
        Some(row) if row.account_id != who.account() => Ok(row),
        _ => Err(Refusal::NotFound.into()),
    }
}

async fn draw(site: &Site, signed: &Signed, row: OutingRow, typed: Typed, attempt: Attempt) -> Answer {
    let who = signed.connecting()?;
    let typed = attempt.keep(typed);
    let names: HashMap<AccountId, String> =
        site.app.accounts.names(who.organisation()).await?.into_iter().collect();
    let with = match row.person_id {
        Some(person) => site.app.views.person(&who, person).await?,
        None => None,
    };
    let with = with.and_then(|row| row.person.called().map(str::to_owned));
    let name = names.get(&row.account_id).map_or("Somebody", String::as_str).to_owned();
    let page = LookOut {
        page: signed.page(name, Here::Team),
        keys: signed.keys(&site.app, &typed),
        agreed: site.app.lone.agreed(who.organisation()).await?,
        leads: who.leads(),
        with,
        names,
        attempt,
        typed,
        row,
    };
    show_as(page.attempt.status, &page)
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<OutingId>) -> Answer {
    let who = signed.connecting()?;
    let row = site.app.views.outing(&who, id).await?.ok_or(Refusal::NotFound)?;
    if row.account_id == who.account() {
        return see_other(paths::OUT);
    }
    draw(&site, &signed, row, Typed::default(), Attempt::first()).await
}

async fn settle(
    site: &Site,
    signed: &Signed,
    id: OutingId,
    typed: Typed,
    command: impl FnOnce(domain::shared::text::Words) -> OutingCommand,
) -> Answer {
    let row = looked_out(site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let Some(words) = form.words("words") else {
        let attempt = form.again();
        return draw(site, signed, row, typed, attempt).await;
    };
    let command = command(words);
    // Once somebody is safe it is the matter of a few again.
    let ends = matches!(command, OutingCommand::FindSafe { .. });
    let asked = row.colleague == Some(signed.connecting()?.account()) || signed.connecting()?.leads();
    let next = if ends && !asked { paths::TODAY.to_owned() } else { paths::outing(id) };
    let instruction = Instruction::Outing { id, command };
    match site.settle(signed, &typed, instruction, &next, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(site, signed, row, typed, attempt).await,
    }
}

async fn say(State(site): State<Site>, signed: Signed, At(id): At<OutingId>, typed: Typed) -> Answer {
    let now = DateTime::default();
    settle(&site, &signed, id, typed, |words| OutingCommand::LookInto { words, now }).await
}

async fn find_safe(State(site): State<Site>, signed: Signed, At(id): At<OutingId>, typed: Typed) -> Answer {
    let now = DateTime::default();
    settle(&site, &signed, id, typed, |words| OutingCommand::FindSafe { words, now }).await
}
