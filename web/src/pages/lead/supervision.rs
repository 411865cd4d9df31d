//! Notes of supervision: for a team lead when they sat together with whom, and when they do again; for a
//! connector their own.

use std::collections::HashMap;

use app::accounts::Colleague;
use app::error::Refusal;
use app::team_book::supervision::{LastHeld, Supervision};
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::shared::ids::AccountId;

use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::pages::paging::Paging;
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// Notes on a page.
const SHOWN: usize = 30;

/// The list.
pub fn routes() -> Vec<Route> {
    vec![get(paths::SUPERVISION, Audience::Connecting, list)]
}

/// What everybody is called.
pub(super) type Names = HashMap<AccountId, String>;

/// What everybody of the organisation is called.
pub(super) async fn names(site: &Site, signed: &Signed) -> Result<Names, Refusal> {
    Ok(site.app.accounts.names(signed.organisation()).await?.into_iter().collect())
}

/// What somebody is called.
pub(super) fn name(names: &Names, id: AccountId) -> &str {
    names.get(&id).map_or("Somebody", String::as_str)
}

/// One note in a list.
struct Row {
    href: String,
    face: (uuid::Uuid, String),
    /// "with Amina", or for a connector "with Rosa"
    with: String,
    /// "2 March 2026 · one thing is open"
    words: String,
}

/// When a team lead last sat together with somebody, and when they do again.
struct Pair {
    colleague: Colleague,
    words: String,
    late: bool,
}

#[derive(Template)]
#[template(path = "lead/supervision.html")]
struct List {
    page: Page,
    leads: bool,
    /// Of one colleague alone: who, and what they are called.
    of: Option<(AccountId, String)>,
    pairs: Vec<Pair>,
    rows: Vec<Row>,
    /// Which of the notes are shown.
    paging: Paging,
}

async fn list(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let who = signed.connecting()?;
    let today = site.app.clock.today();
    let names = names(&site, &signed).await?;
    let of: Option<AccountId> = asked.id("of").filter(|of| who.leads() && names.contains_key(of));
    let colleagues = if who.leads() { site.app.accounts.colleagues(&who).await? } else { Vec::new() };
    let last = if who.leads() { site.app.team_book.last_supervisions(&who).await? } else { Vec::new() };
    let pairs = colleagues.into_iter().filter(|one| one.account_id != who.account());
    let pairs = pairs.map(|colleague| pair(colleague, &last, today)).collect();
    let all = site.app.team_book.supervisions_counted(&who, of).await?;
    let paging = Paging::by(&asked, usize::try_from(all).unwrap_or_default(), SHOWN);
    let notes = site.app.team_book.supervisions_from(&who, of, paging.part()).await?;
    let here = if who.leads() { Here::Team } else { Here::Today };
    show(&List {
        page: signed.page("Supervision", here),
        leads: who.leads(),
        of: of.map(|of| (of, name(&names, of).to_owned())),
        pairs,
        rows: notes.iter().map(|note| row(note, &names, who.account())).collect(),
        paging,
    })
}

impl List {
    /// What the file is asked after the question mark.
    fn asked(&self) -> String {
        self.of.as_ref().map(|(of, _)| format!("of={of}")).unwrap_or_default()
    }
}

impl List {
    /// Where its other pages are.
    fn at(&self) -> String {
        format!("{}?{}", paths::SUPERVISION, self.asked())
    }
}

impl Pair {
    /// Every note about them.
    fn href(&self) -> String {
        format!("{}?of={}", paths::SUPERVISION, self.colleague.account_id)
    }
}

fn pair(colleague: Colleague, last: &[LastHeld], today: NaiveDate) -> Pair {
    let latest = last.iter().find(|note| note.colleague == colleague.account_id);
    let Some(note) = latest else {
        return Pair { colleague, words: "Nothing is written down yet".to_owned(), late: false };
    };
    let next = note.next_on.map(|on| match on < today {
        true => format!(" · the next was to be on {}", format::day(on)),
        false => format!(" · next on {}", format::weekday(on, today)),
    });
    let words = format!("Last {}{}", format::ago(note.held_on, today), next.unwrap_or_default());
    Pair { colleague, words, late: note.next_on.is_some_and(|on| on < today) }
}

fn row(note: &Supervision, names: &Names, viewer: AccountId) -> Row {
    let other = if note.colleague == viewer { note.lead } else { note.colleague };
    let open = note.notes.actions.iter().filter(|one| one.done_on.is_none()).count();
    let open = match open {
        0 => String::new(),
        count => format!(" · {} open", format::plural(count, "thing is", "things are")),
    };
    let by = match note.lead == viewer || note.colleague == viewer {
        true => String::new(),
        false => format!(" · with {}", name(names, note.lead)),
    };
    let right = if note.notes.earlier.is_empty() { "" } else { " · put right" };
    Row {
        href: paths::supervision(note.supervision_id),
        face: (other.uuid(), name(names, other).to_owned()),
        with: name(names, other).to_owned(),
        words: format!("{}{by}{open}{right}", format::date(note.held_on)),
    }
}
