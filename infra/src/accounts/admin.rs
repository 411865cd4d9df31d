//! What an administrator does to accounts. Whatever changes what somebody may see ends their sessions
//! in the same transaction.

use app::access::Role;
use app::accounts::Account;
use app::error::Failure;
use domain::shared::ids::{AccountId, OrganisationId};
use uuid::Uuid;

use super::{SqlAccounts, passwords, sign_in_name};
use crate::on;

/// Where an account stands on the demo's sign-in page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// Not there.
    None,
    /// After those that are there.
    Last,
}

/// Adds an account if its name is free: `$8` is whether it is a persona.
pub(super) const INSERT: &str = "INSERT INTO accounts \
    (account_id, organisation_id, sign_in_name, name, role, active, password, persona) \
    SELECT $1, $2, $3, $4, $5, $6, $7, CASE WHEN $8 THEN (SELECT COALESCE(MAX(persona), 0) + 1 FROM accounts) END \
    WHERE TRUE ON CONFLICT DO NOTHING";
const UPDATE: &str =
    "UPDATE accounts SET name = $1, role = $2, active = $3 WHERE account_id = $4 AND organisation_id = $5";
const SET_PASSWORD: &str = "UPDATE accounts SET password = $1 WHERE account_id = $2 AND organisation_id = $3";
const END_SESSIONS: &str = "DELETE FROM sign_ins WHERE account_id = $1";
/// A calendar is only for somebody who may sign in and works with people: opened again, it has a new address.
const END_CALENDAR: &str = "DELETE FROM calendars WHERE account_id = $1 AND NOT EXISTS \
    (SELECT 1 FROM accounts a WHERE a.account_id = $1 AND a.active AND a.role IN ($2, $3, $4))";
const TAKE_CONTRACTS: &str = "DELETE FROM account_contracts WHERE account_id = $1";
pub(crate) const GIVE_CONTRACT: &str = "INSERT INTO account_contracts (account_id, contract_id) VALUES ($1, $2) \
    ON CONFLICT DO NOTHING";

/// Runs statements on one writing transaction of either database: `true` from the body commits.
macro_rules! together {
    ($accounts:expr, $doing:expr, $connection:ident => $body:block) => {
        on!(&$accounts.database, write, pool => {
            let failed = Failure::doing($doing);
            let mut transaction = pool.begin_with($accounts.database.begin_write()).await.map_err(&failed)?;
            let done = {
                let $connection = &mut *transaction;
                let done: Result<bool, sqlx::Error> = async { $body }.await;
                done.map_err(&failed)?
            };
            if done {
                transaction.commit().await.map_err(&failed)?;
            } else {
                transaction.rollback().await.map_err(&failed)?;
            }
            done
        })
    };
}
pub(super) use together;

/// The contracts that an account of this role may have.
pub(super) fn contracts(account: &Account) -> impl Iterator<Item = Uuid> {
    let commissions = account.role == Role::Commissioner;
    account.contracts.iter().filter(move |_| commissions).map(|contract| contract.uuid())
}

impl SqlAccounts {
    pub(super) async fn insert(
        &self,
        account: &Account,
        password: Option<String>,
        place: Place,
    ) -> Result<bool, Failure> {
        Ok(together!(self, "adding an account", connection => {
            let added = sqlx::query(INSERT)
                .bind(account.account_id.uuid())
                .bind(account.organisation_id.uuid())
                .bind(sign_in_name(&account.sign_in_name))
                .bind(&account.name)
                .bind(account.role.code())
                .bind(account.active)
                .bind(password)
                .bind(matches!(place, Place::Last))
                .execute(&mut *connection)
                .await?
                .rows_affected();
            if added == 1 {
                for contract in contracts(account) {
                    sqlx::query(GIVE_CONTRACT).bind(account.account_id.uuid()).bind(contract).execute(&mut *connection).await?;
                }
            }
            Ok(added == 1)
        }))
    }

    pub(super) async fn update(
        &self,
        organisation: OrganisationId,
        account: &Account,
    ) -> Result<(), Failure> {
        let id = account.account_id;
        let changed = together!(self, "changing an account", connection => {
            let changed = sqlx::query(UPDATE)
                .bind(&account.name)
                .bind(account.role.code())
                .bind(account.active)
                .bind(id.uuid())
                .bind(organisation.uuid())
                .execute(&mut *connection)
                .await?
                .rows_affected();
            sqlx::query(TAKE_CONTRACTS).bind(id.uuid()).execute(&mut *connection).await?;
            for contract in contracts(account) {
                sqlx::query(GIVE_CONTRACT).bind(id.uuid()).bind(contract).execute(&mut *connection).await?;
            }
            sqlx::query(END_SESSIONS).bind(id.uuid()).execute(&mut *connection).await?;
            sqlx::query(END_CALENDAR)
                .bind(id.uuid())
                .bind(Role::Connector.code())
                .bind(Role::TeamLead.code())
                .bind(Role::SafeguardingLead.code())
                .execute(&mut *connection)
                .await?;
            Ok(changed == 1)
        });
        must(changed, "changing an account")
    }

    pub(super) async fn renew_password(
        &self,
        organisation: OrganisationId,
        id: AccountId,
        password: &str,
    ) -> Result<(), Failure> {
        let kept = passwords::hash(password).await?;
        let changed = together!(self, "setting a password", connection => {
            let changed = sqlx::query(SET_PASSWORD)
                .bind(kept)
                .bind(id.uuid())
                .bind(organisation.uuid())
                .execute(&mut *connection)
                .await?
                .rows_affected();
            sqlx::query(END_SESSIONS).bind(id.uuid()).execute(&mut *connection).await?;
            // Whoever lost a phone lost the calendar's address with it.
            sqlx::query(super::calendars::FORGET).bind(id.uuid()).execute(&mut *connection).await?;
            Ok(changed == 1)
        });
        must(changed, "setting a password")
    }
}

/// Nothing was changed: the account is another organisation's, or nobody's.
fn must(changed: bool, doing: &'static str) -> Result<(), Failure> {
    if changed { Ok(()) } else { Err(Failure::doing(doing)("the organisation has no such account")) }
}
