//! Lists of the work: caseloads, what is late, who waits, a week, and what samples found.

use std::collections::HashMap;

use app::error::Refusal;
use app::imports::Import;
use app::views::cases::{Case, Which};
use app::views::late::LateItem;
use app::views::relationships::Tie;
use app::views::sessions::Visit;
use app::views::{reference, week::Week};
use chrono::NaiveDate;
use domain::shared::ids::AccountId;

use super::{Asked, List, MOST};
use crate::export::{Cell, Column, Sheet};
use crate::format;
use crate::pages::connector::due::needs_on;
use crate::pages::connector::late::columns as late_columns;
use crate::sentences::case::standing;

pub(super) type Names = HashMap<AccountId, String>;

pub(super) async fn names(asked: &Asked<'_>) -> Result<Names, Refusal> {
    Ok(asked.site.app.accounts.names(asked.who.organisation()).await?.into_iter().collect())
}

pub(super) fn name(names: &Names, id: Option<AccountId>) -> Cell {
    id.and_then(|id| names.get(&id)).map_or(Cell::Empty, Cell::text)
}

/// Who has how much, beside what they can take.
pub(super) async fn caseloads(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let team = asked.site.app.team(&asked.who).await?;
    let heads = vec![
        "Who",
        "Open cases",
        "At work",
        "On the waiting list",
        "Can take",
        "Room",
        "Hours a week agreed",
        "Hours a week they can take",
        "Late",
        "Works here",
    ];
    let rows = team.caseloads.iter().map(|one| {
        vec![
            Cell::text(&one.colleague.name),
            Cell::Int(one.load.open),
            Cell::Int(one.load.active),
            Cell::Int(one.load.waiting),
            Cell::Int(one.capacity.open_cases),
            Cell::Int(one.capacity.room(&one.load)),
            Cell::Hours(one.load.minutes_per_week),
            one.capacity.minutes_per_week.map_or(Cell::Empty, Cell::Hours),
            Cell::Int(one.late),
            Cell::text(if one.left { "no" } else { "yes" }),
        ]
    });
    Ok(Sheet { rows: rows.collect(), ..asked.sheet(List::Team, "Caseloads", heads) })
}

/// Everything that is late, longest first.
pub(super) async fn late(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let late = asked.site.app.late(&asked.who, asked.typed.id("of"), MOST).await?;
    let names = names(asked).await?;
    let heads = vec!["Connector", "Who", "Case", "What", "Was due", "Days late"];
    let mut items: Vec<(AccountId, &LateItem)> =
        late.iter().flat_map(|(whose, late)| late.items.iter().map(|item| (*whose, item))).collect();
    items.sort_by_key(|(_, item)| item.due_on);
    let rows = items.into_iter().map(|(whose, item)| {
        let (who, case, what) = late_columns(item);
        vec![
            name(&names, Some(whose)),
            Cell::text(who),
            Cell::text(case),
            Cell::text(what),
            Cell::Date(item.due_on),
            Cell::Int((asked.today - item.due_on).num_days()),
        ]
    });
    Ok(Sheet { rows: rows.collect(), ..asked.sheet(List::Late, "Late", heads) })
}

/// The waiting list, in its order.
pub(super) async fn waiting(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let cases = asked.site.app.views.caseload(&asked.who, Which::Waiting, None, asked.today, MOST).await?;
    let names = names(asked).await?;
    let heads =
        vec!["Place", "Who", "Case", "Priority", "On the list since", "There may be room from", "Connector"];
    let rows = (1_i64..).zip(&cases).map(|(place, case)| {
        let engagement = &case.row.engagement;
        let waiting = engagement.waiting;
        vec![
            Cell::Int(place),
            Cell::text(&case.person.name),
            Cell::text(reference(engagement.engagement_id)),
            waiting.map_or(Cell::Empty, |waiting| Cell::Int(waiting.priority.into())),
            Cell::date(waiting.map(|waiting| waiting.listed_on)),
            Cell::date(waiting.and_then(|waiting| waiting.expected_start)),
            name(&names, engagement.connector()),
        ]
    });
    Ok(Sheet { rows: rows.collect(), ..asked.sheet(List::Waiting, "Waiting list", heads) })
}

/// A week: visits and what falls due, day by day.
pub(super) async fn week(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let day = crate::pages::connector::week::near(&asked.typed.id::<NaiveDate>("of"), asked.today);
    let week: Week = asked.site.app.week(&asked.who, day, asked.typed.id("who")).await?;
    let heads = vec!["Day", "Time", "What", "Who", "Hours", "Where", "Beside", "What became of it"];
    let mut rows = Vec::new();
    for day in &week.days {
        rows.extend(day.visits.iter().map(|one| visit(one, &week)));
        rows.extend(day.meetings.iter().filter_map(first_meeting));
        rows.extend(needs_on(day, asked.today).into_iter().map(|need| {
            let empty = || Cell::Empty;
            vec![
                Cell::Date(day.on),
                empty(),
                Cell::text(need.title),
                empty(),
                empty(),
                empty(),
                empty(),
                Cell::text("Due"),
            ]
        }));
    }
    let sheet = asked.sheet(List::Week, "Week", heads);
    let made =
        format!("The week of {}, as it stood on {}", format::date(week.monday), format::date(asked.today));
    Ok(Sheet { file: format!("week of {}", week.monday), made, rows, ..sheet })
}

