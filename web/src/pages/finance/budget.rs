//! The statement of one budget: who pays what, what each four weeks come to, what is left, and every
//! session behind every line.

use app::error::Refusal;
use app::views::Shown;
use app::views::budgets::Budget;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::shared::ids::EngagementId;
use domain::shared::money::Money;

use super::statement::{self, Line, Sorted, clock_hours, rate_words};
use super::{AGREED, CHARGED, LATE, ROUNDING};
use crate::charts::Picture;
use crate::charts::burn::Burn;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::pages::freshness;
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/budgets/{id}", Audience::Accounting, page)]
}

#[derive(Template)]
#[template(path = "finance/budget.html")]
struct BudgetPage {
    page: Page,
    budget: Budget,
    sorted: Sorted,
    burn: Option<Burn>,
    shown: Shown,
    today: NaiveDate,
    made: String,
}

impl BudgetPage {
    fn file(&self, file: &str) -> String {
        paths::budget_part(self.budget.engagement_id, format!("files/{file}").as_str())
    }

    fn lines(&self) -> &[Line] {
        &self.sorted.lines
    }

    fn has_no_sessions(&self) -> bool {
        let Sorted { lines, not_charged, not_delivered } = &self.sorted;
        lines.is_empty() && not_charged.is_empty() && not_delivered.is_empty()
    }

    /// What is missing of the figures; "" when nothing is.
    fn gap_words(&self) -> String {
        freshness::gap_words(&self.shown)
    }

    fn sessions_label(&self, line: &Line) -> String {
        format!("Sessions of line {}", line.number)
    }

    /// "2 sessions come to £43.38", and what of it is due where the budget ran out.
    fn foot(&self, line: &Line) -> String {
        let (amount, due) = (line.period.amount, line.period.due);
        let due_words =
            if due == amount { String::new() } else { format!(", {} of it due", self.money(&due)) };
        format!(
            "{}: {}{due_words}",
            format::plural(line.sessions.len(), "session", "sessions"),
            self.money(&amount)
        )
    }

    fn money(&self, amount: &Money) -> String {
        format::money(amount.pence())
    }

    fn hours(&self, minutes: impl std::borrow::Borrow<i64>) -> String {
        clock_hours(*minutes.borrow())
    }

    fn four_weeks(&self, line: &Line) -> String {
        format!("{} to {}", format::day(line.period.first), format::date(line.period.last))
    }

    fn rate(&self, line: &Line) -> String {
        rate_words(line.period.rate)
    }

    fn total_sessions(&self) -> usize {
        self.sorted.lines.iter().map(|line| line.sessions.len()).sum()
    }

    fn total_minutes(&self) -> i64 {
        self.sorted.lines.iter().map(|line| line.period.minutes).sum()
    }

    fn total_agreed(&self) -> i64 {
        self.sorted.lines.iter().map(|line| line.period.agreed_minutes).sum()
    }

    fn total_amount(&self) -> String {
        format::money(self.sorted.lines.iter().map(|line| line.period.amount).sum::<Money>().pence())
    }

    fn total_due(&self) -> String {
        format::money(self.sorted.lines.iter().map(|line| line.period.due).sum::<Money>().pence())
    }

    /// Under the picture: the pace while it goes on, what was left once it is over.
    fn burn_sentence(&self, burn: &Burn) -> String {
        match self.budget.ended_on {
            None => burn.sentence(),
            Some(day) => format!(
                "{} of {} was left when the engagement ended on {}.",
                self.money(&self.budget.statement.left),
                self.money(&self.budget.total),
                format::date(day)
            ),
        }
    }

    fn left_sentence(&self) -> String {
        let (left, total) = (self.budget.statement.left, self.budget.total);
        let spent = self.budget.statement.spent;
        format!(
            "Of {}, {} is spent and {} is left.",
            self.money(&total),
            self.money(&spent),
            self.money(&left)
        )
    }

