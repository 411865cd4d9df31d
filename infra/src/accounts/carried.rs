//! What an export carries beside the log: each organisation with its contracts and with who works
//! there. No password and no session goes along, nor that an account is one of a demo's personas, so
//! nobody can sign in where it is taken in until the one-time link was used.

use std::str::FromStr;

use app::access::Role;
use app::accounts::Account;
use app::contracts::{Contract, Contracts};
use app::error::Failure;
use app::instruments::{InstrumentSetting, Instruments};
use app::terms::{TermChange, Terms};
use app::ways::{Way, WayBook};
use chrono::{DateTime, NaiveDate, Utc};
use domain::shared::ids::OrganisationId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::SqlAccounts;
use crate::contracts::SqlContracts;
use crate::database::Database;
use crate::instruments::SqlInstruments;
use crate::on;
use crate::terms::SqlTerms;
use crate::ways::SqlWays;

/// One organisation, as an export carries it.
#[derive(Serialize, Deserialize)]
pub(crate) struct House {
    pub(crate) organisation_id: Uuid,
    pub(crate) name: String,
    pub(crate) contracts: Vec<Paying>,
    pub(crate) accounts: Vec<Working>,
    /// What the things that people love are called; an export from before there were terms has none.
    #[serde(default)]
    pub(crate) terms: Vec<Called>,
    /// How long ways are between parts of town.
    #[serde(default)]
    pub(crate) ways: Vec<Going>,
    /// Which questions about how life is are asked, and under which licences.
    #[serde(default)]
    pub(crate) instruments: Vec<AskedOf>,
    /// The contracts under which they are asked once more after the end.
    #[serde(default)]
    pub(crate) follow_ups: Vec<Uuid>,
}

/// One decision about an instrument.
#[derive(Serialize, Deserialize)]
pub(crate) struct AskedOf {
    pub(crate) setting_id: Uuid,
    pub(crate) instrument: String,
    pub(crate) on: bool,
    pub(crate) holder: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) until: Option<NaiveDate>,
    pub(crate) changed_by: Uuid,
    pub(crate) changed_at: DateTime<Utc>,
}

impl From<InstrumentSetting> for AskedOf {
    fn from(setting: InstrumentSetting) -> Self {
        let (until, licence) = (setting.licence.as_ref().and_then(|kept| kept.until), setting.licence);
        let (holder, reference) = licence.map(|kept| (kept.holder, kept.reference)).unzip();
        Self {
            setting_id: setting.setting_id,
            instrument: setting.instrument.code().to_owned(),
            on: setting.on,
            holder,
            reference,
            until,
            changed_by: setting.by.uuid(),
            changed_at: setting.changed_at,
        }
    }
}

/// One change of what a thing is called.
#[derive(Serialize, Deserialize)]
pub(crate) struct Called {
    pub(crate) change_id: Uuid,
    pub(crate) from_term: Uuid,
    pub(crate) became: String,
    pub(crate) changed_by: Uuid,
    pub(crate) changed_at: DateTime<Utc>,
    pub(crate) undone_at: Option<DateTime<Utc>>,
}

impl From<TermChange> for Called {
    fn from(change: TermChange) -> Self {
        Self {
            change_id: change.change_id.uuid(),
            from_term: change.from.uuid(),
            became: change.became,
            changed_by: change.by.uuid(),
            changed_at: change.changed_at,
            undone_at: change.undone_at,
        }
    }
}

/// What was said about a way.
#[derive(Serialize, Deserialize)]
pub(crate) struct Going {
    pub(crate) way_id: Uuid,
    pub(crate) one: String,
    pub(crate) other: String,
    pub(crate) minutes: Option<u16>,
    pub(crate) said_by: Uuid,
    pub(crate) said_at: DateTime<Utc>,
}

impl From<Way> for Going {
    fn from(way: Way) -> Self {
        let Way { way_id, one, other, minutes, by, said_at } = way;
        Self { way_id, one, other, minutes, said_by: by.uuid(), said_at }
    }
}