/// Two who meet for the first time.
fn first_meeting(tie: &Tie) -> Option<Vec<Cell>> {
    let meeting = tie.relationship.to_meet()?;
    let place = tie.relationship.introduction.place.as_ref().and_then(|place| place.get());
    Some(vec![
        Cell::Date(meeting.on),
        meeting.at.map_or(Cell::Empty, |at| Cell::text(at.format("%H:%M").to_string())),
        Cell::text("First meeting"),
        Cell::text(&tie.person_name),
        Cell::Empty,
        place.map_or(Cell::Empty, |place| Cell::text(place.to_string())),
        Cell::text(&tie.other_name),
        Cell::text("Arranged"),
    ])
}

fn visit(visit: &Visit, week: &Week) -> Vec<Cell> {
    let session = &visit.session;
    let place = session.place.as_ref().and_then(|place| place.get());
    let other = session.time.relationship_id.and_then(|id| week.others.get(&id));
    let at = session.time.starts_at.map(|at| at.format("%H:%M").to_string());
    vec![
        Cell::Date(session.time.on),
        at.map_or(Cell::Empty, Cell::text),
        Cell::text(session.time.kind.label()),
        Cell::text(&visit.name),
        Cell::Hours(session.time.minutes),
        place.map_or(Cell::Empty, |place| Cell::text(place.to_string())),
        other.map_or(Cell::Empty, Cell::text),
        Cell::text(session.status.label()),
    ]
}

/// What was found in samples of records: a row a verdict, without what was written beside it.
pub(super) async fn samples(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let samples = asked.site.app.team_book.samples(&asked.who).await?;
    let names = names(asked).await?;
    let heads = vec!["From", "To", "Case", "Connector", "What was looked at", "Found", "Looked at by", "On"];
    let mut rows = Vec::new();
    for sample in &samples {
        for case in &sample.cases {
            for (checked, criterion, verdict) in case.checked.iter().flat_map(|checked| {
                checked.results.iter().map(move |(criterion, verdict)| (checked, criterion, verdict))
            }) {
                rows.push(vec![
                    Cell::Date(sample.from_on),
                    Cell::Date(sample.to_on),
                    Cell::text(reference(case.engagement_id)),
                    name(&names, case.connector),
                    Cell::text(criterion.label()),
                    Cell::text(verdict.label()),
                    name(&names, Some(checked.by)),
                    Cell::Date(checked.on),
                ]);
            }
        }
    }
    Ok(Sheet { rows, ..asked.sheet(List::Samples, "Samples", heads) })
}

/// The open cases of a colleague: `of` says whose.
pub(super) async fn cases(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let of: AccountId = asked.typed.id("of").ok_or(Refusal::NotFound)?;
    let cases = asked.site.app.cases_of_colleague(&asked.who, of).await?;
    let (today, names) = (asked.today, names(asked).await?);
    let whose = || name(&names, Some(of));
    let columns: [Column<(&Case, Cell, NaiveDate)>; 8] = [
        ("Who", |row| Cell::text(&row.0.person.name)),
        ("Case", |row| Cell::text(reference(row.0.row.engagement.engagement_id))),
        ("Connector", |row| row.1.clone()),
        ("Where it stands", |row| Cell::text(standing(row.0, row.2))),
        ("Referred on", |row| Cell::date(row.0.row.engagement.received_on)),
        ("Began on", |row| Cell::date(row.0.row.engagement.started_on)),
        ("Last day of the term", |row| Cell::date(row.0.row.engagement.term.as_ref().map(|term| term.end))),
        ("Hours agreed a week", |row| {
            row.0
                .row
                .engagement
                .term
                .as_ref()
                .map_or(Cell::Empty, |term| Cell::Hours(term.minutes_per_week()))
        }),
    ];
    let rows = cases.iter().map(|case| (case, whose(), today));
    Ok(asked.sheet(List::Cases, "Open cases", Vec::new()).with(&columns, rows))
}

/// Lists of people that were brought: a connector's own, a lead's everybody's.
pub(super) async fn imports(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let lists = asked.site.app.imports.latest(&asked.who).await?;
    let names = names(asked).await?;
    let columns: [Column<(&Import, Cell)>; 5] = [
        ("Brought on", |row| Cell::Date(format::london_date(row.0.begun_at))),
        ("By whom", |row| row.1.clone()),
        ("How far it is", |row| Cell::text(row.0.stage.label())),
        ("Rows chosen", |row| Cell::Int(row.0.rows)),
        ("Something last done", |row| Cell::Date(format::london_date(row.0.touched_at))),
    ];
    let rows = lists.iter().map(|one| (one, name(&names, Some(one.by))));
    let sheet = asked.sheet(List::Imports, "Lists brought", Vec::new()).with(&columns, rows);
    Ok(Sheet { notes: vec!["The latest 50 lists.".to_owned()], ..sheet })
}

/// Which cases of a colleague were given to others: `of` says whose.
pub(super) async fn given(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let from: AccountId = asked.typed.id("of").ok_or(Refusal::NotFound)?;
    let given = asked.site.app.given_away(&asked.who, from).await?;
    let names = names(asked).await?;
    let heads = vec!["Who", "Case", "From", "To", "On"];
    let rows = given.iter().map(|one| {
        vec![
            Cell::text(&one.person.name),
            Cell::text(reference(one.engagement_id)),
            name(&names, Some(from)),
            name(&names, Some(one.to)),
            Cell::Date(one.on),
        ]
    });
    Ok(Sheet { rows: rows.collect(), ..asked.sheet(List::Given, "Given", heads) })
}
