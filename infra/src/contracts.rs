//! Who pays, kept in a table beside the log.

use app::access::Administering;
use app::contracts::{Contract, Contracts};
use app::error::Failure;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::shared::ids::{ContractId, OrganisationId};
use uuid::Uuid;

use crate::database::Database;
use crate::on;

const ADD: &str = "INSERT INTO contracts (contract_id, organisation_id, reference, funder, anchor) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (contract_id) DO NOTHING";
/// Another organisation's contract of the same id stays as it is.
const KEEP: &str = "INSERT INTO contracts (contract_id, organisation_id, reference, funder, anchor) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (contract_id) DO UPDATE \
    SET reference = excluded.reference, funder = excluded.funder, anchor = excluded.anchor \
    WHERE contracts.organisation_id = excluded.organisation_id";

/// The contracts of every organisation, in either database.
#[derive(Clone)]
pub struct SqlContracts {
    database: Database,
}

#[derive(sqlx::FromRow)]
struct Row {
    contract_id: Uuid,
    organisation_id: Uuid,
    reference: String,
    funder: String,
    anchor: NaiveDate,
}

impl SqlContracts {
    /// Contracts of a database whose migrations have run.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// How many contracts a statement that is given one has written: one or none.
    async fn write(
        &self,
        statement: &'static str,
        organisation: OrganisationId,
        contract: &Contract,
    ) -> Result<u64, Failure> {
        on!(&self.database, write, pool => sqlx::query(statement)
            .bind(contract.contract_id.uuid())
            .bind(organisation.uuid())
            .bind(&contract.reference)
            .bind(&contract.funder)
            .bind(contract.anchor)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))
        .map_err(Failure::doing("keeping a contract"))
    }

    async fn upsert(&self, organisation: OrganisationId, contract: &Contract) -> Result<(), Failure> {
        match self.write(KEEP, organisation, contract).await? {
            1 => Ok(()),
            _ => Err(Failure::doing("keeping a contract")("it is another organisation's")),
        }
    }
}

#[async_trait]
impl Contracts for SqlContracts {
    async fn all(&self, organisation: OrganisationId) -> Result<Vec<Contract>, Failure> {
        let text = "SELECT contract_id, organisation_id, reference, funder, anchor FROM contracts WHERE organisation_id = $1";
        let rows: Vec<Row> = on!(&self.database, read, pool =>
            sqlx::query_as(text).bind(organisation.uuid()).fetch_all(pool).await)
        .map_err(Failure::doing("reading the contracts"))?;
        let mut contracts: Vec<Contract> = rows
            .into_iter()
            .map(|row| Contract {
                contract_id: row.contract_id.into(),
                organisation_id: row.organisation_id.into(),
                reference: row.reference,
                funder: row.funder,
                anchor: row.anchor,
            })
            .collect();
        // Here and not in SQL: the two databases order text differently.
        contracts.sort_by(|one, other| {
            (&one.reference, one.contract_id).cmp(&(&other.reference, other.contract_id))
        });
        Ok(contracts)
    }

    async fn is_relied_on(&self, organisation: OrganisationId, id: ContractId) -> Result<bool, Failure> {
        let text = "SELECT 1 FROM engagements WHERE organisation = $1 AND contract_id = $2 LIMIT 1";
        let found: Option<(i32,)> = on!(&self.database, read, pool =>
            sqlx::query_as(text).bind(organisation.uuid()).bind(id.uuid()).fetch_optional(pool).await)
        .map_err(Failure::doing("asking whether a contract is relied on"))?;
        Ok(found.is_some())
    }

    async fn add(&self, who: &Administering<'_>, contract: &Contract) -> Result<bool, Failure> {
        Ok(self.write(ADD, who.organisation(), contract).await? == 1)
    }

    async fn keep(&self, who: &Administering<'_>, contract: &Contract) -> Result<(), Failure> {
        self.upsert(who.organisation(), contract).await
    }

    async fn set_up(&self, contract: &Contract) -> Result<(), Failure> {
        self.upsert(contract.organisation_id, contract).await
    }
}
