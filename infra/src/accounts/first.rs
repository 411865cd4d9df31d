//! The first administrator of an installation in which nobody can sign in: whoever has the one-time
//! link that `kith serve` prints. It is empty, or its accounts were carried here without passwords.
//! The link counts once, and only while nobody can sign in.

use app::accounts::Account;
use app::error::Failure;

use super::admin::{GIVE_CONTRACT, INSERT, contracts, together};
use super::{SqlAccounts, passwords, secrets, sign_in_name};
use crate::on;

/// A statement that does nothing once anybody can sign in.
macro_rules! while_nobody_can_sign_in {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " NOT EXISTS (SELECT 1 FROM accounts WHERE password IS NOT NULL OR persona IS NOT NULL)",
            $after
        )
    };
}
const OFFER: &str = while_nobody_can_sign_in!(
    "INSERT INTO first_secret (digest) SELECT $1 WHERE",
    " ON CONFLICT (only_one) DO UPDATE SET digest = excluded.digest"
);
const COUNTS: &str = while_nobody_can_sign_in!("SELECT COUNT(*) FROM first_secret WHERE digest = $1 AND", "");
const TAKE: &str = while_nobody_can_sign_in!("DELETE FROM first_secret WHERE digest = $1 AND", "");
/// An administrator who was carried here is given a password, and stays who they were.
const LET_IN: &str = "UPDATE accounts SET password = $1 \
    WHERE sign_in_name = $2 AND role = $3 AND active AND password IS NULL";

impl SqlAccounts {
    pub(super) async fn offer_first_place(&self) -> Result<Option<String>, Failure> {
        let secret = secrets::fresh()?;
        let offered = on!(&self.database, write, pool =>
            sqlx::query(OFFER).bind(secrets::digest(&secret)).execute(pool).await.map(|done| done.rows_affected()))
        .map_err(Failure::doing("offering the first administrator's place"))?;
        Ok((offered == 1).then_some(secret))
    }

    pub(super) async fn is_first_place(&self, secret: &str) -> Result<bool, Failure> {
        let count: i64 = on!(&self.database, read, pool =>
            sqlx::query_scalar(COUNTS).bind(secrets::digest(secret)).fetch_one(pool).await)
        .map_err(Failure::doing("looking at the first administrator's link"))?;
        Ok(count == 1)
    }

    /// Taking the secret and adding the account, or letting in the administrator of that name, happen
    /// together; of two who have it, one is first.
    pub(super) async fn take_first_place(
        &self,
        secret: &str,
        account: &Account,
        password: &str,
    ) -> Result<bool, Failure> {
        if !self.is_first_place(secret).await? {
            return Ok(false);
        }
        let kept = passwords::hash(password).await?;
        Ok(together!(self, "adding the first administrator", connection => {
            let taken = sqlx::query(TAKE).bind(secrets::digest(secret)).execute(&mut *connection).await?.rows_affected();
            let let_in = sqlx::query(LET_IN)
                .bind(&kept)
                .bind(sign_in_name(&account.sign_in_name))
                .bind(app::access::Role::Administrator.code())
                .execute(&mut *connection)
                .await?
                .rows_affected();
            if let_in == 1 {
                return Ok(taken == 1);
            }
            let added = sqlx::query(INSERT)
                .bind(account.account_id.uuid())
                .bind(account.organisation_id.uuid())
                .bind(sign_in_name(&account.sign_in_name))
                .bind(&account.name)
                .bind(account.role.code())
                .bind(account.active)
                .bind(kept)
                .bind(false)
                .execute(&mut *connection)
                .await?
                .rows_affected();
            for contract in contracts(account) {
                sqlx::query(GIVE_CONTRACT).bind(account.account_id.uuid()).bind(contract).execute(&mut *connection).await?;
            }
            Ok(taken == 1 && added == 1)
        }))
    }
}
