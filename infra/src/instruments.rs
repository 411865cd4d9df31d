//! Which questions an organisation asks and under which licences, kept in tables beside the log: a row a decision.

use app::access::Connecting;
use app::error::Failure;
use app::instruments::{InstrumentSetting, Instruments, LicenceRecord};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::person::measures::Instrument;
use domain::shared::ids::{ContractId, OrganisationId};
use uuid::Uuid;

use crate::database::Database;
use crate::on;

const READ: &str = "SELECT setting_id, instrument, switched_on, licence_holder, licence_reference, licence_until, \
    changed_by, changed_at FROM instrument_settings WHERE organisation_id = $1";
const KEEP: &str = "INSERT INTO instrument_settings (setting_id, organisation_id, instrument, switched_on, \
    licence_holder, licence_reference, licence_until, changed_by, changed_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (setting_id) DO NOTHING";
const FOLLOWED: &str = "SELECT contract_id FROM measure_follow_ups WHERE organisation_id = $1";
const FORGET_FOLLOWED: &str = "DELETE FROM measure_follow_ups WHERE organisation_id = $1";
/// Only a contract of the organisation itself.
const FOLLOW: &str = "INSERT INTO measure_follow_ups (organisation_id, contract_id) \
    SELECT c.organisation_id, c.contract_id FROM contracts c WHERE c.organisation_id = $1 AND c.contract_id = $2";

/// The decisions of every organisation, in either database.
#[derive(Clone)]
pub struct SqlInstruments {
    database: Database,
}

#[derive(sqlx::FromRow)]
struct Row {
    setting_id: Uuid,
    instrument: String,
    switched_on: bool,
    licence_holder: Option<String>,
    licence_reference: Option<String>,
    licence_until: Option<NaiveDate>,
    changed_by: Uuid,
    changed_at: DateTime<Utc>,
}

impl SqlInstruments {
    /// The decisions in a database whose migrations have run.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

fn setting(row: Row) -> Option<InstrumentSetting> {
    let instrument: Instrument = row.instrument.parse().ok()?;
    let licence = row.licence_holder.zip(row.licence_reference);
    Some(InstrumentSetting {
        setting_id: row.setting_id,
        instrument,
        on: row.switched_on,
        licence: licence.map(|(holder, reference)| LicenceRecord {
            holder,
            reference,
            until: row.licence_until,
        }),
        by: row.changed_by.into(),
        changed_at: row.changed_at,
    })
}

#[async_trait]
impl Instruments for SqlInstruments {
    async fn settings(&self, organisation: OrganisationId) -> Result<Vec<InstrumentSetting>, Failure> {
        let rows: Vec<Row> = on!(&self.database, read, pool =>
            sqlx::query_as(READ).bind(organisation.uuid()).fetch_all(pool).await)
        .map_err(Failure::doing("reading which questions are asked"))?;
        let mut settings: Vec<InstrumentSetting> = rows.into_iter().filter_map(setting).collect();
        settings.sort_by_key(|setting| (setting.changed_at, setting.setting_id));
        Ok(settings)
    }

    async fn keep(&self, who: &Connecting<'_>, setting: &InstrumentSetting) -> Result<(), Failure> {
        let licence = setting.licence.as_ref();
        on!(&self.database, write, pool => sqlx::query(KEEP)
            .bind(setting.setting_id)
            .bind(who.organisation().uuid())
            .bind(setting.instrument.code())
            .bind(setting.on)
            .bind(licence.map(|licence| licence.holder.as_str()))
            .bind(licence.map(|licence| licence.reference.as_str()))
            .bind(licence.and_then(|licence| licence.until))
            .bind(setting.by.uuid())
            .bind(setting.changed_at)
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("keeping which questions are asked"))
    }

    async fn follow_ups(&self, organisation: OrganisationId) -> Result<Vec<ContractId>, Failure> {
        let rows: Vec<(Uuid,)> = on!(&self.database, read, pool =>
            sqlx::query_as(FOLLOWED).bind(organisation.uuid()).fetch_all(pool).await)
        .map_err(Failure::doing("reading under which contracts life is asked about later"))?;
        Ok(rows.into_iter().map(|(id,)| id.into()).collect())
    }

    async fn set_follow_ups(&self, who: &Connecting<'_>, contracts: &[ContractId]) -> Result<(), Failure> {
        let failed = || Failure::doing("keeping under which contracts life is asked about later");
        on!(&self.database, write, pool => {
            let mut change = pool.begin().await.map_err(failed())?;
            sqlx::query(FORGET_FOLLOWED)
                .bind(who.organisation().uuid())
                .execute(&mut *change)
                .await
                .map_err(failed())?;
            for contract in contracts {
                sqlx::query(FOLLOW)
                    .bind(who.organisation().uuid())
                    .bind(contract.uuid())
                    .execute(&mut *change)
                    .await
                    .map_err(failed())?;
            }
            change.commit().await.map_err(failed())
        })
    }
}
