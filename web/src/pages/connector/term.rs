//! One term: what it is called, how people wrote it, and calling it otherwise. By the name of another it
//! joins that one, which is shown before it is done.

use app::error::Refusal;
use app::terms::{Term, TermList, term_id};
use askama::Template;
use axum::extract::State;
use domain::shared::ids::{TermChangeId, TermId};
use domain::shared::text::Line;

use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};
use crate::{format, paths};

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![get("/terms/{term}", Audience::Leading, look), post("/terms/{term}", Audience::Leading, change)]
}

#[derive(Template)]
#[template(path = "connector/term.html")]
struct TermPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    term: Term,
    /// Every other term, to join.
    others: Vec<Choice>,
    /// What would be together, before it is.
    together: Option<Together>,
}

/// Two terms as one.
struct Together {
    /// What it would be called.
    name: String,
    /// "Growing vegetables: 3 people", one of each.
    parts: Vec<String>,
    /// How people wrote it, all of them.
    written: Vec<String>,
}

impl TermPage {
    fn written(&self) -> String {
        format::and_list(&self.term.written.iter().map(|typed| format!("“{typed}”")).collect::<Vec<_>>())
    }
}

fn find(list: &TermList, id: TermId) -> Result<Term, Refusal> {
    list.terms.iter().find(|term| term.id == id).cloned().ok_or(Refusal::NotFound)
}

fn draw(
    site: &Site,
    signed: &Signed,
    list: &TermList,
    term: Term,
    typed: Typed,
    attempt: Attempt,
    together: Option<Together>,
) -> Answer {
    let other = |other: &&Term| other.id != term.id;
    let choice = |other: &Term| {
        let label = format!("{} ({})", format::capital(&other.name), people(other));
        Choice::new(&other.name, label).chosen(typed.is("into", &other.name))
    };
    let mut others: Vec<Choice> = list.terms.iter().filter(other).map(choice).collect();
    others.sort_by_key(|choice| choice.label.to_lowercase());
    let page = TermPage {
        page: signed.page(format::capital(&term.name), Here::Team),
        keys: signed.keys(&site.app, &typed),
        attempt,
        typed,
        term,
        others,
        together,
    };
    show_as(page.attempt.status, &page)
}

fn people(term: &Term) -> String {
    format::plural(term.people, "person", "people")
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<TermId>) -> Answer {
    let list = site.app.term_list(&signed.connecting()?).await?;
    let term = find(&list, id)?;
    let typed = Typed::default().with("term", &term.name);
    draw(&site, &signed, &list, term, typed, Attempt::first(), None)
}

async fn change(State(site): State<Site>, signed: Signed, At(id): At<TermId>, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let list = site.app.term_list(&who).await?;
    let Ok(term) = find(&list, id) else {
        // Sent a second time it is called otherwise already.
        return go_on(paths::TERMS, Flash::TermCalled);
    };
    let mut form = typed.reader();
    let (wanted, into) = (form.line_or_none("term"), form.line_or_none("into"));
    let became = match (into, wanted) {
        (Some(Some(into)), _) | (Some(None), Some(Some(into))) => into,
        (Some(None), Some(None)) => {
            form.refuse::<()>("term", "Say what it is to be called, or which term it belongs to");
            return draw(&site, &signed, &list, term, typed.clone(), form.again(), None);
        }
        _ => return draw(&site, &signed, &list, term, typed.clone(), form.again(), None),
    };
    let joins = joined(&list, &term, &became, who.organisation());
    if let Some(other) = joins.filter(|_| !typed.is("sure", "yes")) {
        let together = Together {
            name: other.name.clone(),
            parts: [&other, &term]
                .map(|one| format!("{}: {}", format::capital(&one.name), people(one)))
                .to_vec(),
            written: other.written.iter().chain(&term.written).cloned().collect(),
        };
        return draw(&site, &signed, &list, term, typed, Attempt::first(), Some(together));
    }
    let change_id = typed.id("command_id").unwrap_or_else(|| TermChangeId(site.app.ids.next()));
    site.app.call_term(&who, change_id, term.id, &became).await?;
    go_on(paths::TERMS, Flash::TermCalled)
}

/// The other term that is meant by a name, however it is written.
fn joined(
    list: &TermList,
    term: &Term,
    became: &Line,
    organisation: domain::shared::ids::OrganisationId,
) -> Option<Term> {
    let known = term_id(organisation, list.book.term(became.as_str()));
    list.terms.iter().find(|other| other.id == known && other.id != term.id).cloned()
}
