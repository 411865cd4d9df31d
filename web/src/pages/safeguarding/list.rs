//! The safeguarding leads' worklist: what is new, what is being dealt with, what waits for the council, what
//! is closed. A name and a day stand here; what it is about is behind the record, whose opening is recorded.

use std::collections::HashMap;

use app::views::concerns::{ConcernDue, ConcernLine, ConcernRow};
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::concern::ConcernStage;
use domain::shared::ids::AccountId;

use super::due::by;
use crate::error::Answer;
use crate::extract::Signed;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// Most of either kind that the list shows.
const MOST: i64 = 200;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::SAFEGUARDING, Audience::Safeguarding, page)]
}

#[derive(Template)]
#[template(path = "safeguarding/list.html")]
struct List {
    page: Page,
    /// What is new, being dealt with, waiting: heading, what an empty one says, and the lines.
    open: Vec<(&'static str, &'static str, Vec<ConcernLine>)>,
    closed: Vec<ConcernLine>,
    /// Closed ones whose time is over.
    over: Vec<ConcernLine>,
    /// What is to be destroyed and is not yet: days, who and why, without a name.
    to_destroy: Vec<String>,
    /// What was destroyed, in the same way.
    destroyed: Vec<String>,
    names: HashMap<AccountId, String>,
    today: NaiveDate,
}

impl List {
    fn name(&self, account: AccountId) -> &str {
        self.names.get(&account).map_or("somebody", String::as_str)
    }

    /// "Told 3 days ago at 10:00 by Amina. Grace has it."
    fn under(&self, line: &ConcernLine) -> String {
        let row = &line.row;
        let told = format!("Told {} by {}.", told(row, self.today), self.name(row.raised_by));
        match (row.settled_on, row.lead) {
            (Some(on), _) => format!("{told} Closed on {}.", format::date(on)),
            (None, Some(lead)) => format!("{told} {} has it.", self.name(lead)),
            (None, None) => told,
        }
    }

    /// "Its time was over on 12 March 2036."
    fn over_since(&self, line: &ConcernLine) -> String {
        let until = line.row.kept_until.map(format::date).unwrap_or_default();
        format!("Its time was over on {until}. {}", self.under(line))
    }

    /// What is due, and by when.
    fn due(&self, line: &ConcernLine) -> String {
        match line.row.due() {
            None => String::new(),
            Some((ConcernDue::Triage, on)) => format!("Look at it: {}", within(on, self.today)),
            Some((ConcernDue::Action(owner), on)) => {
                format!("Next step, {}: {}", self.name(owner), within(on, self.today))
            }
            Some((ConcernDue::Council, on)) => format!("The council’s answer: {}", within(on, self.today)),
        }
    }

    fn late(&self, line: &ConcernLine) -> bool {
        line.row.due().is_some_and(|(_, on)| on < self.today)
    }
}

/// "Told on 2 May 2026, closed on 1 June 2026, destroyed on 3 June 2036 by Grace: its time is over, and …"
fn certificate(row: &ConcernRow, names: &HashMap<AccountId, String>) -> Option<String> {
    let (destruction, on) = (row.destruction?, row.destroyed_on?);
    let closed = row.settled_on.map(|on| format!(", closed on {}", format::date(on))).unwrap_or_default();
    let who = names.get(&destruction.decided_by).map_or("somebody", String::as_str);
    let why = destruction.ground.label();
    let (told, gone) = (format::date(row.raised_on), format::date(on));
    Some(format!("Told on {told}{closed}, destroyed on {gone} by {who}. {why}."))
}

/// "Told on 2 May 2026. Grace decided on 3 June 2036 that it is destroyed: its time is over, and …"
fn to_be(row: &ConcernRow, names: &HashMap<AccountId, String>) -> Option<String> {
    let destruction = row.destruction?;
    let who = names.get(&destruction.decided_by).map_or("Somebody", String::as_str);
    let (told, on) = (format::date(row.raised_on), format::date(destruction.decided_on));
    Some(format!(
        "Told on {told}. {who} decided on {on} that it is destroyed. {}.",
        destruction.ground.label()
    ))
}

/// When it was told: "3 days ago at 10:00".
pub fn told(row: &ConcernRow, today: NaiveDate) -> String {
    format!("{} at {}", format::ago(row.raised_on, today), format::time(row.raised_at))
}

/// The same within a sentence.
fn within(on: NaiveDate, today: NaiveDate) -> String {
    let said = by(on, today);
    said.chars().take(1).flat_map(char::to_lowercase).chain(said.chars().skip(1)).collect()
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    let who = signed.safeguarding()?;
    let all = site.app.views.concerns(&who, false, MOST).await?;
    let of = |stage: ConcernStage| -> Vec<ConcernLine> {
        all.iter().filter(|line| line.row.stage() == stage).cloned().collect()
    };
    let open = vec![
        ("New", "Nothing new. Whatever somebody tells you appears here at once.", of(ConcernStage::New)),
        ("Being dealt with", "Nothing is open.", of(ConcernStage::Open)),
        ("Waiting for the council", "The council owes you no answer.", of(ConcernStage::Waiting)),
    ];
    let names: HashMap<AccountId, String> =
        site.app.accounts.names(who.organisation()).await?.into_iter().collect();
    let today = site.app.clock.today();
    let destroyed = site.app.views.destroyed_concerns(&who, MOST).await?;
    let to_destroy = site.app.views.concerns_to_destroy(&who).await?;
    show(&List {
        over: site.app.views.concerns_due(&who, today, MOST).await?,
        to_destroy: to_destroy.iter().filter_map(|row| to_be(row, &names)).collect(),
        destroyed: destroyed.iter().filter_map(|row| certificate(row, &names)).collect(),
        page: signed.page("Safeguarding", Here::Safeguarding),
        open,
        closed: site.app.views.concerns(&who, true, MOST).await?,
        names,
        today,
    })
}
