//! Wrong passwords. Five for a name, and the name is refused for the rest of the fifteen minutes that
//! began with the first of them, whether there is an account of that name or not.

use app::error::Failure;
use chrono::{DateTime, Duration, Utc};

use super::secrets;
use crate::database::Database;
use crate::on;

/// Passwords that may be tried.
const TRIES: i64 = 5;
/// Time in which they may be tried.
const WITHIN: Duration = Duration::minutes(15);

/// Counts a try, and says whether it may be made. Counted before the password is looked at, in one
/// statement, so that many tries at once are no more than many in turn.
pub(super) async fn may_try(database: &Database, name: &str, now: DateTime<Utc>) -> Result<bool, Failure> {
    let begun_before = now - WITHIN;
    let tried: i64 = on!(database, write, pool => {
        sqlx::query("DELETE FROM wrong_passwords WHERE since <= $1").bind(begun_before).execute(pool).await
            .map_err(failed)?;
        sqlx::query_scalar(
            "INSERT INTO wrong_passwords (name_digest, since, tried) VALUES ($1, $2, 1) \
             ON CONFLICT (name_digest) DO UPDATE SET tried = wrong_passwords.tried + 1 RETURNING tried",
        )
        .bind(secrets::digest(name))
        .bind(now)
        .fetch_one(pool)
        .await
        .map_err(failed)?
    });
    Ok(tried <= TRIES)
}

/// Forgets the tries for a name: the password was right.
pub(super) async fn forgive(database: &Database, name: &str) -> Result<(), Failure> {
    on!(database, write, pool => sqlx::query("DELETE FROM wrong_passwords WHERE name_digest = $1")
        .bind(secrets::digest(name))
        .execute(pool)
        .await
        .map(drop))
    .map_err(failed)
}

fn failed(error: sqlx::Error) -> Failure {
    Failure::doing("counting wrong passwords")(error)
}
