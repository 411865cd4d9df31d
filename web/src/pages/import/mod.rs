//! Bringing a caseload from somebody's own list: choose the file, say what the columns mean, look what would
//! become of each row, take the rows in while looking on, and take all of it back if it was a mistake.

pub mod bring;
pub mod choices;
pub mod files;
pub mod like;
pub mod matching;
pub mod progress;
pub mod rows;
pub mod running;

use app::error::Refusal;
use app::imports::{Import, ImportStage, Sheet};
use axum::response::{IntoResponse, Redirect, Response};
use domain::shared::ids::ImportId;

use crate::error::Error;
use crate::extract::Signed;
use crate::paths;
use crate::router::Route;
use crate::site::Site;

/// Every page about lists that people bring.
pub fn routes() -> Vec<Route> {
    [
        bring::routes(),
        matching::routes(),
        rows::routes(),
        choices::routes(),
        progress::routes(),
        files::routes(),
    ]
    .concat()
}

/// An import that is not taken in yet, with its list.
struct Open {
    import: Import,
    /// Every sheet of the workbook.
    book: Sheet,
}

impl Open {
    /// The sheet that was chosen.
    fn sheet(&self) -> &Sheet {
        self.book.chosen(self.import.plan.sheet)
    }
}

/// An import that is not taken in yet, or the answer that leads to where it has got to meanwhile.
async fn waiting(site: &Site, signed: &Signed, id: ImportId) -> Result<Result<Import, Response>, Error> {
    let who = signed.connecting()?;
    let import = site.app.imports.one(&who, id).await?.ok_or(Refusal::NotFound)?;
    match import.stage {
        ImportStage::Matching => Ok(Ok(import)),
        _ => Ok(Err(Redirect::to(&paths::import(id)).into_response())),
    }
}

/// The same with its list.
async fn open(site: &Site, signed: &Signed, id: ImportId) -> Result<Result<Open, Response>, Error> {
    let import = match waiting(site, signed, id).await? {
        Ok(import) => import,
        Err(answer) => return Ok(Err(answer)),
    };
    match site.app.imports.sheet(&signed.connecting()?, id, site.app.clock.now()).await? {
        Some(book) => Ok(Ok(Open { import, book })),
        None => Ok(Err(gone())),
    }
}

/// Kept for a week, and nobody took it in.
fn gone() -> Response {
    Redirect::to(paths::IMPORTS).into_response()
}
