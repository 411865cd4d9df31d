//! One concern, as a safeguarding lead has it: what was told, what is next, what the council said, what
//! others are asked to heed, everything that happened, and everybody who has opened it.

use std::collections::HashMap;

use app::commands::Instruction;
use app::error::Refusal;
use app::views::concerns::{ConcernHistory, Opened};
use askama::Template;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::Event;
use domain::concern::{Banner, Concern, ConcernCommand, ConcernStage, Reading};
use domain::shared::ids::{AccountId, ConcernId};
use domain::shared::personal::Personal;

use super::{due, wording};
use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page, Stage};
use crate::router::{Route, get, post};
use crate::sentences::{Told, concern as sentences};
use crate::site::{Site, show_as};
use crate::{format, paths};

/// The record, and the two steps that need no words.
pub fn routes() -> Vec<Route> {
    vec![
        get("/safeguarding/{id}", Audience::Safeguarding, look),
        post("/safeguarding/{id}/taking-over", Audience::Safeguarding, take_over),
        post("/safeguarding/{id}/banner/ending", Audience::Safeguarding, end_banner),
    ]
}

/// A concern that a lead has opened, with what everybody is called.
pub struct Open {
    /// Which.
    pub id: ConcernId,
    /// As it stands.
    pub opened: Opened,
    /// What to call those who sign in, the reader "you".
    pub names: HashMap<AccountId, String>,
    /// The day it is read on.
    pub today: NaiveDate,
}

impl Open {
    /// Opens it for a lead who may read everything; that they did is recorded.
    pub async fn read(site: &Site, signed: &Signed, id: ConcernId) -> Result<Self, Error> {
        let who = signed.safeguarding()?;
        let opened = site.app.open_concern(&signed.viewer, id).await?;
        if opened.reading != Reading::Everything {
            return Err(Refusal::NotFound.into());
        }
        let mut names: HashMap<AccountId, String> =
            site.app.accounts.names(who.organisation()).await?.into_iter().collect();
        names.insert(signed.account(), "you".to_owned());
        Ok(Self { id, opened, names, today: site.app.clock.today() })
    }

    /// As it stands.
    pub fn now(&self) -> &Concern {
        &self.opened.concern
    }

    /// What to call somebody who signs in.
    pub fn name(&self, account: AccountId) -> String {
        self.names.get(&account).cloned().unwrap_or_else(|| "somebody".to_owned())
    }

    /// When it was told: "12 March 2026 at 10:00".
    pub fn told(&self) -> String {
        let day = || self.now().raised_on.map(format::date).unwrap_or_default();
        self.opened.told_at.map_or_else(day, format::instant)
    }

    /// What the person was called when it was told.
    pub fn person(&self) -> String {
        let called = self.now().called.as_ref().and_then(Personal::get);
        called.map_or_else(|| "Somebody".to_owned(), ToString::to_string)
    }
}

