//! Lists of what a team lead settles: what waits for their agreement, and records that may be of one person.

use std::collections::HashMap;

use app::error::Refusal;
use app::views::cases::Which;
use app::views::people::PersonSummary;
use app::views::relationships::Tie;
use app::views::{reference, tie_reference};
use domain::shared::ids::AccountId;

use super::{Asked, List, MOST};
use crate::export::{Cell, Column, Sheet};
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
    let notes = app.team_book.supervisions_from(&asked.who, asked.typed.id("of"), (0, MOST)).await?;
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
            Cell::Int(i64::try_from(note.notes.earlier.len()).unwrap_or(i64::MAX)),
        ]
    });
    let heads = vec!["On", "Colleague", "Team lead", "Agreed and not done yet", "Next on", "Times put right"];
    Ok(Sheet { rows: rows.collect(), ..asked.sheet(List::Supervision, "Supervision", heads) })
}

/// Relationships of which something on record is worth a thought. What it is stands on the page of each and nowhere
/// else: it is a question to ask, and a file would make a finding of it.
pub(super) async fn thoughts(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let ties = asked.site.app.views.worth_a_thought(&asked.who, asked.today, MOST).await?;
    let columns: [Column<&Tie>; 5] = [
        ("Relationship", |tie| Cell::text(tie_reference(tie.relationship.relationship_id))),
        ("Case", |tie| Cell::text(reference(tie.relationship.engagement_id))),
        ("Who", |tie| Cell::text(&tie.person_name)),
        ("And", |tie| Cell::text(&tie.other_name)),
        ("Last together", |tie| Cell::date(tie.relationship.last_contact_on())),
    ];
    let sheet = asked.sheet(List::Thoughts, "Worth a thought", Vec::new()).with(&columns, &ties);
    let why = "What is on record may well be as it should be. What it is, and what to ask, stands on each \
               relationship’s own page.";
    Ok(Sheet { notes: vec![why.to_owned(), super::NAMES.to_owned()], ..sheet })
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

/// Referrals that nobody has been asked to take: those that came first, first, and after them the ones on the waiting
/// list in its order.
pub(super) async fn referrals(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let views = &asked.site.app.views;
    let mut cases = views.caseload(&asked.who, Which::ToAllocate, None, asked.today, MOST).await?;
    cases.extend(views.caseload(&asked.who, Which::WaitingForSomebody, None, asked.today, MOST).await?);
    let rows = cases.iter().map(|case| {
        let engagement = &case.row.engagement;
        let weekly = engagement.term.as_ref().map(|term| term.minutes_per_week());
        vec![
            Cell::text(&case.person.name),
            Cell::text(reference(engagement.engagement_id)),
            Cell::date(engagement.received_on),
            engagement.received_on.map_or(Cell::Empty, |since| Cell::Int((asked.today - since).num_days())),
            weekly.map_or(Cell::Empty, Cell::Hours),
            case.person.area.as_ref().map_or(Cell::Empty, Cell::text),
            Cell::text(engagement.stage.label()),
        ]
    });
    let heads = vec![
        "Who",
        "Case",
        "Referred on",
        "Days waiting",
        "Hours a week agreed",
        "Part of town",
        "Stands at",
    ];
    Ok(Sheet { rows: rows.collect(), ..asked.sheet(List::Referrals, "Referrals", heads) })
}
