//! Who is asking, and what that lets them do. A [`Viewer`] exists only for an account that is signed
//! in, or whose calendar is asked for under its secret address; every query asks for one of the hats below by
//! type, so that a query without the right viewer does not compile.

use domain::shared::ids::{AccountId, ContractId, OrganisationId};

use crate::accounts::Account;
use crate::error::Refusal;

domain::codes! {
    /// What somebody does in the organisation.
    Role {
        Connector = "Connector",
        TeamLead = "Team lead",
        Commissioner = "Commissioner",
        Finance = "Finance",
        Administrator = "Administrator",
        SafeguardingLead = "Safeguarding lead",
    }
}

impl Role {
    /// Whether they lead a team: a safeguarding lead stands in for a team lead in everything, because in most
    /// teams it is the manager or a deputy, and what they must know of a person is all of it.
    pub fn leads(self) -> bool {
        matches!(self, Self::TeamLead | Self::SafeguardingLead)
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Viewer {
    account: AccountId,
    organisation: OrganisationId,
    role: Role,
    contracts: Vec<ContractId>,
}

impl Viewer {
    /// The viewer that an account is.
    pub fn of(account: &Account) -> Self {
        Self {
            account: account.account_id,
            organisation: account.organisation_id,
            role: account.role,
            contracts: account.contracts.clone(),
        }
    }

    /// Who.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Whose data they may know of.
    pub fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// What they do.
    pub fn role(&self) -> Role {
        self.role
    }

    /// As somebody who works with people: a connector sees their own caseload, a team lead all of it.
    pub fn connecting(&self) -> Result<Connecting<'_>, Refusal> {
        match self.role {
            Role::Connector => Ok(Connecting { viewer: self, caseload: Some(self.account) }),
            role if role.leads() => Ok(Connecting { viewer: self, caseload: None }),
            _ => Err(Refusal::NotYours),
        }
    }

    /// As somebody who looks at what the money bought: only the contracts they pay for, without names.
    pub fn commissioning(&self) -> Result<Commissioning<'_>, Refusal> {
        match self.role {
            Role::Commissioner => Ok(Commissioning { viewer: self, contracts: Some(&self.contracts) }),
            role if role.leads() => Ok(Commissioning { viewer: self, contracts: None }),
            _ => Err(Refusal::NotYours),
        }
    }

    /// As somebody who accounts for the money: names and amounts, never words about anyone.
    pub fn accounting(&self) -> Result<Accounting<'_>, Refusal> {
        match self.role {
            Role::Finance => Ok(Accounting { viewer: self }),
            _ => Err(Refusal::NotYours),
        }
    }

    /// As somebody who reads and handles safeguarding concerns.
    pub fn safeguarding(&self) -> Result<Safeguarding<'_>, Refusal> {
        match self.role {
            Role::SafeguardingLead => Ok(Safeguarding { viewer: self }),
            _ => Err(Refusal::NotYours),
        }
    }

    /// As somebody who sets Kith up: accounts and contracts, no case content.
    pub fn administering(&self) -> Result<Administering<'_>, Refusal> {
        match self.role {
            Role::Administrator => Ok(Administering { viewer: self }),
            _ => Err(Refusal::NotYours),
        }
    }
}

macro_rules! hats {
    ($($name:ident),*) => {$(
        impl $name<'_> {
            /// Who wears it.
            pub fn account(&self) -> AccountId {
                self.viewer.account
            }

            /// Whose data they may know of.
            pub fn organisation(&self) -> OrganisationId {
                self.viewer.organisation
            }
        }
    )*};
}

hats!(Connecting, Commissioning, Accounting, Administering, Safeguarding);

/// Works with people.
#[derive(Debug, Clone, Copy)]
pub struct Connecting<'a> {
    viewer: &'a Viewer,
    caseload: Option<AccountId>,
}

impl Connecting<'_> {
    /// The one connector whose cases they may know of; `None` for everybody's in the organisation.
    pub fn caseload(&self) -> Option<AccountId> {
        self.caseload
    }

    /// Whether they lead the team.
    pub fn leads(&self) -> bool {
        self.viewer.role.leads()
    }
}

/// Looks at outcomes.
#[derive(Debug, Clone, Copy)]
pub struct Commissioning<'a> {
    viewer: &'a Viewer,
    contracts: Option<&'a [ContractId]>,
}

impl Commissioning<'_> {
    /// Whether a contract is one they may look at.
    pub fn may_see(&self, contract: ContractId) -> bool {
        self.contracts.is_none_or(|own| own.contains(&contract))
    }

    /// The contracts they may look at; `None` for all of the organisation.
    pub fn contracts(&self) -> Option<&[ContractId]> {
        self.contracts
    }
}

/// Accounts for the money.
#[derive(Debug, Clone, Copy)]
pub struct Accounting<'a> {
    viewer: &'a Viewer,
}

/// Sets Kith up.
#[derive(Debug, Clone, Copy)]
pub struct Administering<'a> {
    viewer: &'a Viewer,
}

/// Reads and handles safeguarding concerns.
#[derive(Debug, Clone, Copy)]
pub struct Safeguarding<'a> {
    viewer: &'a Viewer,
}
