//! Choosing the file, and the lists brought before.

use app::access::Connecting;
use app::error::Refusal;
use app::imports::{Import, ImportStage, MOST_ROWS, Mapping, Plan, Sheet};
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use domain::shared::ids::ImportId;

use crate::error::{Answer, Trouble};
use crate::extract::Signed;
use crate::form::{Attempt, Keys, Typed, Upload};
use crate::guard::Audience;
use crate::import;
use crate::look::{Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, see_other, show_as};
use crate::{format, paths};

/// Looking, and bringing one.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::IMPORTS, Audience::Connecting, look),
        post(paths::IMPORTS, Audience::Connecting, bring).with_file(import::MOST_BYTES),
    ]
}

#[derive(Template)]
#[template(path = "import/bring.html")]
struct Bring {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    import_id: String,
    lists: Vec<Brought>,
}

/// A list brought before.
struct Brought {
    href: String,
    /// "Monday 9 March, by Amina Osei"
    when: String,
    /// "Taken in: 42 rows"
    standing: String,
}

async fn look(State(site): State<Site>, signed: Signed) -> Answer {
    draw(&site, &signed, Typed::default().with("import_id", site.app.ids.next()), Attempt::first()).await
}

async fn draw(site: &Site, signed: &Signed, typed: Typed, attempt: Attempt) -> Answer {
    let who = signed.connecting()?;
    let names = site.app.accounts.names(signed.organisation()).await?;
    let today = site.app.clock.today();
    let lists = site.app.imports.latest(&who).await?;
    let told = |import: Import| {
        let by = names.iter().find(|(id, _)| *id == import.by).map_or("somebody", |(_, name)| name.as_str());
        let on = format::weekday(format::london_date(import.begun_at), today);
        Brought {
            href: paths::import(import.import_id),
            when: format!("{on}, by {by}"),
            standing: standing(&import),
        }
    };
    let lists = lists.into_iter().map(told).collect();
    let (page, keys) = (signed.page("Bring a list of people", Here::People), signed.keys(&site.app, &typed));
    let import_id = typed.one("import_id").to_owned();
    show_as(attempt.status, &Bring { page, keys, attempt, import_id, lists })
}

fn standing(import: &Import) -> String {
    match import.stage {
        ImportStage::TakingIn | ImportStage::TakenIn => {
            format!(
                "{}: {}",
                import.stage.label(),
                format::plural(import.rows.unsigned_abs() as usize, "row", "rows")
            )
        }
        stage => stage.label().to_owned(),
    }
}

async fn bring(
    State(site): State<Site>,
    signed: Signed,
    upload: Option<axum::Extension<Upload>>,
    typed: Typed,
) -> Answer {
    let who = signed.connecting()?;
    let mut form = typed.reader();
    let import_id: Option<ImportId> = form.id("import_id");
    let upload = upload.map(|axum::Extension(upload)| upload).unwrap_or_default();
    if upload.too_large {
        return Ok(Trouble::file_too_large(import::MOST_BYTES).into_response());
    }
    // Unfolding a large workbook takes a while, and others are being answered meanwhile.
    let read = tokio::task::spawn_blocking(move || import::read(&upload)).await;
    let sheet = match read.map_err(app::error::Failure::doing("reading a list"))? {
        Ok(sheet) => Some(sheet),
        Err(why) => form.refuse("file", &why),
    };
    let (Some(import_id), Some(sheet)) = (import_id, sheet) else {
        return draw(&site, &signed, typed.clone(), form.again()).await;
    };
    let plan = plan(&site, &who, &sheet, 0).await?;
    let now = site.app.clock.now();
    let import = Import {
        import_id,
        by: signed.account(),
        begun_at: now,
        touched_at: now,
        stage: ImportStage::Matching,
        plan,
        rows: 0,
        done: 0,
    };
    site.app.imports.bring(&who, &import, &sheet).await?;
    see_other(&paths::import(import_id))
}

/// What is to be done with a sheet, as it was done the last time with the same headings, or as they are understood.
pub(super) async fn plan(
    site: &Site,
    who: &Connecting<'_>,
    book: &Sheet,
    sheet: usize,
) -> Result<Plan, Refusal> {
    let heads = book.chosen(sheet).heads();
    let mapping = match site.app.imports.remembered(who, &heads.names).await? {
        Some(mapping) if mapping.0.len() == heads.names.len() => mapping,
        _ => Mapping::guess(&heads.names),
    };
    Ok(Plan { heads, mapping, sheet, ..Plan::default() })
}

impl Bring {
    fn most_rows(&self) -> String {
        format::thousands(MOST_ROWS as u64)
    }
}
