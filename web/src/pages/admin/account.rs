//! One account: added, changed, closed, opened again, given a new password. Each change ends the
//! sessions of whoever it is.

use app::access::{Administering, Role};
use app::accounts::Account;
use app::contracts::Contract;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::shared::ids::{AccountId, ContractId};
use domain::shared::text::Line;

use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};

/// Every entry about one account.
pub fn routes() -> Vec<Route> {
    vec![
        get("/accounts/new", Audience::Administering, new),
        post(paths::ACCOUNTS, Audience::Administering, add),
        get("/accounts/{id}", Audience::Administering, page),
        post("/accounts/{id}", Audience::Administering, change),
        post("/accounts/{id}/password", Audience::Administering, set_password),
        post("/accounts/{id}/closing", Audience::Administering, close),
        post("/accounts/{id}/opening", Audience::Administering, open),
    ]
}

#[derive(Template)]
#[template(path = "admin/account.html")]
struct AccountPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    /// The account as it stands; `None` for a new one.
    account: Option<Account>,
    /// Whether it is the administrator's own, which they can neither close nor demote.
    own: bool,
    roles: Vec<Choice>,
    contracts: Vec<Choice>,
}

async fn draw(
    site: &Site,
    signed: &Signed,
    account: Option<Account>,
    typed: Typed,
    attempt: Attempt,
) -> Answer {
    let contracts = site.app.contracts.all(signed.organisation()).await?;
    let chosen = |name: &'static str, value: String, label: String| {
        Choice::new(&value, label).chosen(typed.is(name, &value))
    };
    let roles = Role::ALL.iter().map(|role| chosen("role", role.code().to_owned(), role.label().to_owned()));
    let roles = roles.collect();
    let contracts = contracts.into_iter().map(|contract| {
        chosen("contract", contract.contract_id.to_string(), contract.reference).hint(contract.funder)
    });
    let contracts = contracts.collect();
    let title = account.as_ref().map_or("Add somebody", |account| account.name.as_str());
    let page = signed.page(title, Here::Accounts);
    let own = account.as_ref().is_some_and(|account| account.account_id == signed.account());
    let keys = signed.keys(&site.app, &typed);
    show_as(attempt.status, &AccountPage { page, keys, attempt, typed, account, own, roles, contracts })
}

async fn new(State(site): State<Site>, signed: Signed) -> Answer {
    draw(&site, &signed, None, Typed::default().with("role", Role::Connector.code()), Attempt::first()).await
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<AccountId>) -> Answer {
    let account = one(&site, &signed.administering()?, id).await?;
    let typed = as_it_stands(&account);
    draw(&site, &signed, Some(account), typed, Attempt::first()).await
}

async fn one(site: &Site, who: &Administering<'_>, id: AccountId) -> Result<Account, Refusal> {
    site.app.accounts.one(who, id).await?.ok_or(Refusal::NotFound)
}

fn as_it_stands(account: &Account) -> Typed {
    let typed = Typed::default().with("name", &account.name).with("role", account.role.code());
    account.contracts.iter().fold(typed, |typed, contract| typed.with("contract", contract))
}

/// What an administrator may say of an account, read from a form.
struct Wanted {
    name: Line,
    role: Role,
    contracts: Vec<ContractId>,
}

/// Reads it; a contract must be one of those that are here.
fn wanted(form: &mut Reader<'_>, here: &[Contract]) -> Option<Wanted> {
    let (name, role) = (form.line("name"), form.code("role"));
    let contracts = form.ids("contract");
    let (name, role, mut contracts) = (name?, role?, contracts?);
    contracts.sort_unstable();
    contracts.dedup();
    match role {
        Role::Commissioner
            if contracts.iter().any(|id: &ContractId| !here.iter().any(|known| known.contract_id == *id)) =>
        {
            form.refuse("contract", "Choose from the contracts that are here")
        }
        Role::Commissioner if contracts.is_empty() => {
            form.refuse("contract", "Choose the contracts they pay for")
        }
        Role::Commissioner => Some(Wanted { name, role, contracts }),
        _ => Some(Wanted { name, role, contracts: Vec::new() }),
    }
}

