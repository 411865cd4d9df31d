//! What was ticked in the dry run and which rows were asked for, kept with the import whenever somebody turns a page: a
//! list of a thousand people has twenty pages, and each tick is a decision that somebody thought about.

use std::collections::BTreeSet;

use app::imports::Plan;
use axum::extract::State;
use domain::shared::ids::ImportId;

use super::waiting;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::form::Typed;
use crate::guard::Audience;
use crate::import::LOOKED_AT;
use crate::paths;
use crate::router::{Route, post};
use crate::site::{Site, see_other};

/// Turning a page.
pub fn routes() -> Vec<Route> {
    vec![post("/imports/{id}/choices", Audience::Connecting, turn)]
}

/// Rows that the form names, counted from nought.
fn rows<'a>(typed: &'a Typed, field: &'a str) -> impl Iterator<Item = usize> + 'a {
    typed.all(field).filter_map(|row| row.parse::<usize>().ok()?.checked_sub(1))
}

/// Those who are somebody else: as they were ticked on the page that was sent, and on the others as they were kept.
pub(super) fn different(plan: &Plan, typed: &Typed) -> BTreeSet<usize> {
    let shown: BTreeSet<usize> = rows(typed, "shown").collect();
    let elsewhere = plan.different.iter().copied().filter(|row| !shown.contains(row));
    elsewhere.chain(rows(typed, "different")).collect()
}

/// The form with all of them ticked, those of other pages too.
pub(super) fn ticked(typed: Typed, different: &BTreeSet<usize>) -> Typed {
    different.iter().fold(typed.without("different"), |typed, row| typed.with("different", row + 1))
}

async fn turn(State(site): State<Site>, signed: Signed, At(id): At<ImportId>, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let import = match waiting(&site, &signed, id).await? {
        Ok(import) => import,
        Err(answer) => return Ok(answer),
    };
    let different = different(&import.plan, &typed).into_iter().collect();
    // Only what names rows: anything else that was typed there may be about somebody, and a plan is not sealed.
    let wanted = typed.one("rows").trim().to_owned();
    let wanted = if super::rows::rows(&wanted, LOOKED_AT).is_ok() { wanted } else { String::new() };
    let plan = Plan { different, wanted, ..import.plan };
    site.app.imports.plan(&who, id, &plan).await?;
    let page = typed.one("turn").parse::<usize>().unwrap_or(1);
    see_other(&paths::import_part(id, format!("rows?page={page}").as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_taken_away_on_this_page_goes_and_those_of_other_pages_stay() {
        let plan = Plan { different: vec![1, 2, 40], ..Plan::default() };
        let typed = Typed::from_fields([("shown", "2"), ("shown", "3"), ("different", "3"), ("shown", "x")]);
        let kept = different(&plan, &typed);
        assert_eq!(kept, BTreeSet::from([2, 40]));
        let again = ticked(typed, &kept);
        assert_eq!(again.all("different").collect::<Vec<_>>(), ["3", "41"]);
    }
}