/// A contract of a house.
#[derive(Serialize, Deserialize)]
pub(crate) struct Paying {
    pub(crate) contract_id: Uuid,
    pub(crate) reference: String,
    pub(crate) funder: String,
    pub(crate) anchor: NaiveDate,
}

/// An account of a house.
#[derive(Serialize, Deserialize)]
pub(crate) struct Working {
    pub(crate) account_id: Uuid,
    pub(crate) sign_in_name: String,
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) active: bool,
    pub(crate) contracts: Vec<Uuid>,
}

impl From<Contract> for Paying {
    fn from(contract: Contract) -> Self {
        let Contract { contract_id, organisation_id: _, reference, funder, anchor } = contract;
        Self { contract_id: contract_id.uuid(), reference, funder, anchor }
    }
}

impl From<Account> for Working {
    fn from(account: Account) -> Self {
        Self {
            account_id: account.account_id.uuid(),
            contracts: super::admin::contracts(&account).collect(),
            sign_in_name: account.sign_in_name,
            name: account.name,
            role: account.role.code().to_owned(),
            active: account.active,
        }
    }
}

impl House {
    /// Whether this version knows every role in it.
    pub(crate) fn is_understood(&self) -> bool {
        self.accounts.iter().all(|account| Role::from_str(&account.role).is_ok())
    }
}

/// Every organisation, in an order that is the same each time.
pub(crate) async fn houses(database: &Database) -> Result<Vec<House>, Failure> {
    let (accounts, contracts) = (SqlAccounts::new(database.clone()), SqlContracts::new(database.clone()));
    let terms = SqlTerms::new(database.clone());
    let instruments = SqlInstruments::new(database.clone());
    let ways = SqlWays::new(database.clone());
    let text = "SELECT organisation_id, name FROM organisations ORDER BY organisation_id";
    let found: Vec<(Uuid, String)> = on!(database, read, pool => sqlx::query_as(text).fetch_all(pool).await)
        .map_err(Failure::doing("reading the organisations"))?;
    let mut houses = Vec::with_capacity(found.len());
    for (organisation_id, name) in found {
        let id = OrganisationId(organisation_id);
        houses.push(House {
            organisation_id,
            name,
            contracts: contracts.all(id).await?.into_iter().map(Paying::from).collect(),
            accounts: accounts.of_organisation(id).await?.into_iter().map(Working::from).collect(),
            terms: terms.changes(id).await?.into_iter().map(Called::from).collect(),
            ways: ways.ways(id).await?.into_iter().map(Going::from).collect(),
            instruments: instruments.settings(id).await?.into_iter().map(AskedOf::from).collect(),
            follow_ups: instruments.follow_ups(id).await?.into_iter().map(|id| id.uuid()).collect(),
        });
    }
    Ok(houses)
}

/// How many accounts there are.
pub(crate) const ACCOUNTS: &str = "SELECT COUNT(*) FROM accounts";
pub(crate) const KEEP_HOUSE: &str = "INSERT INTO organisations (organisation_id, name) VALUES ($1, $2)";
pub(crate) const KEEP_CONTRACT: &str = "INSERT INTO contracts (contract_id, organisation_id, reference, funder, anchor) VALUES ($1, $2, $3, $4, $5)";
pub(crate) const KEEP_TERM: &str = "INSERT INTO term_changes (change_id, organisation_id, from_term, became, changed_by, changed_at, undone_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
pub(crate) const KEEP_WAY: &str = "INSERT INTO ways (way_id, organisation_id, one, other, minutes, said_by, said_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
pub(crate) const KEEP_SETTING: &str = "INSERT INTO instrument_settings (setting_id, organisation_id, instrument, \
    switched_on, licence_holder, licence_reference, licence_until, changed_by, changed_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
pub(crate) const KEEP_FOLLOW_UP: &str =
    "INSERT INTO measure_follow_ups (organisation_id, contract_id) VALUES ($1, $2)";
pub(crate) const KEEP_ACCOUNT: &str = "INSERT INTO accounts (account_id, organisation_id, sign_in_name, name, role, active) \
    VALUES ($1, $2, $3, $4, $5, $6)";