/// What somebody types to sign in: no spaces, lower case.
pub(crate) fn sign_in_name(form: &mut Reader<'_>) -> Option<String> {
    let name = form.line("sign_in_name")?;
    if name.as_str().chars().any(char::is_whitespace) {
        return form.refuse("sign_in_name", "Leave the spaces out");
    }
    Some(name.as_str().to_lowercase())
}

async fn add(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let who = signed.administering()?;
    let mut form = typed.reader();
    let here = site.app.contracts.all(who.organisation()).await?;
    let read = (wanted(&mut form, &here), sign_in_name(&mut form), form.password("password"));
    let (Some(wanted), Some(sign_in_name), Some(password)) = read else {
        return draw(&site, &signed, None, typed.clone(), form.again()).await;
    };
    // The form's command id is the account's: sent twice, it is the same account.
    let account_id = typed.id("command_id").unwrap_or_else(|| AccountId(site.app.ids.next()));
    let account = Account {
        account_id,
        organisation_id: who.organisation(),
        sign_in_name,
        name: wanted.name.into(),
        role: wanted.role,
        contracts: wanted.contracts,
        active: true,
    };
    if site.app.accounts.add(&account, Some(&password)).await? {
        return go_on(paths::ACCOUNTS, Flash::AccountAdded);
    }
    let attempt = match site.app.accounts.one(&who, account_id).await? {
        Some(known) if known == account => return go_on(paths::ACCOUNTS, Flash::AccountAdded),
        Some(_) => Attempt::refused(Refusal::CommandReused, &typed)?,
        None => {
            form.refuse::<()>("sign_in_name", "Somebody signs in with this already. Choose another");
            form.again()
        }
    };
    // Under an id that nobody has yet: the one that was sent may be another organisation's.
    draw(&site, &signed, None, typed.without("command_id"), attempt).await
}

async fn change(State(site): State<Site>, signed: Signed, At(id): At<AccountId>, typed: Typed) -> Answer {
    let who = signed.administering()?;
    let before = one(&site, &who, id).await?;
    let mut form = typed.reader();
    let here = site.app.contracts.all(who.organisation()).await?;
    let read = wanted(&mut form, &here);
    let demotes = read.as_ref().is_some_and(|wanted| wanted.role != Role::Administrator);
    if id == signed.account() && demotes {
        form.refuse::<()>("role", "You cannot take this role from yourself. Ask another administrator");
    }
    let Some(wanted) = read.filter(|_| form.is_fine()) else {
        return draw(&site, &signed, Some(before), typed.clone(), form.again()).await;
    };
    let after =
        Account { name: wanted.name.into(), role: wanted.role, contracts: wanted.contracts, ..before };
    site.app.accounts.change(&who, &after).await?;
    go_on(&paths::account(id), Flash::AccountChanged)
}

async fn set_password(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<AccountId>,
    typed: Typed,
) -> Answer {
    let who = signed.administering()?;
    let account = one(&site, &who, id).await?;
    let mut form = typed.reader();
    let Some(password) = form.password("password") else {
        let typed = as_it_stands(&account);
        return draw(&site, &signed, Some(account), typed, form.again()).await;
    };
    site.app.accounts.set_password(&who, id, &password).await?;
    go_on(&paths::account(id), Flash::PasswordSet)
}

async fn close(State(site): State<Site>, signed: Signed, At(id): At<AccountId>) -> Answer {
    set_active(&site, &signed, id, false).await
}

async fn open(State(site): State<Site>, signed: Signed, At(id): At<AccountId>) -> Answer {
    set_active(&site, &signed, id, true).await
}

async fn set_active(site: &Site, signed: &Signed, id: AccountId, active: bool) -> Answer {
    let who = signed.administering()?;
    let account = one(site, &who, id).await?;
    if id == signed.account() {
        let refusal =
            Refusal::invalid("active", "You cannot close your own account. Ask another administrator");
        let typed = as_it_stands(&account);
        let attempt = Attempt::refused(refusal, &typed)?;
        return draw(site, signed, Some(account), typed, attempt).await;
    }
    site.app.accounts.change(&who, &Account { active, ..account }).await?;
    go_on(&paths::account(id), if active { Flash::AccountChanged } else { Flash::AccountClosed })
}
