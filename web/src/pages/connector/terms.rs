//! What people love, by what the team calls it: how many love each, and which changes were made. For the
//! team lead, because a term puts the words of many people together.

use std::collections::{BTreeSet, HashMap};

use app::folded::folded;
use app::terms::{Term, TermChange, TermList};
use askama::Template;
use axum::extract::State;
use domain::shared::ids::{AccountId, TermChangeId};

use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show};
use crate::{format, paths};

/// Looking, and undoing a change.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::TERMS, Audience::Leading, page),
        post("/terms/changes/{change}/undoing", Audience::Leading, undo),
    ]
}

/// Changes shown, the latest ones.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "connector/terms.html")]
struct TermsPage {
    page: Page,
    terms: Vec<Term>,
    changes: Vec<Change>,
}

/// One change, in words.
struct Change {
    id: TermChangeId,
    /// "“veg” and “Vegetables”: now gardening"
    what: String,
    /// "Rosa, 12 March 2026"
    by: String,
    undone: bool,
}

impl TermsPage {
    /// The ways in which a term was written, when there are others than its name.
    fn written(&self, term: &Term) -> String {
        let other = |typed: &&String| folded(typed) != folded(&term.name);
        let ways: Vec<String> = term.written.iter().filter(other).map(|typed| format!("“{typed}”")).collect();
        if ways.is_empty() { String::new() } else { format!("also written {}", format::and_list(&ways)) }
    }
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    let who = signed.connecting()?;
    let list = site.app.term_list(&who).await?;
    let names: HashMap<AccountId, String> =
        site.app.accounts.names(who.organisation()).await?.into_iter().collect();
    let changes = list.changes.iter().take(SHOWN).map(|change| told(change, &list, &names));
    let changes = changes.collect();
    show(&TermsPage { page: signed.page("What people love", Here::Team), terms: list.terms, changes })
}

fn told(change: &TermChange, list: &TermList, names: &HashMap<AccountId, String>) -> Change {
    // What was typed is not kept with the change: it is named as long as somebody still loves it.
    // Names that a change gave stand in clear with it.
    let typed = list.terms.iter().flat_map(|term| &term.written);
    let given = list.changes.iter().map(|other| &other.became);
    let was: BTreeSet<String> = typed
        .chain(given)
        .filter(|name| list.book.is(change.from, name))
        .map(|name| format!("“{name}”"))
        .collect();
    let was: Vec<String> = was.into_iter().collect();
    let was =
        if was.is_empty() { "Something nobody loves any more".to_owned() } else { format::and_list(&was) };
    let by = names.get(&change.by).map_or("Somebody", String::as_str);
    Change {
        id: change.change_id,
        what: format!("{was}: now {}", change.became),
        by: format!("{by}, {}", format::date(format::london_date(change.changed_at))),
        undone: change.undone_at.is_some(),
    }
}

async fn undo(State(site): State<Site>, signed: Signed, At(id): At<TermChangeId>) -> Answer {
    site.app.undo_term_change(&signed.connecting()?, id).await?;
    go_on(paths::TERMS, Flash::TermUndone)
}
