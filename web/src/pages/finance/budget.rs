//! The statement of one budget: who pays what, what each four weeks come to, what is left, and every
//! session behind every line.

use app::error::Refusal;
use app::views::budgets::Budget;
use app::views::sessions::SessionRow;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::engagement::billing::rate_on;
use domain::shared::ids::EngagementId;
use domain::shared::money::Money;

use super::statement::{self, Line, Sorted, clock_hours, rate_words};
use super::{CHARGED, ROUNDING};
use crate::charts::Picture;
use crate::charts::burn::Burn;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
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
    position: i64,
    made: String,
}

impl BudgetPage {
    fn file(&self, file: &str) -> String {
        paths::budget_part(self.budget.engagement_id, format!("files/{file}").as_str())
    }

    fn lines(&self) -> &[Line] {
        &self.sorted.lines
    }

    fn sessions<'a>(&self, line: &'a Line) -> &'a [SessionRow] {
        &line.sessions
    }

    fn not_charged(&self) -> &[SessionRow] {
        &self.sorted.not_charged
    }

    fn not_delivered(&self) -> &[SessionRow] {
        &self.sorted.not_delivered
    }

    fn sessions_label(&self, line: &Line) -> String {
        format!("Sessions of line {}", line.number)
    }

    fn count(&self, line: &Line) -> String {
        format::plural(line.sessions.len(), "session", "sessions")
    }

    /// "come to £43.38, of which £40.00 is due"
    fn worth(&self, line: &Line) -> String {
        let (amount, due) = (line.period.amount, line.period.due);
        let due_words =
            if due == amount { String::new() } else { format!(", {} of it due", self.money(&due)) };
        format!("{}{due_words}", self.money(&amount))
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

    /// The rate of the day of a session, whether or not it is charged.
    fn rate_of_day(&self, session: &SessionRow) -> String {
        rate_on(&self.budget.rates, session.time.on)
            .map_or_else(|| "–".to_owned(), |dated| rate_words(dated.rate))
    }

    fn corrected(&self, session: &SessionRow) -> String {
        match session.corrections {
            0 => String::new(),
            1 => "Put right once".to_owned(),
            2 => "Put right twice".to_owned(),
            more => format!("Put right {more} times"),
        }
    }

    fn total_sessions(&self) -> usize {
        self.sorted.lines.iter().map(|line| line.sessions.len()).sum()
    }

    fn total_minutes(&self) -> i64 {
        self.sorted.lines.iter().map(|line| line.period.minutes).sum()
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

    fn hours_a_week(&self) -> String {
        match self.budget.minutes_per_week {
            0 => "Not agreed yet".to_owned(),
            minutes => format!("{} a week", format::hours(minutes)),
        }
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

    fn event(&self) -> String {
        format::thousands(u64::try_from(self.position).unwrap_or_default())
    }
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<EngagementId>) -> Answer {
    let who = signed.accounting()?;
    let position = site.app.views.shown().await;
    let detail = site.app.views.budget(&who, id).await?.ok_or(Refusal::NotFound)?;
    let sorted = statement::sort(&detail.budget, detail.sessions);
    let title = format!("{} budget", format::possessive(&detail.budget.person_name));
    let burn = burn(&detail.budget, site.app.clock.today());
    let (page, made) = (signed.page(title, Here::Budgets), format::instant(site.app.clock.now()));
    show(&BudgetPage { page, budget: detail.budget, sorted, burn, position, made })
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
