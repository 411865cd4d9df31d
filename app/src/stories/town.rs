//! The made-up team: an organisation, whoever signs in, and who pays.

use domain::shared::ids::{AccountId, ContractId, OrganisationId};

use super::Plan;
use super::chance::Chance;
use crate::App;
use crate::access::Role;
use crate::accounts::Account;
use crate::contracts::Contract;
use crate::error::Failure;

/// Whoever signs in, in the order in which the sign-in page offers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persona {
    /// Connector of the named cases.
    Amina,
    /// Connector.
    Ben,
    /// Team lead.
    Rosa,
    /// Commissioner of the council's contract.
    Claire,
    /// Finance.
    Dev,
    /// Administrator.
    Sam,
    /// Connector, with the rest of a larger team's cases.
    Joanne,
}

/// Name, sign-in name, role.
const PEOPLE: [(&str, &str, Role); 7] = [
    ("Amina", "amina", Role::Connector),
    ("Ben", "ben", Role::Connector),
    ("Rosa", "rosa", Role::TeamLead),
    ("Claire", "claire", Role::Commissioner),
    ("Dev", "dev", Role::Finance),
    ("Sam", "sam", Role::Administrator),
    ("Joanne", "joanne", Role::Connector),
];

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
    /// Whoever signs in, in the order of [`Persona`].
    pub accounts: Vec<Account>,
    /// Who pays.
    pub contracts: Vec<Contract>,
}

impl Town {
    /// The connectors among whom cases are shared out.
    pub(super) const CONNECTORS: [Persona; 3] = [Persona::Amina, Persona::Ben, Persona::Joanne];

    /// A made-up team's ids follow from the seed.
    pub(super) async fn set_up(app: &App, plan: Plan) -> Result<Self, Failure> {
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
        let accounts: Vec<Account> = PEOPLE
            .iter()
            .map(|(name, sign_in_name, role)| Account {
                account_id: AccountId(chance.id()),
                organisation_id: organisation,
                sign_in_name: (*sign_in_name).to_owned(),
                name: (*name).to_owned(),
                role: *role,
                contracts: match role {
                    Role::Commissioner => vec![contracts[0].contract_id],
                    _ => Vec::new(),
                },
                active: true,
            })
            .collect();
        app.accounts.found(organisation, "Northfield Connecting").await?;
        for account in &accounts {
            app.accounts.add_persona(account).await?;
        }
        for contract in &contracts {
            app.contracts.set_up(contract).await?;
        }
        Ok(Self { organisation, accounts, contracts })
    }
}
