//! The secret address under which somebody's own calendar is read, one an account. A closed account's is
//! found as little as one that never was.

use app::accounts::Account;
use app::error::Failure;
use chrono::{DateTime, Utc};
use domain::shared::ids::AccountId;

use super::{ACCOUNT, Row, SqlAccounts, secrets};
use crate::on;

/// The address opens nothing from now on.
pub(super) const FORGET: &str = "DELETE FROM calendars WHERE account_id = $1";

impl SqlAccounts {
    pub(super) async fn when_calendar_was_made(
        &self,
        account: AccountId,
    ) -> Result<Option<DateTime<Utc>>, Failure> {
        let text = "SELECT made_at FROM calendars WHERE account_id = $1";
        on!(&self.database, read, pool =>
            sqlx::query_scalar(text).bind(account.uuid()).fetch_optional(pool).await)
        .map_err(Failure::doing("asking whether there is a calendar"))
    }

    pub(super) async fn new_calendar(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<String, Failure> {
        let secret = secrets::fresh()?;
        let text = "INSERT INTO calendars (account_id, secret_digest, made_at) VALUES ($1, $2, $3) \
                    ON CONFLICT (account_id) DO UPDATE SET secret_digest = excluded.secret_digest, made_at = excluded.made_at";
        on!(&self.database, write, pool => sqlx::query(text)
            .bind(account.uuid())
            .bind(secrets::digest(&secret))
            .bind(now)
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("making the address of a calendar"))?;
        Ok(secret)
    }

    pub(super) async fn drop_calendar(&self, account: AccountId) -> Result<(), Failure> {
        on!(&self.database, write, pool => sqlx::query(FORGET)
            .bind(account.uuid())
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("switching a calendar off"))
    }

    /// One query for every secret, whatever it is: what is looked for is a digest.
    pub(super) async fn whose_calendar(&self, secret: &str) -> Result<Option<Account>, Failure> {
        let text = format!(
            "SELECT {ACCOUNT} FROM calendars c JOIN accounts a ON a.account_id = c.account_id \
             WHERE c.secret_digest = $1 AND a.active"
        );
        let row: Option<Row> = on!(&self.database, read, pool => sqlx::query_as(&text)
            .bind(secrets::digest(secret))
            .fetch_optional(pool)
            .await)
        .map_err(Failure::doing("looking up a calendar"))?;
        self.whole(row).await
    }
}
