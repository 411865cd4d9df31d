//! Lists of what a team lead settles: what waits for their agreement, and records that may be of one person.

use std::collections::HashMap;

use app::error::Refusal;
use app::views::people::PersonSummary;
use domain::shared::ids::AccountId;

use super::{Asked, List, MOST};
use crate::export::{Cell, Sheet};
use crate::pages::lead::approvals::{Request, waiting};
use crate::pages::lead::duplicates::Pair;

/// Pairs in the file; the page shows the likeliest of them.
const MOST_PAIRS: usize = 500;

/// What is to be agreed to, and what is to be signed.
pub(super) async fn approvals(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let (requests, signatures) = waiting(asked.site, &asked.who, MOST).await?;
    let row = |kind: &str, one: &Request| {
        vec![
            Cell::text(kind),
            Cell::text(&one.person.1),
            Cell::text(&one.what),
            Cell::Date(one.asked_on),
            Cell::text(&one.by),
        ]
    };
    let rows = requests.iter().map(|one| row("To agree to", one));
    let rows = rows.chain(signatures.iter().map(|one| row("To sign", one))).collect();
    let heads = vec!["Kind", "Who", "What", "Asked on", "By whom"];
    Ok(Sheet { rows, ..asked.sheet(List::Approvals, "To agree", heads) })
}

/// When somebody sat together with a team lead, and when they do again: a lead's of everybody or of one colleague, a
/// connector's own. What was talked about stays on its page.
pub(super) async fn supervision(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let app = &asked.site.app;
    let notes = app.team_book.supervisions(&asked.who, asked.typed.id("of")).await?;
    let names: HashMap<AccountId, String> =
        app.accounts.names(asked.who.organisation()).await?.into_iter().collect();
    let name = |id: &AccountId| names.get(id).map_or(Cell::Empty, Cell::text);
    let rows = notes.iter().map(|note| {
        let open = note.notes.actions.iter().filter(|one| one.done_on.is_none()).count();
        vec![
            Cell::Date(note.held_on),
            name(&note.colleague),
            name(&note.lead),
            Cell::Int(i64::try_from(open).unwrap_or(i64::MAX)),
            Cell::date(note.next_on),
        ]
    });
    let heads = vec!["On", "Colleague", "Team lead", "Agreed and not done yet", "Next on"];
    Ok(Sheet { rows: rows.collect(), ..asked.sheet(List::Supervision, "Supervision", heads) })
}

/// Records that may be of one person, the one that would stay first.
pub(super) async fn duplicates(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let pairs = asked.site.app.views.like_pairs(&asked.who, MOST_PAIRS).await?;
    let one = |person: &PersonSummary| [Cell::text(&person.name), Cell::date(person.born_on)];
    let rows = pairs.into_iter().map(Pair::of).map(|pair| {
        let [stays, born] = one(&pair.stays);
        let [goes, born_too] = one(&pair.goes);
        vec![stays, born, goes, born_too, Cell::text(pair.alike)]
    });
    let heads = vec!["Who would stay", "Born on", "Who would go into it", "Born on", "What is alike"];
    Ok(Sheet { rows: rows.collect(), ..asked.sheet(List::Duplicates, "On record twice", heads) })
}
