//! The made-up team: an organisation, whoever signs in, and who pays.

use domain::shared::ids::{AccountId, ContractId, OrganisationId};

use super::chance::Chance;
use super::{Plan, USUAL_DAYS};
use crate::App;
use crate::access::Role;
use crate::accounts::Account;
use crate::contracts::Contract;
use crate::error::Failure;

/// Somebody who signs in: a place in [`Town::accounts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Persona(usize);

impl Persona {
    /// Connector of the named cases.
    pub const AMINA: Self = Self(0);
    /// Connector.
    pub const BEN: Self = Self(1);
    /// Team lead.
    pub const ROSA: Self = Self(2);
    /// Commissioner of the council's contract.
    pub const CLAIRE: Self = Self(3);
    /// Finance.
    pub const DEV: Self = Self(4);
    /// Administrator.
    pub const SAM: Self = Self(5);
    /// Safeguarding lead.
    pub const GRACE: Self = Self(6);
}

/// Name, sign-in name, role: the personas that the sign-in page offers.
const PEOPLE: [(&str, &str, Role); 7] = [
    ("Amina", "amina", Role::Connector),
    ("Ben", "ben", Role::Connector),
    ("Rosa", "rosa", Role::TeamLead),
    ("Claire", "claire", Role::Commissioner),
    ("Dev", "dev", Role::Finance),
    ("Sam", "sam", Role::Administrator),
    ("Grace", "grace", Role::SafeguardingLead),
];

/// People whom one connector works with within [`USUAL_DAYS`], open and finished.
const PER_CONNECTOR: usize = 45;

/// Reference and funder of each contract.
const CONTRACTS: [(&str, &str); 5] = [
    ("NC-114", "Northfield Council"),
    ("NC-DP", "Direct payments, Northfield"),
    ("HB-27", "Harbour Borough Council"),
    ("LTG-3", "Lantern Trust grant"),
    ("OWN", "Own means and donations"),
];

/// The team and who pays it.
#[derive(Debug, Clone)]
pub struct Town {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Whoever signs in: first the personas, then more connectors.
    pub accounts: Vec<Account>,
    /// The connectors among them.
    pub connectors: Vec<Persona>,
    /// Who pays.
    pub contracts: Vec<Contract>,
}

impl Town {
    /// The connector of a case, by its number: cases are shared out evenly.
    pub(super) fn connector_of(&self, number: usize) -> Persona {
        self.connectors[number % self.connectors.len()]
    }

    /// Somebody's account.
    pub fn account(&self, who: Persona) -> &Account {
        &self.accounts[who.0]
    }

    /// A made-up team, its ids following from the seed: connectors enough for the people.
    pub fn of(plan: Plan) -> Self {
        let mut chance = Chance::new(plan.seed, 0);
        let organisation = OrganisationId(chance.id());
        let contracts: Vec<Contract> = CONTRACTS
            .iter()
            .map(|(reference, funder)| Contract {
                contract_id: ContractId(chance.id()),
                organisation_id: organisation,
                reference: (*reference).to_owned(),
                funder: (*funder).to_owned(),
                anchor: domain::shared::calendar::FourWeeks::default_anchor(),
            })
            .collect();
        let mut named: Vec<(String, String, Role)> = PEOPLE
            .iter()
            .map(|(name, sign_in, role)| ((*name).to_owned(), (*sign_in).to_owned(), *role))
            .collect();
        let at_once = plan.people * USUAL_DAYS as usize / plan.days.max(1) as usize;
        let more = (at_once / PER_CONNECTOR).saturating_sub(1);
        named.extend((0..more).map(|number| {
            let name = super::words::FIRST[(number * 11 + 5) % super::words::FIRST.len()].to_owned();
            (name, format!("connector-{}", number + 3), Role::Connector)
        }));
        let accounts: Vec<Account> = named
            .into_iter()
            .map(|(name, sign_in_name, role)| Account {
                account_id: AccountId(chance.id()),
                organisation_id: organisation,
                sign_in_name,
                name,
                role,
                contracts: match role {
                    Role::Commissioner => vec![contracts[0].contract_id],
                    _ => Vec::new(),
                },
                active: true,
            })
            .collect();
        let connectors: Vec<Persona> =
            (0..accounts.len()).filter(|seat| accounts[*seat].role == Role::Connector).map(Persona).collect();
        Self { organisation, accounts, connectors, contracts }
    }

    /// Gives an empty installation this team.
    pub async fn set_up(app: &App, plan: Plan) -> Result<Self, Failure> {
        let town = Self::of(plan);
        app.accounts.found(town.organisation, "Northfield Connecting").await?;
        for account in &town.accounts[..PEOPLE.len()] {
            app.accounts.add_persona(account).await?;
        }
        for account in &town.accounts[PEOPLE.len()..] {
            app.accounts.add(account, None).await?;
        }
        for contract in &town.contracts {
            app.contracts.set_up(contract).await?;
        }
        Ok(town)
    }
}
