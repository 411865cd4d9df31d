//! The dry run: every row with what would become of it, its problems named by their cells, and whoever it
//! looks like; then all of the rows that are fine, or chosen ones, are taken in.

use std::collections::BTreeSet;

use app::imports::{Checked, Import, ImportStage, Plan, Problem, Standing};
use askama::Template;
use axum::extract::State;
use domain::shared::ids::ImportId;

use super::like::Like;
use super::{choices, gone, open, waiting};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::pages::paging::Paging;
use crate::router::{Route, get, post};
use crate::site::{Site, see_other, show_as};
use crate::{format, paths};

/// Looking, and taking them in.
pub fn routes() -> Vec<Route> {
    vec![
        get("/imports/{id}/rows", Audience::Connecting, look),
        post("/imports/{id}/rows", Audience::Connecting, take_in),
    ]
}

#[derive(Template)]
#[template(path = "import/rows.html")]
struct Rows {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    id: ImportId,
    fine: Vec<Shown>,
    /// How many there are in all.
    fine_count: usize,
    alike: Vec<Alike>,
    alike_count: usize,
    wrong: Vec<Wrong>,
    wrong_count: usize,
    /// Rows of work that is under way already.
    running: usize,
    paging: Paging,
}

/// A row that would be taken in.
struct Shown {
    /// As the spreadsheet counts.
    row: usize,
    name: String,
    /// "Born 14 June 1971 · Mill Lane · 2 interests · with a referral"
    about: String,
}

/// A row that looks like somebody.
struct Alike {
    shown: Shown,
    like: Vec<String>,
    ticked: bool,
}

/// A row that cannot be taken in.
struct Wrong {
    row: usize,
    problems: Vec<String>,
}

async fn look(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<ImportId>,
    Params(asked): Params,
) -> Answer {
    let import = match waiting(&site, &signed, id).await? {
        Ok(import) => import,
        Err(answer) => return Ok(answer),
    };
    let plan = &import.plan;
    let wanted = if plan.wanted.is_empty() { "all" } else { &plan.wanted };
    let typed = Typed::default().with("rows", wanted).with("page", asked.one("page"));
    let typed = choices::ticked(typed, &plan.different.iter().copied().collect());
    draw(&site, &signed, &import, typed, Attempt::first()).await
}

async fn draw(site: &Site, signed: &Signed, import: &Import, typed: Typed, attempt: Attempt) -> Answer {
    let who = signed.connecting()?;
    let checked = match site.app.checked_import(&who, import).await {
        Ok(Some(checked)) => checked,
        Ok(None) => return Ok(gone()),
        Err(refusal) => {
            // A list that is too long cannot be shown either.
            let trouble = crate::error::Trouble::new(
                axum::http::StatusCode::UNPROCESSABLE_ENTITY,
                "too_many_rows",
                "This list is too long",
                refusal.to_string(),
            );
            return Ok(axum::response::IntoResponse::into_response(trouble));
        }
    };
    let of = |wanted: fn(&Standing) -> bool| -> Vec<&Checked> {
        checked.iter().filter(|row| wanted(&row.standing)).collect()
    };
    let fine = of(|standing| matches!(standing, Standing::Fine));
    let alike = of(|standing| matches!(standing, Standing::Alike { .. }));
    let wrong = of(|standing| matches!(standing, Standing::Wrong(_)));
    let (fine_count, alike_count, wrong_count) = (fine.len(), alike.len(), wrong.len());
    let running = checked.iter().filter(|row| row.running.is_some()).count();
    let paging = Paging::read(&typed, fine_count.max(alike_count).max(wrong_count));
    let like = Like::of(site, &who, paging.of(&alike)).await?;
    let alike = paging.of(&alike).iter().map(|row| Alike::of(row, &like, &typed)).collect();
    let fine = paging.of(&fine).iter().map(|row| Shown::of(row)).collect();
    let wrong = paging.of(&wrong).iter().map(|row| Wrong::of(row)).collect();
    let (page, keys) =
        (signed.page("Look before they are taken in", Here::People), signed.keys(&site.app, &typed));
    let id = import.import_id;
    show_as(
        attempt.status,
        &Rows {
            page,
            keys,
            attempt,
            typed,
            id,
            fine,
            fine_count,
            alike,
            alike_count,
            wrong,
            wrong_count,
            running,
            paging,
        },
    )
}

impl Alike {
    fn of(row: &Checked, like: &Like, typed: &Typed) -> Self {
        let mut said: Vec<String> = row.like().into_iter().map(|person| like.said(person)).collect();
        if let Standing::Alike { row: Some(twin), .. } = &row.standing {
            said.push(format!("Looks like row {}", twin + 1));
        }
        let ticked = typed.is("different", (row.row + 1).to_string());
        Self { shown: Shown::of(row), like: said, ticked }
    }
}

