//! The list of people as a file, for Excel or as CSV: the same cases as on the page.

use std::collections::HashMap;

use app::views::cases::Case;
use axum::extract::State;
use chrono::NaiveDate;
use domain::shared::ids::AccountId;

use super::caseload::Asked;
use crate::error::Answer;
use crate::export::{Cell, Kind, Sheet};
use crate::extract::{Params, Signed};
use crate::form::Typed;
use crate::guard::Audience;
use crate::pages::lists::NAMES;
use crate::router::{Route, get};
use crate::sentences::case;
use crate::site::Site;

/// Both kinds of file.
pub fn routes() -> Vec<Route> {
    vec![get("/people.csv", Audience::Connecting, csv), get("/people.xlsx", Audience::Connecting, xlsx)]
}

/// Rows in one file.
const MOST: i64 = 10_000;

const HEADS: [&str; 17] = [
    "Name",
    "Likes to be called",
    "Where it stands",
    "Phase",
    "Week",
    "Weeks in all",
    "Hours used",
    "Hours agreed",
    "Communication needs",
    "Possible",
    "Introduced",
    "Consolidating",
    "Stand on their own",
    "Quiet",
    "Last visit",
    "Next visit",
    "Connector",
];

async fn csv(State(site): State<Site>, signed: Signed, Params(params): Params) -> Answer {
    file(&site, &signed, &params, Kind::Csv).await
}

async fn xlsx(State(site): State<Site>, signed: Signed, Params(params): Params) -> Answer {
    file(&site, &signed, &params, Kind::Xlsx).await
}

async fn file(site: &Site, signed: &Signed, params: &Typed, kind: Kind) -> Answer {
    let who = signed.connecting()?;
    let asked = Asked::of(&who, params);
    let today = site.app.clock.today();
    let cases = site.app.views.caseload(&who, asked.which, asked.of, today, MOST).await?;
    let names = site.app.accounts.names(who.organisation()).await?.into_iter().collect();
    let sheet = Sheet {
        notes: vec![
            "Hours used: delivered sessions that count against the agreed hours.".to_owned(),
            NAMES.to_owned(),
        ],
        heads: HEADS.to_vec(),
        rows: cases.iter().map(|case| row(case, today, &names)).collect(),
        ..Sheet::as_it_stood("people", today, "People", "People")
    };
    sheet.answer(kind)
}

fn row(case: &Case, today: NaiveDate, names: &HashMap<AccountId, String>) -> Vec<Cell> {
    let engagement = &case.row.engagement;
    let (week, weeks) = case::week(engagement, today).unzip();
    let number = |number: Option<i64>| number.map_or(Cell::Empty, Cell::Int);
    let needs: Vec<&str> = case.person.needs.iter().map(|need| need.label()).collect();
    let connector = engagement.connector().and_then(|id| names.get(&id));
    vec![
        Cell::text(&case.person.name),
        Cell::text(&case.person.called),
        Cell::text(engagement.stage.label()),
        engagement.phase().map_or(Cell::Empty, |phase| Cell::text(phase.label())),
        number(week),
        number(weeks),
        Cell::Hours(case.delivered_minutes),
        Cell::Hours(case::agreed_minutes(engagement)),
        Cell::text(needs.join(", ")),
        Cell::Int(case.ties.possible),
        Cell::Int(case.ties.introduced),
        Cell::Int(case.ties.consolidating),
        Cell::Int(case.ties.self_sustaining),
        Cell::Int(case.ties.lapsed),
        Cell::date(case.last_session_on),
        Cell::date(case.next_session.map(|(day, _)| day)),
        connector.map_or(Cell::Empty, Cell::text),
    ]
}
