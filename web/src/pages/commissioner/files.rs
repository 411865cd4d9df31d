//! A contract's figures to take away: one sheet as CSV or XLSX, or all of them in one workbook.

use app::error::Refusal;
use axum::extract::State;
use axum::response::IntoResponse;
use domain::shared::ids::ContractId;

use super::span::Span;
use super::{frame, sheets};
use crate::error::Answer;
use crate::export::{Book, Kind};
use crate::extract::{At, Params, Signed};
use crate::guard::Audience;
use crate::pages::freshness;
use crate::router::{Route, get};
use crate::site::Site;

domain::codes! {
    /// What there is to take away.
    Part {
        Pack = "Everything",
        Figures = "The figures",
        Hours = "The hours",
        Cases = "The cases",
        Introductions = "The introductions",
        Evidence = "The evidence",
    }
}

/// Every one of a list, after none.
const ALL: (usize, usize) = (0, i64::MAX as usize);

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/contracts/{id}/files/{file}", Audience::Commissioning, take)]
}

async fn take(
    State(site): State<Site>,
    signed: Signed,
    At((id, file)): At<(ContractId, String)>,
    Params(typed): Params,
) -> Answer {
    let who = signed.commissioning()?;
    let (part, kind) = Kind::of(&file).ok_or(Refusal::NotFound)?;
    let part: Part = part.parse().map_err(|_| Refusal::NotFound)?;
    let span = Span::read_strictly(&typed, site.app.clock.today())?;
    let (frame, glance) = frame::look(&site, &who, id, span).await?;
    if let Some(trouble) = freshness::refused(&frame.shown) {
        return Ok(trouble.into_response());
    }
    let (from, to, views) = (span.from, span.to, &site.app.views);
    match (part, kind) {
        (Part::Pack, Kind::Csv) => Err(Refusal::NotFound.into()),
        (Part::Pack, Kind::Xlsx) => {
            let cohort = views.cohort(&who, id, from, to).await?.unwrap_or_default();
            let introductions = views.introductions(&who, id, from, to).await?.unwrap_or_default();
            let evidence = views.evidence(&who, id, (from, to), ALL).await?.unwrap_or_default();
            let book = Book {
                file: format!("{} what the money bought {from} to {to}", frame.contract.reference),
                sheets: vec![
                    sheets::figures(&frame, &glance),
                    sheets::hours(&frame, &glance),
                    sheets::people(&frame, &cohort.cases),
                    sheets::introductions(&frame, &introductions),
                    sheets::evidence(&frame, &evidence),
                ],
            };
            book.answer()
        }
        (Part::Figures, kind) => sheets::figures(&frame, &glance).answer(kind),
        (Part::Hours, kind) => sheets::hours(&frame, &glance).answer(kind),
        (Part::Cases, kind) => {
            let cohort = views.cohort(&who, id, from, to).await?.unwrap_or_default();
            sheets::people(&frame, &cohort.cases).answer(kind)
        }
        (Part::Introductions, kind) => {
            let list = views.introductions(&who, id, from, to).await?.unwrap_or_default();
            sheets::introductions(&frame, &list).answer(kind)
        }
        (Part::Evidence, kind) => {
            let list = views.evidence(&who, id, (from, to), ALL).await?.unwrap_or_default();
            sheets::evidence(&frame, &list).answer(kind)
        }
    }
}