impl Wrong {
    fn of(row: &Checked) -> Self {
        let Standing::Wrong(problems) = &row.standing else {
            return Self { row: row.row + 1, problems: Vec::new() };
        };
        let said = |problem: &Problem| format!("{}, {}: {}", problem.cell, problem.field, problem.what);
        Self { row: row.row + 1, problems: problems.iter().map(said).collect() }
    }
}

impl Rows {
    /// The page before and the next; `None` where there is none.
    fn turns(&self) -> [Option<usize>; 2] {
        let Paging { page, pages, .. } = self.paging;
        [(page > 1).then(|| page - 1), (page < pages).then(|| page + 1)]
    }

    /// How many of each, with the colour and the words.
    fn tally(&self) -> [(&'static str, String, &'static str); 3] {
        let count = |count: usize| format::thousands(count as u64);
        [
            ("good", count(self.fine_count), "can be taken in"),
            ("warn", count(self.alike_count), "look like somebody here or another row"),
            ("bad", count(self.wrong_count), "cannot be read"),
        ]
    }
}

impl Shown {
    fn of(row: &Checked) -> Self {
        let Some(arrival) = &row.arrival else {
            return Self { row: row.row + 1, name: String::new(), about: String::new() };
        };
        let details = &arrival.details;
        let parts = [
            details.born_on.map(|day| format!("Born {}", format::date(day))),
            details.area.as_ref().map(ToString::to_string),
            (!arrival.needs.is_empty()).then(|| format::plural(arrival.needs.len(), "need", "needs")),
            (!arrival.interests.is_empty())
                .then(|| format::plural(arrival.interests.len(), "interest", "interests")),
            row.running.map(|running| format!("worked with since {}", format::date(running.started_on))),
            arrival.referral.as_ref().map(|referral| match referral.connector {
                Some(_) => "with a referral and a connector".to_owned(),
                None => "with a referral".to_owned(),
            }),
        ];
        let about = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        Self { row: row.row + 1, name: details.name.to_string(), about: format::capital(&about) }
    }
}

async fn take_in(State(site): State<Site>, signed: Signed, At(id): At<ImportId>, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let open = match open(&site, &signed, id).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let different = choices::different(&open.import.plan, &typed);
    let typed = choices::ticked(typed, &different);
    let mut form = typed.reader();
    let chosen = match rows(typed.one("rows"), open.sheet().rows.len()) {
        Ok(rows) => Some(rows),
        Err(why) => form.refuse("rows", why),
    };
    let Some(chosen) = chosen else {
        return draw(&site, &signed, &open.import, typed.clone(), form.again()).await;
    };
    let checked = site.app.check_import(&who, &open.import, &open.book, &open.import.plan).await?;
    let chosen: Vec<usize> = checked
        .iter()
        .filter(|row| chosen.contains(&row.row))
        .filter(|row| match row.standing {
            Standing::Fine => true,
            Standing::Alike { .. } => different.contains(&row.row),
            Standing::Wrong(_) => false,
        })
        .map(|row| row.row)
        .collect();
    if chosen.is_empty() {
        form.refuse::<()>("rows", "None of these rows can be taken in. Choose others");
        return draw(&site, &signed, &open.import, typed.clone(), form.again()).await;
    }
    let plan = Plan { chosen, different: different.into_iter().collect(), ..open.import.plan };
    site.app.imports.plan(&who, id, &plan).await?;
    let (from, to, now) = (ImportStage::Matching, ImportStage::TakingIn, site.app.clock.now());
    if site.app.imports.move_on(&who, id, from, to, now).await? {
        super::progress::begin(&site, &signed, id, to).await;
    }
    see_other(&paths::import(id))
}

/// Rows that somebody names: "all", or "5-20, 34" as the spreadsheet counts.
pub(super) fn rows(typed: &str, all: usize) -> Result<BTreeSet<usize>, &'static str> {
    const HOW: &str = "Write all, or the rows like 5-20, 34";
    let typed = typed.trim().to_lowercase();
    if typed == "all" {
        return Ok((0..all).collect());
    }
    let mut rows = BTreeSet::new();
    for part in typed.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        match (first.trim().parse::<usize>(), last.trim().parse::<usize>()) {
            (Ok(first), Ok(last)) if first >= 1 && first <= last => {
                rows.extend((first - 1)..last.min(all));
            }
            _ => return Err(HOW),
        }
    }
    if rows.is_empty() { Err(HOW) } else { Ok(rows) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_named_as_the_spreadsheet_counts_them() {
        let of = |typed| rows(typed, 10).map(|rows| rows.into_iter().collect::<Vec<_>>());
        assert_eq!(of(" All "), Ok((0..10).collect()));
        assert_eq!(of("2-4, 7"), Ok(vec![1, 2, 3, 6]));
        assert_eq!(of("9–99999999999"), Ok(vec![8, 9]));
        for wrong in ["", "0", "5-2", "-3", "two", "1-2-3"] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }
}
