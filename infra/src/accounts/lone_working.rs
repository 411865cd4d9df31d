//! How an organisation looks out for those who are out alone, beside its accounts. A word of alarm is kept as
//! a password is.

use app::error::Failure;
use app::lone_working::{LoneWorkers, LoneWorking};
use async_trait::async_trait;
use domain::shared::ids::{AccountId, OrganisationId};
use domain::shared::text::Line;

use super::{SqlAccounts, passwords};
use crate::on;

#[async_trait]
impl LoneWorkers for SqlAccounts {
    async fn agreed(&self, organisation: OrganisationId) -> Result<LoneWorking, Failure> {
        let text = "SELECT grace_minutes, on_call FROM lone_working WHERE organisation_id = $1";
        let row: Option<(i64, Option<String>)> = on!(&self.database, read, pool =>
            sqlx::query_as(text).bind(organisation.uuid()).fetch_optional(pool).await)
        .map_err(Failure::doing("asking how an organisation looks out"))?;
        let kept = row.map(|(grace_minutes, on_call)| LoneWorking {
            grace_minutes,
            on_call: on_call.and_then(|text| Line::try_from(text).ok()),
        });
        Ok(kept.unwrap_or_default())
    }

    async fn agree(&self, organisation: OrganisationId, agreed: &LoneWorking) -> Result<(), Failure> {
        let text = "INSERT INTO lone_working (organisation_id, grace_minutes, on_call) VALUES ($1, $2, $3)
            ON CONFLICT (organisation_id) DO UPDATE SET grace_minutes = excluded.grace_minutes, on_call = excluded.on_call";
        on!(&self.database, write, pool => sqlx::query(text)
            .bind(organisation.uuid())
            .bind(agreed.grace_minutes)
            .bind(agreed.on_call.as_ref().map(Line::as_str))
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("agreeing how an organisation looks out"))
    }

    async fn has_word(&self, account: AccountId) -> Result<bool, Failure> {
        Ok(self.kept_word(account).await?.is_some())
    }

    async fn set_word(&self, account: AccountId, word: Option<&str>) -> Result<(), Failure> {
        let doing = Failure::doing("setting a word of alarm");
        let Some(word) = word else {
            let text = "DELETE FROM alarm_words WHERE account_id = $1";
            return on!(&self.database, write, pool =>
                sqlx::query(text).bind(account.uuid()).execute(pool).await.map(drop))
            .map_err(doing);
        };
        let kept = passwords::hash(word).await?;
        let text = "INSERT INTO alarm_words (account_id, word) VALUES ($1, $2)
            ON CONFLICT (account_id) DO UPDATE SET word = excluded.word";
        on!(&self.database, write, pool =>
            sqlx::query(text).bind(account.uuid()).bind(kept).execute(pool).await.map(drop))
        .map_err(doing)
    }

    async fn is_word(&self, account: AccountId, said: &str) -> Result<bool, Failure> {
        passwords::fits(said, self.kept_word(account).await?).await
    }
}

impl SqlAccounts {
    async fn kept_word(&self, account: AccountId) -> Result<Option<String>, Failure> {
        let text = "SELECT word FROM alarm_words WHERE account_id = $1";
        on!(&self.database, read, pool =>
            sqlx::query_scalar(text).bind(account.uuid()).fetch_optional(pool).await)
        .map_err(Failure::doing("looking up a word of alarm"))
    }
}
