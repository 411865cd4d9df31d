//! Who pays: contracts, grants and agreements, and the Monday from which each one's periods count.

use app::contracts::Contract;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use chrono::{Datelike, NaiveDate, Weekday};
use domain::shared::calendar::FourWeeks;
use domain::shared::ids::ContractId;

use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};
use crate::{format, paths};

/// Every entry about who pays.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::FUNDERS, Audience::Administering, page),
        post(paths::FUNDERS, Audience::Administering, add),
        get("/funders/{id}", Audience::Administering, one),
        post("/funders/{id}", Audience::Administering, change),
    ]
}

#[derive(Template)]
#[template(path = "admin/funders.html")]
struct Funders {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    /// Every contract; empty on the page of one.
    contracts: Vec<Contract>,
    /// The one that is changed; `None` when one is added.
    changed: Option<ContractId>,
}

async fn draw(
    site: &Site,
    signed: &Signed,
    changed: Option<ContractId>,
    typed: Typed,
    attempt: Attempt,
) -> Answer {
    let contracts =
        if changed.is_none() { site.app.contracts.all(signed.organisation()).await? } else { Vec::new() };
    let title = if changed.is_none() { "Contracts" } else { "Change a contract" };
    let (page, keys) = (signed.page(title, Here::Setup), signed.keys(&site.app, &typed));
    show_as(attempt.status, &Funders { page, keys, attempt, typed, contracts, changed })
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    let typed = Typed::default().with("anchor", FourWeeks::default_anchor());
    draw(&site, &signed, None, typed, Attempt::first()).await
}

async fn one(State(site): State<Site>, signed: Signed, At(id): At<ContractId>) -> Answer {
    let contract = known(&site, &signed, id).await?;
    let typed = Typed::default().with("reference", contract.reference).with("funder", contract.funder);
    draw(&site, &signed, Some(id), typed.with("anchor", contract.anchor), Attempt::first()).await
}

async fn known(site: &Site, signed: &Signed, id: ContractId) -> Result<Contract, Refusal> {
    let all = site.app.contracts.all(signed.organisation()).await?;
    all.into_iter().find(|contract| contract.contract_id == id).ok_or(Refusal::NotFound)
}

async fn add(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    // The form's command id is the contract's: sent twice, it is the same contract.
    let id = typed.id("command_id").unwrap_or_else(|| ContractId(site.app.ids.next()));
    keep(&site, &signed, id, None, typed).await
}

async fn change(State(site): State<Site>, signed: Signed, At(id): At<ContractId>, typed: Typed) -> Answer {
    known(&site, &signed, id).await?;
    keep(&site, &signed, id, Some(id), typed).await
}

/// Why the periods of a contract stay as they are.
fn fixed_words(anchor: NaiveDate) -> String {
    format!(
        "Engagements are paid under this contract already, so its periods stay counted from {}: another Monday would \
         change statements that were sent. Add another contract for other periods",
        format::date(anchor)
    )
}

async fn keep(
    site: &Site,
    signed: &Signed,
    id: ContractId,
    changed: Option<ContractId>,
    typed: Typed,
) -> Answer {
    let who = signed.administering()?;
    let mut form = typed.reader();
    let (reference, funder, anchor) = (form.line("reference"), form.line("funder"), form.date("anchor"));
    let anchor = anchor.and_then(|day| match day.weekday() {
        Weekday::Mon => Some(day),
        _ => form.refuse(
            "anchor",
            format!(
                "{} is not a Monday. Periods begin on Mondays",
                format::weekday(day, site.app.clock.today())
            ),
        ),
    });
    let taken = site.app.contracts.all(signed.organisation()).await?;
    let before = taken.iter().find(|known| known.contract_id == id).map(|known| known.anchor);
    let anchor = match (anchor, before) {
        (Some(day), Some(before))
            if day != before && site.app.contracts.is_relied_on(signed.organisation(), id).await? =>
        {
            form.refuse("anchor", fixed_words(before))
        }
        (anchor, _) => anchor,
    };
    let taken =
        |reference: &str| taken.iter().any(|known| known.contract_id != id && known.reference == reference);
    let reference = reference.and_then(|reference| match taken(reference.as_str()) {
        true => form.refuse("reference", "Another contract has this reference already"),
        false => Some(reference),
    });
    let (Some(reference), Some(funder), Some(anchor)) = (reference, funder, anchor) else {
        return draw(site, signed, changed, typed.clone(), form.again()).await;
    };
    let organisation_id = signed.organisation();
    let contract = Contract {
        contract_id: id,
        organisation_id,
        reference: reference.into(),
        funder: funder.into(),
        anchor,
    };
    if changed.is_some() {
        site.app.contracts.keep(&who, &contract).await?;
    } else if !site.app.contracts.add(&who, &contract).await? && !is_kept(site, &contract).await? {
        let attempt = Attempt::refused(Refusal::CommandReused, &typed)?;
        return draw(site, signed, None, attempt.keep(typed), attempt).await;
    }
    go_on(paths::FUNDERS, Flash::ContractKept)
}

/// Whether a contract stands here as it is: the same page was sent twice.
async fn is_kept(site: &Site, contract: &Contract) -> Result<bool, Refusal> {
    Ok(site.app.contracts.all(contract.organisation_id).await?.contains(contract))
}
