//! Budgets as sheets: the list, and the statement of one with its lines and its sessions.

use app::views::budgets::Budget;
use app::views::reference;
use app::views::sessions::SessionRow;
use chrono::NaiveDate;
use domain::engagement::billing::rate_on;
use domain::engagement::codes::SessionStatus;
use domain::shared::money::Money;

use super::statement::Sorted;
use super::{CHARGED, ROUNDING};
use crate::export::{Book, Cell, Sheet};
use crate::format;

/// The list of budgets, with the rate of the day.
pub fn list(budgets: &[Budget], today: NaiveDate, made: String) -> Sheet {
    let line = |budget: &Budget| {
        let rate = rate_on(&budget.rates, today).map_or(Cell::Empty, |dated| Cell::Rate(dated.rate));
        let statement = &budget.statement;
        vec![
            Cell::text(&budget.person_name),
            Cell::text(reference(budget.engagement_id)),
            Cell::text(&budget.contract.funder),
            Cell::text(&budget.contract.reference),
            Cell::text(budget.route.label()),
            Cell::text(budget.stage.label()),
            rate,
            Cell::Money(budget.total),
            Cell::Money(statement.spent),
            Cell::Money(statement.left),
            Cell::Money(statement.over_budget),
        ]
    };
    let sum = |of: fn(&Budget) -> Money| Cell::Money(budgets.iter().map(of).sum());
    let mut totals = vec![Cell::text("Total")];
    totals.extend(std::iter::repeat_n(Cell::Empty, 6));
    totals.extend([
        sum(|budget| budget.total),
        sum(|budget| budget.statement.spent),
        sum(|budget| budget.statement.left),
        sum(|budget| budget.statement.over_budget),
    ]);
    Sheet {
        file: format!("Budgets {today}"),
        tab: "Budgets",
        title: "Budgets".into(),
        made,
        notes: vec![CHARGED.into(), ROUNDING.into()],
        heads: vec![
            "Who",
            "Case",
            "Who pays",
            "Contract",
            "Route",
            "Where it stands",
            "Rate today",
            "Budget",
            "Spent",
            "Left",
            "Beyond the budget",
        ],
        rows: budgets.iter().map(line).collect(),
        totals: Some(totals),
    }
}

/// The statement of one budget: its lines on one sheet, its sessions on the other.
pub fn statement(budget: &Budget, sorted: &Sorted, today: NaiveDate, made: &str) -> Book {
    let file = format!("Budget {} {today}", reference(budget.engagement_id));
    Book { sheets: vec![lines(budget, sorted, &file, made), sessions(budget, sorted, &file, made)], file }
}

fn frame(budget: &Budget, file: &str, tab: &'static str, made: &str) -> Sheet {
    let title = format!("Budget statement: {}", budget.person_name);
    let made = format!(
        "{} · contract {} · {} · {made}",
        budget.contract.funder,
        budget.contract.reference,
        budget.route.label()
    );
    Sheet {
        file: format!("{file} {tab}"),
        tab,
        title,
        made,
        notes: vec![ROUNDING.into(), CHARGED.into()],
        ..Sheet::default()
    }
}

fn lines(budget: &Budget, sorted: &Sorted, file: &str, made: &str) -> Sheet {
    let line = |line: &super::statement::Line| {
        let period = &line.period;
        vec![
            count(line.number),
            Cell::Date(period.first),
            Cell::Date(period.last),
            Cell::Rate(period.rate),
            Cell::Int(period.sessions.into()),
            Cell::Int(period.minutes),
            Cell::Hours(period.minutes),
            Cell::Money(period.amount),
            Cell::Money(period.due),
        ]
    };
    let minutes = sorted.lines.iter().map(|line| line.period.minutes).sum();
    let statement = &budget.statement;
    let mut notes = vec![format!(
        "Budget {}, spent {}, left {}. Delivered beyond the budget and not charged: {}.",
        format::money(budget.total.pence()),
        format::money(statement.spent.pence()),
        format::money(statement.left.pence()),
        format::money(statement.over_budget.pence())
    )];
    let sheet = frame(budget, file, "Lines", made);
    notes.extend(sheet.notes);
    Sheet {
        heads: vec!["Line", "From", "To", "Rate", "Sessions", "Minutes", "Hours", "Worth", "Due"],
        rows: sorted.lines.iter().map(line).collect(),
        totals: Some(vec![
            Cell::text("Total"),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Int(sorted.lines.iter().map(|line| i64::from(line.period.sessions)).sum()),
            Cell::Int(minutes),
            Cell::Hours(minutes),
            Cell::Money(sorted.lines.iter().map(|line| line.period.amount).sum()),
            Cell::Money(sorted.lines.iter().map(|line| line.period.due).sum()),
        ]),
        notes,
        ..sheet
    }
}

fn sessions(budget: &Budget, sorted: &Sorted, file: &str, made: &str) -> Sheet {
    let row = |line: Option<usize>, session: &SessionRow| {
        let rate =
            rate_on(&budget.rates, session.time.on).map_or(Cell::Empty, |dated| Cell::Rate(dated.rate));
        vec![
            line.map_or(Cell::Empty, count),
            Cell::Date(session.time.on),
            Cell::text(session.time.kind.label()),
            Cell::Int(session.time.minutes),
            Cell::Hours(session.time.minutes),
            if session.status == SessionStatus::Delivered { rate } else { Cell::Empty },
            Cell::text(session.status.label()),
            Cell::text(if line.is_some() { "yes" } else { "no" }),
            Cell::Int(session.corrections.into()),
        ]
    };
    let charged =
        sorted.lines.iter().flat_map(|line| line.sessions.iter().map(|session| (Some(line.number), session)));
    let others = sorted.not_charged.iter().chain(&sorted.not_delivered).map(|session| (None, session));
    Sheet {
        heads: vec![
            "Line",
            "Day",
            "What for",
            "Minutes",
            "Hours",
            "Rate of the day",
            "What became of it",
            "Charged",
            "Put right",
        ],
        rows: charged.chain(others).map(|(line, session)| row(line, session)).collect(),
        ..frame(budget, file, "Sessions", made)
    }
}

fn count(number: usize) -> Cell {
    Cell::Int(i64::try_from(number).unwrap_or(i64::MAX))
}