    /// What was delivered beyond the budget; "" when nothing was.
    fn over_sentence(&self) -> String {
        let over = self.budget.statement.over_budget;
        if over <= Money::ZERO {
            return String::new();
        }
        let minutes = self.sorted.lines.iter().map(|line| statement::minutes_beyond(&line.period)).sum();
        format!(
            "{} of delivered work, {}, lies beyond the budget. It is shown and not charged.",
            self.money(&over),
            format::hours(minutes)
        )
    }

    /// What was delivered of kinds that are not charged; "" when nothing was.
    fn not_chargeable_sentence(&self) -> String {
        match self.budget.statement.not_chargeable_minutes {
            0 => String::new(),
            minutes => {
                let verb = if matches!(minutes, 1 | 30 | 60) { "is" } else { "are" };
                format!(
                    "{} of planning, writing and travel {verb} recorded and not charged.",
                    format::hours(minutes)
                )
            }
        }
    }

    fn unpriced_sentence(&self) -> String {
        match self.budget.statement.unpriced_minutes {
            0 => String::new(),
            minutes => format!(
                "{} of delivered sessions lie on days for which no rate was agreed. They cannot be charged until one is.",
                format::hours(minutes)
            ),
        }
    }

    /// What holds today first, then what is agreed for later: "3 hours a week", "from 5 October 2026: 1½ hours a week".
    fn hours_a_week(&self) -> Vec<String> {
        let (Some((_, end)), today) = (self.budget.term, self.today) else {
            return vec!["Not agreed yet".to_owned()];
        };
        let words = |minutes: i64| format!("{} a week", format::hours(minutes));
        let mut said = match self.budget.minutes_per_week_on(today) {
            Some(minutes) => vec![words(minutes)],
            None if today > end => {
                let last = self.budget.minutes_per_week_on(end).map_or_else(String::new, words);
                vec![format!("{last}, until {}", format::date(end))]
            }
            None => Vec::new(),
        };
        let later = self.budget.weekly.iter().filter(|change| change.from > today);
        said.extend(
            later.map(|change| {
                format!("from {}: {}", format::date(change.from), words(change.minutes_per_week))
            }),
        );
        said
    }

    fn term_words(&self) -> String {
        self.budget.term.map_or_else(
            || "Not agreed yet".to_owned(),
            |(start, end)| format!("{} to {}", format::date(start), format::date(end)),
        )
    }

    /// "£27.40 an hour from 6 April 2026", the latest first.
    fn rates(&self) -> Vec<String> {
        let rates = self.budget.rates.iter().rev();
        rates
            .map(|dated| format!("{} an hour from {}", rate_words(dated.rate), format::date(dated.from)))
            .collect()
    }

    fn corrections(&self) -> Vec<String> {
        statement::correction_words(&self.budget)
    }

    fn event(&self) -> String {
        freshness::event_words(&self.shown)
    }
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<EngagementId>) -> Answer {
    let who = signed.accounting()?;
    let shown = site.app.views.shown().await?;
    let detail = site.app.views.budget(&who, id).await?.ok_or(Refusal::NotFound)?;
    let sorted = statement::sort(&detail.budget, detail.sessions);
    let title = format!("{} budget", format::possessive(&detail.budget.person_name));
    let today = site.app.clock.today();
    let burn = burn(&detail.budget, today);
    let (page, made) = (signed.page(title, Here::Budgets), format::instant(site.app.clock.now()));
    show(&BudgetPage { page, budget: detail.budget, sorted, burn, shown, today, made })
}

fn burn(budget: &Budget, today: NaiveDate) -> Option<Burn> {
    let (from, to) = budget.term?;
    let mut left = statement::left_by_period(budget, today);
    // Once it has ended nothing more is spent, so no pace leads on from here.
    if budget.ended_on.is_some_and(|ended_on| ended_on < to) {
        left.push((to, budget.statement.left.pence()));
    }
    Some(Burn {
        title: "What is left of the budget".into(),
        total_pence: budget.total.pence(),
        from,
        to,
        left,
    })
}
