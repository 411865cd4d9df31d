//! What became of the rows of a list, and before they are taken in what keeps rows out, to take away: each by its number
//! in the spreadsheet.

use std::collections::HashMap;

use app::error::Refusal;
use app::imports::{Checked, Import, Outcome, Problem, Standing};
use axum::extract::State;
use domain::shared::ids::{ImportId, PersonId};

use super::like::Like;
use super::{gone, waiting};
use crate::error::Answer;
use crate::export::{Cell, Column, Kind, Sheet};
use crate::extract::{At, Signed};
use crate::format;
use crate::guard::Audience;
use crate::pages::lists::{NAMES, taken};
use crate::router::{Route, get};
use crate::site::Site;

/// People looked up at once.
const AT_ONCE: usize = 1_000;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/imports/{id}/files/{file}", Audience::Connecting, take)]
}

async fn take(State(site): State<Site>, signed: Signed, At((id, file)): At<(ImportId, String)>) -> Answer {
    let who = signed.connecting()?;
    let kind = match Kind::of(&file) {
        Some(("rows", kind)) => kind,
        Some(("problems", kind)) => return problems(&site, &signed, id, kind).await,
        _ => return Err(Refusal::NotFound.into()),
    };
    let import = site.app.imports.one(&who, id).await?.ok_or(Refusal::NotFound)?;
    let outcomes = site.app.imports.outcomes(&who, id).await?;
    let ids: Vec<PersonId> = outcomes.iter().map(|one| one.person_id).collect();
    let mut names: HashMap<PersonId, String> = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let people = site.app.views.people_named(&who, some).await?;
        names.extend(people.into_iter().map(|person| (person.person_id, person.name)));
    }
    let columns: [Column<(&Outcome, Option<&str>)>; 7] = [
        ("Row", |row| Cell::count(row.0.row + 1)),
        ("Who", |row| Cell::said(row.1)),
        ("What became of it", |row| Cell::text(became(row.0))),
        ("Why", |row| {
            let why = row.0.refused.as_deref().or(row.0.taken_back.as_deref());
            Cell::said(why.filter(|why| !why.is_empty()))
        }),
        ("Worked with since", |row| Cell::date(row.0.running.map(|running| running.started_on))),
        ("Agreed until", |row| Cell::date(row.0.running.and_then(|running| running.agreed_until))),
        ("Hours agreed a week", |row| {
            row.0.running.and_then(|running| running.minutes_a_week).map_or(Cell::Empty, Cell::Hours)
        }),
    ];
    let rows = outcomes.iter().map(|one| (one, names.get(&one.person_id).map(String::as_str)));
    let sheet = frame(&import, "Rows", "What became of the rows").with(&columns, rows);
    taken("import_rows", &sheet);
    sheet.answer(kind)
}

/// "taken in", "left out"
fn became(one: &Outcome) -> &'static str {
    match (&one.refused, one.taken_back.as_deref()) {
        (Some(_), _) => "left out",
        (None, Some("")) => "taken back",
        (None, Some(_)) => "stayed when the list was taken back",
        (None, None) => "taken in",
    }
}

/// A file about an import, named by the day on which it was brought.
fn frame(import: &Import, tab: &'static str, title: &str) -> Sheet {
    let day = format::london_date(import.begun_at);
    Sheet {
        file: format!("list brought on {day} {tab}"),
        tab,
        title: title.to_owned(),
        made: format!("Brought on {}", format::date(day)),
        notes: vec!["Rows are counted as the spreadsheet counts them.".to_owned(), NAMES.to_owned()],
        ..Sheet::default()
    }
}

/// One thing that keeps a row out: which row, which cell, what it should say, what is wrong.
struct Trouble {
    row: usize,
    cell: String,
    field: &'static str,
    what: String,
}

/// What keeps rows out, before anybody is taken in.
async fn problems(site: &Site, signed: &Signed, id: ImportId, kind: Kind) -> Answer {
    let who = signed.connecting()?;
    let import = match waiting(site, signed, id).await? {
        Ok(import) => import,
        Err(answer) => return Ok(answer),
    };
    let Some(checked) = site.app.checked_import(&who, &import).await? else { return Ok(gone()) };
    let all: Vec<&Checked> = checked.iter().collect();
    let like = Like::of(site, &who, &all).await?;
    let columns: [Column<Trouble>; 4] = [
        ("Row", |one| Cell::count(one.row + 1)),
        ("Cell", |one| Cell::said(Some(&one.cell).filter(|cell| !cell.is_empty()))),
        ("What it should say", |one| Cell::said(Some(one.field).filter(|field| !field.is_empty()))),
        ("What is wrong", |one| Cell::text(&one.what)),
    ];
    let rows = checked.iter().flat_map(|row| troubles(row, &like));
    let sheet = frame(&import, "Problems", "What keeps rows out").with(&columns, rows);
    taken("import_problems", &sheet);
    sheet.answer(kind)
}

fn troubles(row: &Checked, like: &Like) -> Vec<Trouble> {
    let at = row.row;
    match &row.standing {
        Standing::Fine => Vec::new(),
        Standing::Wrong(problems) => {
            let one = |problem: &Problem| Trouble {
                row: at,
                cell: problem.cell.clone(),
                field: problem.field,
                what: problem.what.clone(),
            };
            problems.iter().map(one).collect()
        }
        Standing::Alike { row: twin, .. } => {
            let people = row.like().into_iter().map(|person| like.said(person));
            let twin = twin.map(|twin| format!("row {} of this list", twin + 1));
            let said = format::and_list(&people.chain(twin).collect::<Vec<_>>());
            let what = format!("Looks like somebody: {said}. Tick it if it is somebody else.");
            vec![Trouble { row: at, cell: String::new(), field: "", what }]
        }
    }
}
