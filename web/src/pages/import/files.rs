//! What became of the rows of a list, to take away: each row by its number in the spreadsheet.

use std::collections::HashMap;

use app::error::Refusal;
use axum::extract::State;
use domain::shared::ids::{ImportId, PersonId};

use crate::error::Answer;
use crate::export::{Cell, Kind, Sheet};
use crate::extract::{At, Signed};
use crate::format;
use crate::guard::Audience;
use crate::pages::lists::taken;
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
    let Some(("rows", kind)) = Kind::of(&file) else { return Err(Refusal::NotFound.into()) };
    let import = site.app.imports.one(&who, id).await?.ok_or(Refusal::NotFound)?;
    let outcomes = site.app.imports.outcomes(&who, id).await?;
    let ids: Vec<PersonId> = outcomes.iter().map(|one| one.person_id).collect();
    let mut names: HashMap<PersonId, String> = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let people = site.app.views.people_named(&who, some).await?;
        names.extend(people.into_iter().map(|person| (person.person_id, person.name)));
    }
    let rows = outcomes.iter().map(|one| {
        let became = match (&one.refused, one.taken_back.as_deref()) {
            (Some(_), _) => "left out",
            (None, Some("")) => "taken back",
            (None, Some(_)) => "stayed when the list was taken back",
            (None, None) => "taken in",
        };
        let why = one.refused.as_deref().or(one.taken_back.as_deref()).unwrap_or_default();
        vec![
            Cell::Int(i64::try_from(one.row + 1).unwrap_or(i64::MAX)),
            names.get(&one.person_id).map_or(Cell::Empty, Cell::text),
            Cell::text(became),
            Cell::text(why),
        ]
    });
    let day = format::london_date(import.begun_at);
    let sheet = Sheet {
        file: format!("list brought on {day}"),
        tab: "Rows",
        title: "What became of the rows".to_owned(),
        made: format!("Brought on {}", format::date(day)),
        notes: vec!["Rows are counted as the spreadsheet counts them.".to_owned()],
        heads: vec!["Row", "Who", "What became of it", "Why"],
        rows: rows.collect(),
        totals: None,
    };
    taken("import_rows", &sheet);
    sheet.answer(kind)
}
