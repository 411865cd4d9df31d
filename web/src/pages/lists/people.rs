//! Lists of people and what is between them: relationships, introductions, community members, safety notes to
//! look at, and what people love.

use app::error::Refusal;
use app::views::relationships::Tie;
use app::views::{reference, tie_reference};
use chrono::{Days, NaiveDate};
use domain::person::{AskAgain, SafetyKind};
use domain::relationship::{Answer, Party, Stage as Stands};

use super::{Asked, List, MOST};
use crate::export::{Cell, Sheet};
use crate::look::Stage;

/// Days ahead that a list of safety notes looks: as long as a note may hold without being looked at.
const AHEAD_DAYS: u64 = 366;

/// Every relationship of the viewer's, wherever it stands.
pub(super) async fn relationships(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let ties = asked.site.app.views.relationships_of_caseload(&asked.who, MOST).await?;
    let heads = vec![
        "Relationship",
        "Case",
        "Who",
        "And",
        "Where it stands",
        "Proposed",
        "Met",
        "Times together",
        "Last together",
        "Stands on its own since",
    ];
    let row = |tie: &Tie| {
        let relationship = &tie.relationship;
        let standing = relationship.standing_declaration().map(|declared| declared.declared_on);
        vec![
            Cell::text(tie_reference(relationship.relationship_id)),
            Cell::text(reference(relationship.engagement_id)),
            Cell::text(&tie.person_name),
            Cell::text(&tie.other_name),
            Cell::text(Stage::from(relationship.stage()).label()),
            Cell::date(relationship.proposed_on),
            Cell::date(relationship.met_on()),
            Cell::Int(i64::try_from(relationship.met_count()).unwrap_or(i64::MAX)),
            Cell::date(relationship.last_contact_on()),
            Cell::date(standing),
        ]
    };
    Ok(Sheet {
        rows: ties.iter().map(row).collect(),
        ..asked.sheet(List::Relationships, "Relationships", heads)
    })
}

/// Introductions that have not come to a meeting, with who has said yes.
pub(super) async fn introductions(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let ties = asked.site.app.views.relationships_of_caseload(&asked.who, MOST).await?;
    let heads =
        vec!["Relationship", "Who", "And", "Proposed", "They said", "The other said", "How it stands"];
    let said = |tie: &Tie, party| match tie.relationship.introduction.answer(party) {
        Some(Answer::Yes { on, .. }) => yes(*on),
        Some(_) => Cell::text("no"),
        None => Cell::text("not asked yet"),
    };
    let row = |tie: &Tie| {
        vec![
            Cell::text(tie_reference(tie.relationship.relationship_id)),
            Cell::text(&tie.person_name),
            Cell::text(&tie.other_name),
            Cell::date(tie.relationship.proposed_on),
            said(tie, Party::Person),
            said(tie, Party::Other),
            Cell::text(tie.relationship.introduction.state.label()),
        ]
    };
    let under_way = ties.iter().filter(|tie| tie.relationship.stage() == Stands::Prospect);
    let rows = under_way.map(row).collect();
    Ok(Sheet { rows, ..asked.sheet(List::Introductions, "Introductions", heads) })
}

fn yes(on: NaiveDate) -> Cell {
    Cell::text(format!("yes, on {on}"))
}

/// Community members of the organisation.
pub(super) async fn community(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let people = asked.site.app.views.community(&asked.who).await?;
    let heads = vec!["Name", "Likes to be called", "Part of town", "Loves or offers"];
    let rows = people.iter().map(|person| {
        vec![
            Cell::text(&person.name),
            Cell::text(&person.called),
            person.area.as_ref().map_or(Cell::Empty, Cell::text),
            Cell::text(person.interests.join(", ")),
        ]
    });
    Ok(Sheet { rows: rows.collect(), ..asked.sheet(List::Community, "Community", heads) })
}

/// What runs out, or could be asked of themselves now; what was agreed stays on the record.
pub(super) async fn asking(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let by = asked.today + Days::new(AHEAD_DAYS);
    let views = &asked.site.app.views;
    let all = match asked.who.leads() {
        true => views.asking_in_team(&asked.who, None, by, MOST).await?,
        false => views.to_ask_again(&asked.who, by).await?,
    };
    let rows = all.iter().map(|one| {
        let what = match one.what {
            AskAgain::Consent { scope } => scope.label(),
            AskAgain::Sharing { .. } => "Who may be told what",
            AskAgain::Capacity { .. } => "Whether they can decide it now",
            AskAgain::Themselves { .. } => "What was answered for them",
        };
        vec![
            Cell::text(&one.called),
            Cell::text(what),
            Cell::Date(one.on),
            Cell::text(if one.on < asked.today { "yes" } else { "no" }),
        ]
    });
    let heads = vec!["Who", "What to ask again", "Holds until, or could be asked since", "Overdue"];
    Ok(Sheet { rows: rows.collect(), ..asked.sheet(List::Asking, "To ask again", heads) })
}

/// When safety notes are to be looked at again; what they say stays on the record.
pub(super) async fn safety(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let by = asked.today + Days::new(AHEAD_DAYS);
    let views = &asked.site.app.views;
    let notes = match asked.who.leads() {
        true => views.safety_in_team(&asked.who, None, by, MOST).await?,
        false => views.safety_due(&asked.who, by).await?,
    };
    let heads = vec!["Who", "What kind of note", "To look at by", "Overdue"];
    let rows = notes.iter().map(|note| {
        let kind = match note.kind {
            SafetyKind::MustNot => "Must not happen",
            SafetyKind::Worry => "A worry",
        };
        vec![
            Cell::text(&note.called),
            Cell::text(kind),
            Cell::Date(note.review_on),
            Cell::text(if note.review_on < asked.today { "yes" } else { "no" }),
        ]
    });
    Ok(Sheet { rows: rows.collect(), ..asked.sheet(List::Safety, "Safety notes", heads) })
}

/// What people love, by what the team calls it, and how many do.
pub(super) async fn terms(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let list = asked.site.app.term_list(&asked.who).await?;
    let heads = vec!["What it is called", "People", "As people wrote it"];
    let count = |people: usize| Cell::Int(i64::try_from(people).unwrap_or(i64::MAX));
    let rows = list
        .terms
        .iter()
        .map(|term| vec![Cell::text(&term.name), count(term.people), Cell::text(term.written.join("; "))]);
    Ok(Sheet { rows: rows.collect(), ..asked.sheet(List::Terms, "What people love", heads) })
}