/// Keeps a house through a connection of either database.
macro_rules! keep_house {
    ($house:expr, $connection:expr) => {{
        use $crate::accounts::carried::{
            KEEP_ACCOUNT, KEEP_CONTRACT, KEEP_FOLLOW_UP, KEEP_HOUSE, KEEP_SETTING, KEEP_TERM, KEEP_WAY,
        };
        let (house, connection) = ($house, $connection);
        let id = house.organisation_id;
        sqlx::query(KEEP_HOUSE).bind(id).bind(house.name).execute(&mut *connection).await?;
        for contract in house.contracts {
            sqlx::query(KEEP_CONTRACT)
                .bind(contract.contract_id)
                .bind(id)
                .bind(contract.reference)
                .bind(contract.funder)
                .bind(contract.anchor)
                .execute(&mut *connection)
                .await?;
        }
        for account in house.accounts {
            sqlx::query(KEEP_ACCOUNT)
                .bind(account.account_id)
                .bind(id)
                .bind(account.sign_in_name)
                .bind(account.name)
                .bind(account.role)
                .bind(account.active)
                .execute(&mut *connection)
                .await?;
            for contract in account.contracts {
                sqlx::query($crate::accounts::GIVE_CONTRACT)
                    .bind(account.account_id)
                    .bind(contract)
                    .execute(&mut *connection)
                    .await?;
            }
        }
        for term in house.terms {
            sqlx::query(KEEP_TERM)
                .bind(term.change_id)
                .bind(id)
                .bind(term.from_term)
                .bind(term.became)
                .bind(term.changed_by)
                .bind(term.changed_at)
                .bind(term.undone_at)
                .execute(&mut *connection)
                .await?;
        }
        for way in house.ways {
            sqlx::query(KEEP_WAY)
                .bind(way.way_id)
                .bind(id)
                .bind(way.one)
                .bind(way.other)
                .bind(way.minutes.map(i64::from))
                .bind(way.said_by)
                .bind(way.said_at)
                .execute(&mut *connection)
                .await?;
        }
        for setting in house.instruments {
            sqlx::query(KEEP_SETTING)
                .bind(setting.setting_id)
                .bind(id)
                .bind(setting.instrument)
                .bind(setting.on)
                .bind(setting.holder)
                .bind(setting.reference)
                .bind(setting.until)
                .bind(setting.changed_by)
                .bind(setting.changed_at)
                .execute(&mut *connection)
                .await?;
        }
        for contract in house.follow_ups {
            sqlx::query(KEEP_FOLLOW_UP).bind(id).bind(contract).execute(&mut *connection).await?;
        }
        Ok::<(), sqlx::Error>(())
    }};
}
pub(crate) use keep_house;

impl SqlAccounts {
    /// The organisations that events name and that are not there: nobody can look at what those events
    /// say. With how many events of each.
    pub async fn missing_organisations(&self) -> Result<Vec<(OrganisationId, i64)>, Failure> {
        let text = "SELECT organisation, COUNT(*) FROM events WHERE organisation NOT IN \
                    (SELECT organisation_id FROM organisations) GROUP BY organisation ORDER BY organisation";
        let found: Vec<(Uuid, i64)> =
            on!(&self.database, read, pool => sqlx::query_as(text).fetch_all(pool).await)
                .map_err(Failure::doing("looking for organisations that are not there"))?;
        Ok(found.into_iter().map(|(id, events)| (id.into(), events)).collect())
    }

    /// The organisation that is here before anybody can sign in: it was carried here.
    pub(super) async fn of_the_house(&self) -> Result<Option<(OrganisationId, String)>, Failure> {
        let text = "SELECT organisation_id, name FROM organisations ORDER BY organisation_id LIMIT 1";
        let found: Option<(Uuid, String)> =
            on!(&self.database, read, pool => sqlx::query_as(text).fetch_optional(pool).await)
                .map_err(Failure::doing("reading the organisation"))?;
        Ok(found.map(|(id, name)| (id.into(), name)))
    }
}
