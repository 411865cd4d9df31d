//! Who signs in. Accounts and sessions are kept in the database beside the log; they are not events,
//! because they say nothing about a person supported.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::shared::ids::{AccountId, ContractId, OrganisationId};

use crate::access::{Administering, Connecting, Role};
use crate::error::Failure;

/// Somebody who may sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// This account.
    pub account_id: AccountId,
    /// Whose data they may know of.
    pub organisation_id: OrganisationId,
    /// What they type to sign in; an email address or a short name, lower case.
    pub sign_in_name: String,
    /// What people call them.
    pub name: String,
    /// What they do.
    pub role: Role,
    /// The contracts a commissioner pays for; empty for every other role.
    pub contracts: Vec<ContractId>,
    /// Whether they may sign in.
    pub active: bool,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({}, {:?})", self.account_id, self.role)
    }
}

/// A fresh session. The token is shown once, to the browser; only its digest is kept.
#[derive(Clone)]
pub struct NewSession {
    /// The secret that the browser's cookie holds.
    pub token: String,
    /// The account it signs in.
    pub account: Account,
}

/// Someone who can be asked to work with a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Their account.
    pub account_id: AccountId,
    /// What people call them.
    pub name: String,
    /// What they do.
    pub role: Role,
}

/// Accounts and their sessions. Passwords are argon2id; a wrong name and a wrong password take the
/// same time and get the same answer.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Signs in, or `None` when name and password do not belong together or the account is closed.
    /// After 5 wrong passwords in 15 minutes the name is refused for the rest of them.
    async fn sign_in(
        &self,
        name: &str,
        password: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<NewSession>, Failure>;

    /// Signs in one of the demo's personas without a password; used only by `kith demo`.
    async fn sign_in_as(&self, account: AccountId, now: DateTime<Utc>)
    -> Result<Option<NewSession>, Failure>;

    /// Whose session a token is; `None` when it has ended, after 12 hours without use, or never was.
    async fn signed_in(&self, token: &str, now: DateTime<Utc>) -> Result<Option<Account>, Failure>;

    /// Ends a session.
    async fn sign_out(&self, token: &str) -> Result<(), Failure>;

    /// When the address of an account's calendar was made; `None` when there is none.
    async fn calendar_made(&self, account: AccountId) -> Result<Option<DateTime<Utc>>, Failure>;

    /// Makes a new secret for the address of an account's calendar, to be shown once; the one before opens
    /// nothing from then on.
    async fn renew_calendar(&self, account: AccountId, now: DateTime<Utc>) -> Result<String, Failure>;

    /// Switches an account's calendar off.
    async fn end_calendar(&self, account: AccountId) -> Result<(), Failure>;

    /// Whose calendar a secret opens; `None` when it opens none, or the account is closed.
    async fn of_calendar(&self, secret: &str) -> Result<Option<Account>, Failure>;

    /// Adds an account. A name that is taken is refused with `false`.
    async fn add(&self, account: &Account, password: Option<&str>) -> Result<bool, Failure>;

    /// What an organisation is called, for what is signed in its name; `None` when there is none.
    async fn organisation_name(&self, organisation: OrganisationId) -> Result<Option<String>, Failure>;

    /// Begins an organisation, or renames it.
    async fn found(&self, organisation: OrganisationId, name: &str) -> Result<(), Failure>;

    /// Adds an account that the demo's sign-in page offers; it has no password.
    async fn add_persona(&self, account: &Account) -> Result<(), Failure>;

    /// Adds the first account that can sign in, once, against the one-time secret. An administrator of
    /// the same sign-in name, carried here by an import, is given the password instead; a name that is
    /// anybody else's is refused with `false`.
    async fn add_first(&self, secret: &str, account: &Account, password: &str) -> Result<bool, Failure>;

    /// A new one-time secret for the first administrator; `None` once anybody can sign in.
    async fn first_secret(&self) -> Result<Option<String>, Failure>;

    /// Whether a one-time secret is the one that was printed and still counts.
    async fn is_first_secret(&self, secret: &str) -> Result<bool, Failure>;

    /// The organisation that an import brought, for the page that the one-time secret opens; `None` on an
    /// installation that has none yet.
    async fn carried_here(&self) -> Result<Option<(OrganisationId, String)>, Failure>;

    /// Everybody of an organisation: the question of the clock, which nobody who signs in asks.
    async fn team(&self, organisation: OrganisationId) -> Result<Vec<Account>, Failure>;

    /// Every account of the organisation, by name.
    async fn list(&self, who: &Administering<'_>) -> Result<Vec<Account>, Failure>;

    /// One account of the organisation.
    async fn one(&self, who: &Administering<'_>, id: AccountId) -> Result<Option<Account>, Failure>;

    /// Changes name, role, contracts or whether they may sign in; ends their sessions.
    async fn change(&self, who: &Administering<'_>, account: &Account) -> Result<(), Failure>;

    /// Sets a new password; ends their sessions.
    async fn set_password(
        &self,
        who: &Administering<'_>,
        id: AccountId,
        password: &str,
    ) -> Result<(), Failure>;

    /// Connectors and team leads of the organisation, by name.
    async fn colleagues(&self, who: &Connecting<'_>) -> Result<Vec<Colleague>, Failure>;

    /// What to call an account in a sentence, such as a timeline's; `None` when not of the organisation.
    async fn names(&self, organisation: OrganisationId) -> Result<Vec<(AccountId, String)>, Failure>;

    /// The accounts that the demo offers on its sign-in page, in order; empty outside the demo.
    async fn personas(&self) -> Result<Vec<Account>, Failure>;
}
