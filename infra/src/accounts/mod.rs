//! Who signs in, kept in tables beside the log: `passwords` (argon2id), `secrets` (what others keep),
//! `throttle` (wrong passwords), `sign_ins` (sessions), `calendars` (their secret addresses), `admin`
//! (what an administrator does), `first` (the way in where nobody can sign in), `carried` (what goes along
//! in an export).

mod admin;
mod calendars;
pub(crate) mod carried;
mod first;
mod lone_working;
mod passwords;
mod secrets;
mod sign_ins;
mod throttle;

use std::collections::HashMap;
use std::str::FromStr;

use app::access::{Administering, Connecting, Role};
use app::accounts::{Account, Accounts, Colleague, NewSession};
use app::error::Failure;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::shared::ids::{AccountId, ContractId, OrganisationId};
use uuid::Uuid;

use crate::database::Database;
use crate::on;

pub(crate) use self::admin::GIVE_CONTRACT;
pub use self::sign_ins::SignIn;

/// Accounts and their sessions, in either database.
#[derive(Clone)]
pub struct SqlAccounts {
    database: Database,
}

impl SqlAccounts {
    /// Accounts of a database whose migrations have run.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

/// A name as it is kept and compared.
fn sign_in_name(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// An account as a row.
#[derive(sqlx::FromRow)]
struct Row {
    account_id: Uuid,
    organisation_id: Uuid,
    sign_in_name: String,
    name: String,
    role: String,
    active: bool,
}

/// The columns of [`Row`], of a table called `a`.
const ACCOUNT: &str = "a.account_id, a.organisation_id, a.sign_in_name, a.name, a.role, a.active";

impl Row {
    fn account(self, contracts: Vec<ContractId>) -> Result<Account, Failure> {
        Ok(Account {
            account_id: self.account_id.into(),
            organisation_id: self.organisation_id.into(),
            sign_in_name: self.sign_in_name,
            name: self.name,
            role: Role::from_str(&self.role).map_err(Failure::doing("reading an account's role"))?,
            contracts,
            active: self.active,
        })
    }
}

impl SqlAccounts {
    /// The account that one row and its contracts make.
    async fn whole(&self, row: Option<Row>) -> Result<Option<Account>, Failure> {
        let Some(row) = row else { return Ok(None) };
        let contracts = if row.role == Role::Commissioner.code() {
            self.contracts(row.account_id).await?
        } else {
            Vec::new()
        };
        row.account(contracts).map(Some)
    }

    async fn contracts(&self, account: Uuid) -> Result<Vec<ContractId>, Failure> {
        let text = "SELECT contract_id FROM account_contracts WHERE account_id = $1 ORDER BY contract_id";
        let ids: Vec<Uuid> =
            on!(&self.database, read, pool => sqlx::query_scalar(text).bind(account).fetch_all(pool).await)
                .map_err(Failure::doing("reading a commissioner's contracts"))?;
        Ok(ids.into_iter().map(ContractId).collect())
    }

    /// The accounts of an organisation, by name, as people of any language would look for them.
    async fn of_organisation(&self, organisation: OrganisationId) -> Result<Vec<Account>, Failure> {
        let failed = Failure::doing("reading the organisation's accounts");
        let text = format!("SELECT {ACCOUNT} FROM accounts a WHERE a.organisation_id = $1");
        let rows: Vec<Row> = on!(&self.database, read, pool =>
            sqlx::query_as(&text).bind(organisation.uuid()).fetch_all(pool).await)
        .map_err(&failed)?;
        let text = "SELECT c.account_id, c.contract_id FROM account_contracts c \
                    JOIN accounts a ON a.account_id = c.account_id WHERE a.organisation_id = $1 ORDER BY c.contract_id";
        let pairs: Vec<(Uuid, Uuid)> = on!(&self.database, read, pool =>
            sqlx::query_as(text).bind(organisation.uuid()).fetch_all(pool).await)
        .map_err(&failed)?;
        let mut contracts: HashMap<Uuid, Vec<ContractId>> = HashMap::new();
        for (account, contract) in pairs {
            contracts.entry(account).or_default().push(contract.into());
        }
        let whole = |row: Row| {
            let own = contracts.remove(&row.account_id).unwrap_or_default();
            row.account(own)
        };
        let mut accounts = rows.into_iter().map(whole).collect::<Result<Vec<_>, _>>()?;
        accounts.sort_by_cached_key(|account| (account.name.to_lowercase(), account.account_id));
        Ok(accounts)
    }
}

#[async_trait]
impl Accounts for SqlAccounts {
    async fn sign_in(
        &self,
        name: &str,
        password: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<NewSession>, Failure> {
        let name = sign_in_name(name);
        if !throttle::may_try(&self.database, &name, now).await? {
            return Ok(None);
        }
        let failed = Failure::doing("signing in");
        let text = "SELECT account_id, password FROM accounts WHERE sign_in_name = $1 AND active";
        let found: Option<(Uuid, Option<String>)> =
            on!(&self.database, read, pool => sqlx::query_as(text).bind(&name).fetch_optional(pool).await)
                .map_err(&failed)?;
        let (account, kept) = found.map_or((None, None), |(account, kept)| (Some(account), kept));
        if !passwords::fits(password, kept).await? {
            return Ok(None);
        }
        throttle::forgive(&self.database, &name).await?;
        match account {
            Some(account) => self.begin_session(account.into(), now).await,
            None => Ok(None),
        }
    }

    async fn sign_in_as(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<Option<NewSession>, Failure> {
        let text = "SELECT persona IS NOT NULL FROM accounts WHERE account_id = $1 AND active";
        let persona: Option<bool> =
            on!(&self.database, read, pool => sqlx::query_scalar(text).bind(account.uuid()).fetch_optional(pool).await)
                .map_err(Failure::doing("signing in as a persona"))?;
        if persona == Some(true) { self.begin_session(account, now).await } else { Ok(None) }
    }

    async fn signed_in(&self, token: &str, now: DateTime<Utc>) -> Result<Option<Account>, Failure> {
        self.of_session(token, now).await
    }

    async fn sign_out(&self, token: &str) -> Result<(), Failure> {
        self.end_session(token).await
    }

    async fn calendar_made(&self, account: AccountId) -> Result<Option<DateTime<Utc>>, Failure> {
        self.when_calendar_was_made(account).await
    }

    async fn renew_calendar(&self, account: AccountId, now: DateTime<Utc>) -> Result<String, Failure> {
        self.new_calendar(account, now).await
    }

    async fn end_calendar(&self, account: AccountId) -> Result<(), Failure> {
        self.drop_calendar(account).await
    }

    async fn of_calendar(&self, secret: &str) -> Result<Option<Account>, Failure> {
        self.whose_calendar(secret).await
    }

    async fn add(&self, account: &Account, password: Option<&str>) -> Result<bool, Failure> {
        let password = match password {
            Some(password) => Some(passwords::hash(password).await?),
            None => None,
        };
        self.insert(account, password, admin::Place::None).await
    }

    async fn found(&self, organisation: OrganisationId, name: &str) -> Result<(), Failure> {
        let text = "INSERT INTO organisations (organisation_id, name) VALUES ($1, $2) \
                    ON CONFLICT (organisation_id) DO UPDATE SET name = excluded.name";
        on!(&self.database, write, pool =>
            sqlx::query(text).bind(organisation.uuid()).bind(name).execute(pool).await.map(drop))
        .map_err(Failure::doing("founding an organisation"))
    }

    async fn add_persona(&self, account: &Account) -> Result<(), Failure> {
        self.insert(account, None, admin::Place::Last).await.map(drop)
    }

    async fn add_first(&self, secret: &str, account: &Account, password: &str) -> Result<bool, Failure> {
        self.take_first_place(secret, account, password).await
    }

    async fn first_secret(&self) -> Result<Option<String>, Failure> {
        self.offer_first_place().await
    }

    async fn is_first_secret(&self, secret: &str) -> Result<bool, Failure> {
        self.is_first_place(secret).await
    }

    async fn carried_here(&self) -> Result<Option<(OrganisationId, String)>, Failure> {
        self.of_the_house().await
    }

    async fn team(&self, organisation: OrganisationId) -> Result<Vec<Account>, Failure> {
        self.of_organisation(organisation).await
    }

    async fn list(&self, who: &Administering<'_>) -> Result<Vec<Account>, Failure> {
        self.of_organisation(who.organisation()).await
    }

    async fn one(&self, who: &Administering<'_>, id: AccountId) -> Result<Option<Account>, Failure> {
        let text =
            format!("SELECT {ACCOUNT} FROM accounts a WHERE a.account_id = $1 AND a.organisation_id = $2");
        let row = on!(&self.database, read, pool => sqlx::query_as(&text)
            .bind(id.uuid())
            .bind(who.organisation().uuid())
            .fetch_optional(pool)
            .await)
        .map_err(Failure::doing("reading an account"))?;
        self.whole(row).await
    }

    async fn change(&self, who: &Administering<'_>, account: &Account) -> Result<(), Failure> {
        self.update(who.organisation(), account).await
    }

    async fn set_password(
        &self,
        who: &Administering<'_>,
        id: AccountId,
        password: &str,
    ) -> Result<(), Failure> {
        self.renew_password(who.organisation(), id, password).await
    }

    async fn colleagues(&self, who: &Connecting<'_>) -> Result<Vec<Colleague>, Failure> {
        let accounts = self.of_organisation(who.organisation()).await?.into_iter();
        Ok(accounts
            .filter(|account| account.active && (account.role == Role::Connector || account.role.leads()))
            .map(|account| Colleague {
                account_id: account.account_id,
                name: account.name,
                role: account.role,
            })
            .collect())
    }

    async fn organisation_name(&self, organisation: OrganisationId) -> Result<Option<String>, Failure> {
        let text = "SELECT name FROM organisations WHERE organisation_id = $1";
        on!(&self.database, read, pool =>
            sqlx::query_scalar(text).bind(organisation.uuid()).fetch_optional(pool).await)
        .map_err(Failure::doing("reading an organisation's name"))
    }

    async fn names(&self, organisation: OrganisationId) -> Result<Vec<(AccountId, String)>, Failure> {
        let text = "SELECT account_id, name FROM accounts WHERE organisation_id = $1 ORDER BY account_id";
        let rows: Vec<(Uuid, String)> = on!(&self.database, read, pool =>
            sqlx::query_as(text).bind(organisation.uuid()).fetch_all(pool).await)
        .map_err(Failure::doing("reading what people are called"))?;
        Ok(rows.into_iter().map(|(id, name)| (id.into(), name)).collect())
    }

    async fn personas(&self) -> Result<Vec<Account>, Failure> {
        let text = format!(
            "SELECT {ACCOUNT} FROM accounts a WHERE a.persona IS NOT NULL AND a.active ORDER BY a.persona"
        );
        let rows: Vec<Row> = on!(&self.database, read, pool => sqlx::query_as(&text).fetch_all(pool).await)
            .map_err(Failure::doing("reading the personas"))?;
        let mut personas = Vec::new();
        for row in rows {
            personas.extend(self.whole(Some(row)).await?);
        }
        Ok(personas)
    }
}
