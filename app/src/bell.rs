//! The bell outside Kith: a program of the service's own that is told when somebody who is out alone is to be looked
//! for, so that it can ring or write to whoever has no page open. It learns who of the team is asked, never where
//! anybody is nor whom they are with.

use chrono::{DateTime, Utc};
use domain::outing::{Outing, PassedOn};
use domain::shared::ids::{AccountId, OrganisationId, OutingId};
use serde::Serialize;

use crate::App;
use crate::access::Role;
use crate::accounts::Account;
use crate::error::Failure;

/// Why the bell is rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Somebody should have been out, and it is passed on.
    Overdue,
    /// Somebody gave the word of alarm.
    Alarm,
}

/// What the bell is told.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Summons {
    /// Why.
    pub why: Why,
    /// To whom it is passed on; `None` at an alarm.
    pub passed_on: Option<PassedOn>,
    /// When it was noticed.
    pub at: DateTime<Utc>,
    /// Who of the team is out.
    pub about: String,
    /// Where it is looked into, below the address at which Kith is reached.
    pub page: String,
    /// Who is asked to look.
    pub asked: Vec<Asked>,
    /// Whom to ring in the end, where that is agreed.
    pub on_call: Option<String>,
}

/// Somebody who is asked to look.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// What people call them.
    pub name: String,
    /// What they sign in with: an email address or a short name.
    pub sign_in_name: String,
}

/// Rings outside Kith.
pub trait Bell: Send + Sync {
    /// Whether there is one.
    fn is_hung(&self) -> bool;

    /// Begins to ring. Nobody waits for it: what stands on the pages stands there whether it is heard or not.
    fn ring(&self, summons: Summons);
}

/// No bell: whoever looks out keeps a page open.
#[derive(Debug, Clone, Copy)]
pub struct NoBell;

impl Bell for NoBell {
    fn is_hung(&self) -> bool {
        false
    }

    fn ring(&self, _: Summons) {}
}

/// Who is asked at a step: the colleague first, the leads beside them after, in the end everybody; at an alarm the
/// colleague and the leads. Never who is out.
fn is_asked(account: &Account, outing: &Outing, step: Option<PassedOn>) -> bool {
    let colleague = outing.colleague == Some(account.account_id);
    let out = outing.account_id == account.account_id;
    let connects = account.role == Role::Connector || account.role.leads();
    let asked = match step {
        Some(PassedOn::Colleague) => colleague,
        Some(PassedOn::Leads) | None => colleague || account.role.leads(),
        Some(PassedOn::OnCall) => connects,
    };
    account.active && !out && asked
}

impl App {
    /// Rings, if there is a bell. That it cannot be rung takes nothing back of what was recorded.
    pub(crate) async fn ring(
        &self,
        organisation: OrganisationId,
        outing: (OutingId, &Outing),
        step: (Why, Option<PassedOn>),
    ) {
        if !self.bell.is_hung() {
            return;
        }
        match self.summons(organisation, outing, step).await {
            Ok(summons) => self.bell.ring(summons),
            Err(failure) => tracing::error!(error = %failure, "the bell could not be rung"),
        }
    }

    async fn summons(
        &self,
        organisation: OrganisationId,
        (id, outing): (OutingId, &Outing),
        (why, passed_on): (Why, Option<PassedOn>),
    ) -> Result<Summons, Failure> {
        let team = self.accounts.team(organisation).await?;
        let name = |id: AccountId| team.iter().find(|one| one.account_id == id).map(|one| one.name.clone());
        let asked = team.iter().filter(|account| is_asked(account, outing, passed_on));
        let asked = asked.map(|one| Asked { name: one.name.clone(), sign_in_name: one.sign_in_name.clone() });
        Ok(Summons {
            why,
            passed_on,
            at: self.clock.now(),
            about: name(outing.account_id).unwrap_or_else(|| "Somebody".to_owned()),
            page: format!("/out/{id}"),
            asked: asked.collect(),
            on_call: self.lone.agreed(organisation).await?.on_call.map(|line| line.to_string()),
        })
    }
}