#[derive(Template)]
#[template(path = "safeguarding/concern.html")]
struct ConcernPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    open: Open,
    stage: ConcernStage,
    report: Vec<(&'static str, String)>,
    /// What was told before it was completed, oldest first.
    earlier: Vec<Vec<(&'static str, String)>>,
    /// What is next: words, and who by when.
    next: Option<(String, String)>,
    banner: Option<Banner>,
    /// What happened: the day, when it was written down, and what.
    history: Vec<(NaiveDate, String, Told)>,
    /// "Grace, 12 March 2026, 10:00, twice"
    readings: Vec<String>,
}

impl ConcernPage {
    fn part(&self, part: &str) -> String {
        paths::concern_part(self.open.id, part)
    }

    fn is(&self, stage: ConcernStage) -> bool {
        self.stage == stage
    }

    /// The colour of where it stands.
    fn colour(&self) -> Stage {
        match self.stage {
            ConcernStage::New => Stage::Worry,
            ConcernStage::Open => Stage::Introduced,
            ConcernStage::Waiting => Stage::Consolidating,
            ConcernStage::Closed => Stage::Quiet,
        }
    }

    /// "Told by Amina on 12 March 2026 at 10:00. You have it."
    fn under(&self) -> String {
        let now = self.open.now();
        let told = self.open.told();
        let has_it = match now.taken_over {
            Some((lead, _)) if self.open.name(lead) == "you" => " You have it.".to_owned(),
            Some((lead, _)) => format!(" {} has it.", self.open.name(lead)),
            None => String::new(),
        };
        format!("Told by {} on {told}.{has_it}", self.open.name(now.raised_by))
    }

    /// Since when the council's answer is awaited.
    fn waiting(&self) -> Option<String> {
        Some(format::ago(self.open.now().waiting_since?, self.open.today))
    }

    fn is_mine(&self) -> bool {
        self.open.now().taken_over.is_some_and(|(lead, _)| self.open.name(lead) == "you")
    }

    /// Until when a closed one is kept.
    fn kept(&self) -> String {
        self.open.now().kept_until().map(format::date).unwrap_or_default()
    }

    /// Whether its time is over, so that somebody decides what becomes of it.
    fn is_due(&self) -> bool {
        self.open.now().is_due_to_be_destroyed(self.open.today)
    }
}

async fn draw(site: &Site, signed: &Signed, open: Open, attempt: Attempt) -> Answer {
    let now = open.now();
    let answers = |report: &domain::concern::Report| wording::answers(report, |account| open.name(account));
    let next = now.action.as_ref().map(|action| {
        let who = format::capital(&open.name(action.owner));
        (sentences::words(&action.words), format!("{who}. {}", due::by(action.due_on, open.today)))
    });
    let happened = site.app.concern_history(&open.opened).await?;
    let history = happened.done.iter().filter_map(|envelope| {
        let Event::Concern(event) = &envelope.event else { return None };
        let told = sentences::tell(event, envelope.actor, &open.names)?;
        let on = told.on.unwrap_or(format::london_date(envelope.recorded_at));
        Some((on, written(on, envelope.recorded_at), told))
    });
    let page = ConcernPage {
        page: signed.page(open.person(), Here::Safeguarding),
        keys: signed.keys(&site.app, &Typed::default()),
        stage: now.stage(),
        report: now.known().map(answers).unwrap_or_default(),
        earlier: now.earlier.iter().filter_map(Personal::get).map(answers).collect(),
        next,
        banner: now.banner.as_ref().and_then(Personal::get).cloned(),
        history: history.collect(),
        readings: readings(&open, &happened),
        attempt,
        open,
    };
    show_as(page.attempt.status, &page)
}

/// "12 March 2026 at 10:00"; of something that was written down on a later day, both.
fn written(on: NaiveDate, recorded_at: DateTime<Utc>) -> String {
    match format::london_date(recorded_at) == on {
        true => format::instant(recorded_at),
        false => format!("{}, written down on {}", format::date(on), format::instant(recorded_at)),
    }
}

/// Who opened it, on which day, how often: the latest first.
fn readings(open: &Open, happened: &ConcernHistory) -> Vec<String> {
    let mut days: Vec<(AccountId, NaiveDate, String, usize)> = Vec::new();
    for envelope in &happened.readings {
        let on = format::london_date(envelope.recorded_at);
        match days.iter_mut().find(|(who, day, ..)| (*who, *day) == (envelope.actor, on)) {
            Some((.., times)) => *times += 1,
            None => days.push((envelope.actor, on, format::instant(envelope.recorded_at), 1)),
        }
    }
    let said = |(who, _, last, times): (AccountId, NaiveDate, String, usize)| {
        let who = format::capital(&open.name(who));
        match times {
            1 => format!("{who}, {last}"),
            times => format!("{who}, {} that day, last at {last}", format::plural(times, "time", "times")),
        }
    };
    let before = happened.read_before.then(|| "Earlier openings are kept and not listed here.".to_owned());
    days.into_iter().map(said).chain(before).collect()
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<ConcernId>) -> Answer {
    let open = Open::read(&site, &signed, id).await?;
    draw(&site, &signed, open, Attempt::first()).await
}

/// A step that needs no words.
async fn plain(
    site: &Site,
    signed: &Signed,
    id: ConcernId,
    typed: &Typed,
    command: ConcernCommand,
) -> Answer {
    let instruction = Instruction::Concern { id, command };
    match site.settle(signed, typed, instruction, &paths::concern(id), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(site, signed, Open::read(site, signed, id).await?, attempt).await,
    }
}

async fn take_over(State(site): State<Site>, signed: Signed, At(id): At<ConcernId>, typed: Typed) -> Answer {
    plain(&site, &signed, id, &typed, ConcernCommand::TakeOver).await
}

async fn end_banner(State(site): State<Site>, signed: Signed, At(id): At<ConcernId>, typed: Typed) -> Answer {
    plain(&site, &signed, id, &typed, ConcernCommand::EndBanner).await
}
