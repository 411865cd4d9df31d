//! Sessions. One ends after twelve hours without use, and thirty days after it began; that it is used
//! is noted once a minute at most, so that reading a page hardly ever writes.

use app::accounts::{Account, NewSession};
use app::error::Failure;
use chrono::{DateTime, Duration, Utc};
use domain::shared::ids::AccountId;

use super::{ACCOUNT, Row, SqlAccounts, secrets};
use crate::on;

/// Without use.
const IDLE: Duration = Duration::hours(12);
/// In all.
const AT_MOST: Duration = Duration::days(30);
/// How exactly its last use is known.
const NOTED: Duration = Duration::minutes(1);

/// A session, as somebody who may end it sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct SignIn {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub used_at: DateTime<Utc>,
}

/// A session and whose it is.
#[derive(sqlx::FromRow)]
struct Found {
    #[sqlx(flatten)]
    account: Row,
    used_at: DateTime<Utc>,
}

impl SqlAccounts {
    /// The sessions of an account that have not ended, newest first.
    pub async fn sign_ins(&self, account: AccountId, now: DateTime<Utc>) -> Result<Vec<SignIn>, Failure> {
        let text = "SELECT started_at, used_at FROM sign_ins \
                    WHERE account_id = $1 AND used_at > $2 AND started_at > $3 ORDER BY started_at DESC";
        on!(&self.database, read, pool => sqlx::query_as(text)
            .bind(account.uuid())
            .bind(now - IDLE)
            .bind(now - AT_MOST)
            .fetch_all(pool)
            .await)
        .map_err(Failure::doing("reading an account's sessions"))
    }

    /// Ends every session of an account.
    pub async fn end_sign_ins(&self, account: AccountId) -> Result<(), Failure> {
        on!(&self.database, write, pool => sqlx::query("DELETE FROM sign_ins WHERE account_id = $1")
            .bind(account.uuid())
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("ending an account's sessions"))
    }

    pub(super) async fn begin_session(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<Option<NewSession>, Failure> {
        let failed = Failure::doing("beginning a session");
        let token = secrets::fresh()?;
        // Of an account that is open still; the ended sessions of everybody go at the same time.
        let begun = on!(&self.database, write, pool => {
            sqlx::query("DELETE FROM sign_ins WHERE used_at <= $1")
                .bind(now - IDLE)
                .execute(pool)
                .await
                .map_err(&failed)?;
            sqlx::query(
                "INSERT INTO sign_ins (token_digest, account_id, started_at, used_at) \
                 SELECT $1, account_id, $2, $2 FROM accounts WHERE account_id = $3 AND active",
            )
            .bind(secrets::digest(&token))
            .bind(now)
            .bind(account.uuid())
            .execute(pool)
            .await
            .map_err(&failed)?
            .rows_affected()
        });
        if begun == 0 {
            return Ok(None);
        }
        Ok(self.of_session(&token, now).await?.map(|account| NewSession { token, account }))
    }

    pub(super) async fn of_session(
        &self,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Account>, Failure> {
        let failed = Failure::doing("looking up a session");
        let digest = secrets::digest(token);
        let text = format!(
            "SELECT {ACCOUNT}, s.used_at FROM sign_ins s JOIN accounts a ON a.account_id = s.account_id \
             WHERE s.token_digest = $1 AND s.used_at > $2 AND s.started_at > $3 AND a.active"
        );
        let found: Option<Found> = on!(&self.database, read, pool => sqlx::query_as(&text)
            .bind(&digest)
            .bind(now - IDLE)
            .bind(now - AT_MOST)
            .fetch_optional(pool)
            .await)
        .map_err(&failed)?;
        let Some(Found { account, used_at }) = found else { return Ok(None) };
        if now - used_at >= NOTED {
            on!(&self.database, write, pool => sqlx::query("UPDATE sign_ins SET used_at = $1 WHERE token_digest = $2")
                .bind(now)
                .bind(&digest)
                .execute(pool)
                .await
                .map(drop))
            .map_err(&failed)?;
        }
        self.whole(Some(account)).await
    }

    pub(super) async fn end_session(&self, token: &str) -> Result<(), Failure> {
        on!(&self.database, write, pool => sqlx::query("DELETE FROM sign_ins WHERE token_digest = $1")
            .bind(secrets::digest(token))
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("ending a session"))
    }
}
