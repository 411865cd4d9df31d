//! What each column says. Kith guesses from the headings, or remembers; whoever brought the list decides.

use app::imports::{Field, Heads, ImportStage, MOST_COLUMNS, Mapping, Plan, Sheet, letters};
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use domain::shared::ids::ImportId;

use super::{Open, open, progress};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::form::{Attempt, Keys, Typed};
use crate::format::{capital, plural};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, see_other, show_as};

/// Looking, turning to another sheet, deciding, and leaving it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/imports/{id}", Audience::Connecting, look),
        post("/imports/{id}/matching", Audience::Connecting, decide),
        post("/imports/{id}/sheet", Audience::Connecting, turn),
        post("/imports/{id}/dropping", Audience::Connecting, leave),
    ]
}

/// Rows shown beside each column, so that it can be told what is in it.
const SHOWN: usize = 3;

#[derive(Template)]
#[template(path = "import/matching.html")]
struct Matching {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    id: ImportId,
    columns: Vec<Column>,
    /// Rows below the headings.
    people: usize,
    /// Sheets of the workbook, when there are several.
    sheets: Vec<Choice>,
    /// That columns are not read; empty when all are.
    unread: String,
}

/// One column.
struct Column {
    /// "column-3"
    field: String,
    /// "C"
    letters: String,
    heading: String,
    /// What stands in it.
    examples: Vec<String>,
    meanings: Vec<Choice>,
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<ImportId>) -> Answer {
    let who = signed.connecting()?;
    let import = site.app.imports.one(&who, id).await?.ok_or(app::error::Refusal::NotFound)?;
    if import.stage != ImportStage::Matching {
        return progress::page(&site, &signed, import).await;
    }
    let open = match open(&site, &signed, id).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let typed = filled(&open.import.plan);
    draw(&site, &signed, &open, typed, Attempt::first())
}

/// The form as the plan has it.
fn filled(plan: &Plan) -> Typed {
    let columns = plan.mapping.0.iter().enumerate();
    let fields = columns.map(|(column, field)| (format!("column-{column}"), field.code().to_owned()));
    Typed::from_fields(fields).with("people_from", plan.heads.people_from + 1)
}

fn draw(site: &Site, signed: &Signed, open: &Open, typed: Typed, attempt: Attempt) -> Answer {
    let sheet = open.sheet();
    let heads = heads(&typed, open);
    let columns = (0..sheet.width())
        .map(|column| {
            let field = format!("column-{column}");
            let chosen = typed.one(&field).to_owned();
            let meanings = Field::ALL
                .iter()
                .map(|meaning| Choice::new(meaning.code(), meaning.label()).chosen(meaning.code() == chosen))
                .collect();
            let cells = (heads.people_from..sheet.rows.len()).map(|row| sheet.cell(row, column));
            let examples =
                cells.filter(|cell| !cell.text.is_empty()).take(SHOWN).map(|cell| cell.text).collect();
            let heading = heads.names.get(column).cloned().unwrap_or_default();
            Column { field, letters: letters(column), heading, examples, meanings }
        })
        .filter(|column| !column.heading.is_empty() || !column.examples.is_empty())
        .collect();
    let people = sheet.rows.len().saturating_sub(heads.people_from);
    let (page, keys) =
        (signed.page("What do the columns say?", Here::People), signed.keys(&site.app, &typed));
    show_as(
        attempt.status,
        &Matching {
            page,
            keys,
            attempt,
            typed,
            id: open.import.import_id,
            columns,
            people,
            sheets: sheets(open),
            unread: unread(sheet),
        },
    )
}

/// Every sheet with how much is in it, the one that is looked at chosen.
fn sheets(open: &Open) -> Vec<Choice> {
    let book = &open.book;
    if book.beside.is_empty() {
        return Vec::new();
    }
    let one = |(place, name): (usize, &str)| {
        let rows = plural(book.chosen(place).rows.len(), "row", "rows");
        Choice::new(place, format!("{name} ({rows})")).chosen(place == open.import.plan.sheet)
    };
    book.names().enumerate().map(one).collect()
}

fn unread(sheet: &Sheet) -> String {
    match sheet.unread {
        0 => String::new(),
        unread => format!(
            "{} further right than {} {} not read: Kith looks at the first {MOST_COLUMNS} of a sheet.",
            capital(&plural(unread, "column", "columns")),
            letters(MOST_COLUMNS - 1),
            if unread == 1 { "is" } else { "are" },
        ),
    }
}

async fn turn(State(site): State<Site>, signed: Signed, At(id): At<ImportId>, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let open = match open(&site, &signed, id).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let place = typed.one("sheet").parse::<usize>().ok().filter(|place| *place <= open.book.beside.len());
    if let Some(place) = place {
        let plan = super::bring::plan(&site, &who, &open.book, place).await?;
        site.app.imports.plan(&who, id, &plan).await?;
    }
    see_other(&paths::import(id))
}

/// The headings above the first row of people, as it was said.
fn heads(typed: &Typed, open: &Open) -> Heads {
    let said = typed.one("people_from").trim().parse::<usize>().ok();
    match said.and_then(|row| row.checked_sub(1)).filter(|row| *row < open.sheet().rows.len()) {
        Some(people_from) => open.sheet().heads_before(people_from),
        None => open.sheet().heads_before(open.import.plan.heads.people_from),
    }
}

async fn decide(State(site): State<Site>, signed: Signed, At(id): At<ImportId>, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let open = match open(&site, &signed, id).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let mut form = typed.reader();
    let rows = i64::try_from(open.sheet().rows.len()).unwrap_or(i64::MAX);
    let people_from = form.whole("people_from", 1..=rows);
    let fields: Option<Vec<Field>> = (0..open.sheet().width())
        .map(|column| {
            let field = format!("column-{column}");
            if typed.one(&field).is_empty() { Some(Field::Skip) } else { form.code(&field) }
        })
        .collect();
    let mapping = fields.map(Mapping);
    if let Some(trouble) = mapping.as_ref().and_then(Mapping::trouble) {
        form.refuse::<()>("", trouble);
    }
    let (Some(_), Some(mapping)) = (people_from, mapping) else {
        return draw(&site, &signed, &open, typed.clone(), form.again());
    };
    if mapping.trouble().is_some() {
        return draw(&site, &signed, &open, typed.clone(), form.again());
    }
    let heads = heads(&typed, &open);
    site.app.imports.remember(&who, &heads.names, &mapping).await?;
    let plan = Plan { heads, mapping, sheet: open.import.plan.sheet, ..Plan::default() };
    site.app.imports.plan(&who, id, &plan).await?;
    see_other(&paths::import_part(id, "rows"))
}

async fn leave(State(site): State<Site>, signed: Signed, At(id): At<ImportId>, _: Typed) -> Answer {
    let who = signed.connecting()?;
    site.app.imports.one(&who, id).await?.ok_or(app::error::Refusal::NotFound)?;
    let (from, to, now) = (ImportStage::Matching, ImportStage::Dropped, site.app.clock.now());
    if site.app.imports.move_on(&who, id, from, to, now).await? {
        site.app.imports.empty(&who, id).await?;
        site.app.checks.forget(id);
    }
    Ok(axum::response::Redirect::to(paths::IMPORTS).into_response())
}
