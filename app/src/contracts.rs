//! Who pays: the contracts and agreements of the organisation, as an administrator set them up.

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::shared::ids::{ContractId, OrganisationId};

use crate::access::Administering;
use crate::error::Failure;

/// A contract, grant or other agreement under which a funder pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// This contract.
    pub contract_id: ContractId,
    /// Whose it is.
    pub organisation_id: OrganisationId,
    /// Its reference: "NC-114".
    pub reference: String,
    /// Who pays: "Northfield Council". Never a supported person's name.
    pub funder: String,
    /// A Monday from which its four-week periods are counted. Once an engagement is paid under the contract
    /// it stays as it is: another one would cut the lines of statements already sent elsewhere.
    pub anchor: NaiveDate,
}

/// The contracts of the organisation.
#[async_trait]
pub trait Contracts: Send + Sync {
    /// Every contract of an organisation, by reference.
    async fn all(&self, organisation: OrganisationId) -> Result<Vec<Contract>, Failure>;

    /// Whether the funding of any engagement names it, so that statements rest on its anchor.
    async fn is_relied_on(&self, organisation: OrganisationId, id: ContractId) -> Result<bool, Failure>;

    /// Adds one; `false`, and nothing is changed, when a contract has its id already, of whichever
    /// organisation.
    async fn add(&self, who: &Administering<'_>, contract: &Contract) -> Result<bool, Failure>;

    /// Adds or changes one.
    async fn keep(&self, who: &Administering<'_>, contract: &Contract) -> Result<(), Failure>;

    /// Adds one while the demo or a test is being set up.
    async fn set_up(&self, contract: &Contract) -> Result<(), Failure>;
}
