//! Every engagement's budget: who, who pays, by which route, what is spent and what is left. A name is
//! sent in a form, not in the address, because addresses are kept by browsers and proxies.

use app::access::Accounting;
use app::error::Refusal;
use app::views::Shown;
use app::views::budgets::{Budget, BudgetFilter};
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::engagement::billing::rate_on;
use domain::shared::ids::ContractId;
use domain::shared::money::Money;

use super::statement::rate_words;
use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::form::{Attempt, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page};
use crate::pages::freshness;
use crate::pages::paging::{Paging, ROWS};
use crate::router::{Route, get, post};
use crate::site::{Site, see_other, show_as};
use crate::{format, paths};

/// Every entry about the list.
pub fn routes() -> Vec<Route> {
    vec![get(paths::BUDGETS, Audience::Accounting, page), post(paths::BUDGETS, Audience::Accounting, search)]
}

#[derive(Template)]
#[template(path = "finance/budgets.html")]
struct BudgetsPage {
    page: Page,
    attempt: Attempt,
    typed: Typed,
    contracts: Vec<Choice>,
    rows: Vec<Budget>,
    all: i64,
    paging: Paging,
    today: NaiveDate,
    shown: Shown,
}

impl BudgetsPage {
    /// What is missing of the figures; "" when nothing is.
    fn gap_words(&self) -> String {
        freshness::gap_words(&self.shown)
    }

    fn event(&self) -> String {
        freshness::event_words(&self.shown)
    }

    fn is_searched(&self) -> bool {
        !self.typed.one("name").trim().is_empty()
    }

    fn is_filtered(&self) -> bool {
        self.is_searched() || !self.typed.one("contract").is_empty()
    }

    /// The list of the chosen contract, where no name was asked for.
    fn address(&self, start: &str) -> String {
        format!(
            "{start}?contract={}",
            self.typed.id::<ContractId>("contract").map_or_else(String::new, |id| id.to_string())
        )
    }

    fn rate(&self, budget: &Budget) -> String {
        rate_on(&budget.rates, self.today).map_or_else(|| "–".to_owned(), |dated| rate_words(dated.rate))
    }

    fn money(&self, amount: &Money) -> String {
        format::money(amount.pence())
    }

    /// Of a hundred, how much is left; for the bar.
    fn left_of_hundred(&self, budget: &Budget) -> i64 {
        let (left, total) = (budget.statement.left.pence(), budget.total.pence().max(1));
        (left.saturating_mul(100) / total).clamp(0, 100)
    }

    fn is_over(&self, budget: &Budget) -> bool {
        budget.statement.over_budget > Money::ZERO
    }

    fn sum(&self, which: &str) -> String {
        let of = |budget: &Budget| match which {
            "total" => budget.total,
            "spent" => budget.statement.spent,
            "over" => budget.statement.over_budget,
            _ => budget.statement.left,
        };
        format::money(self.rows.iter().map(of).sum::<Money>().pence())
    }

    fn over_in_all(&self) -> bool {
        self.rows.iter().any(|budget| self.is_over(budget))
    }

    fn sum_label(&self) -> String {
        let these = format::plural(self.rows.len(), "budget", "budgets");
        if self.paging.is_needed() {
            format!("The {these} on this page")
        } else {
            format!("All {these} listed")
        }
    }
}

/// What the form or the address asks for.
pub(super) fn filter(typed: &Typed) -> Result<BudgetFilter, Attempt> {
    let mut form = typed.reader();
    let read = (form.line_or_none("name"), form.id_or_none::<ContractId>("contract"));
    let (Some(name), Some(contract)) = read else { return Err(form.again()) };
    Ok(BudgetFilter { contract, name: name.map(String::from), skip: 0, limit: 0 })
}

async fn draw(site: &Site, signed: &Signed, typed: Typed) -> Answer {
    let who = signed.accounting()?;
    let (filter, attempt) = match filter(&typed) {
        Ok(filter) => (filter, Attempt::first()),
        Err(attempt) => (BudgetFilter::default(), attempt),
    };
    let shown = site.app.views.shown().await?;
    let (rows, all, paging) = listed(site, &who, filter, &typed).await?;
    let contracts = site.app.views.payers(&who).await?.into_iter().map(|contract| {
        let words = format!("{} · {}", contract.reference, contract.funder);
        Choice::new(contract.contract_id, words)
            .chosen(typed.is("contract", contract.contract_id.to_string()))
    });
    let contracts = contracts.collect();
    let (page, today) = (signed.page("Budgets", Here::Budgets), site.app.clock.today());
    show_as(attempt.status, &BudgetsPage { page, attempt, typed, contracts, rows, all, paging, today, shown })
}

/// One page of budgets, how many there are in all, and which page it is.
async fn listed(
    site: &Site,
    who: &Accounting<'_>,
    filter: BudgetFilter,
    typed: &Typed,
) -> Result<(Vec<Budget>, i64, Paging), Refusal> {
    let at = |paging: Paging| BudgetFilter {
        skip: i64::try_from(paging.skip()).unwrap_or(i64::MAX),
        limit: i64::try_from(ROWS).unwrap_or(i64::MAX),
        ..filter.clone()
    };
    let hoped = Paging::read(typed, ROWS * 100_000);
    let (rows, all) = site.app.views.budgets(who, &at(hoped)).await?;
    let paging = Paging::read(typed, usize::try_from(all).unwrap_or(usize::MAX));
    if paging.page == hoped.page {
        return Ok((rows, all, paging));
    }
    let (rows, all) = site.app.views.budgets(who, &at(paging)).await?;
    Ok((rows, all, paging))
}

async fn page(State(site): State<Site>, signed: Signed, Params(typed): Params) -> Answer {
    draw(&site, &signed, typed.without("name")).await
}

async fn search(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    if typed.one("name").trim().is_empty() && filter(&typed).is_ok() {
        let contract = typed.id::<ContractId>("contract").map_or_else(String::new, |id| id.to_string());
        return see_other(&format!("{}?contract={contract}", paths::BUDGETS));
    }
    draw(&site, &signed, typed).await
}
