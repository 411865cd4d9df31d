//! What would become of the rows of a list, kept for whoever turns its pages. It is worked out anew when anything that it
//! rests on has changed: the list, what its columns mean, the team, the day, or anybody on record.
//!
//! It is kept in memory alone and for a short time: the list itself lies sealed, and is opened only to be read anew.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::shared::ids::ImportId;

use super::{Checked, Import, Mapping};
use crate::App;
use crate::access::Connecting;
use crate::accounts::Colleague;
use crate::error::Refusal;

/// Rows of all lists together that are kept: two of the longest lists.
const MOST_KEPT: usize = 20_000;
/// Minutes after the last look for which they are.
const KEPT_MINUTES: i64 = 60;

/// What a check rests on.
#[derive(PartialEq, Eq)]
struct Basis {
    list: Vec<u8>,
    columns: (usize, Mapping, usize),
    team: Vec<Colleague>,
    day: NaiveDate,
    /// Position of the last thing that happened to anybody on record.
    people: i64,
}

struct Kept {
    import: ImportId,
    basis: Basis,
    looked_at: DateTime<Utc>,
    rows: Arc<Vec<Checked>>,
}

/// The checks of the lists that are being looked at.
#[derive(Default)]
pub struct Checks(Mutex<Vec<Kept>>);

impl Checks {
    /// Keeps nothing of an import any more.
    pub fn forget(&self, import: ImportId) {
        self.with(|kept| kept.retain(|one| one.import != import));
    }

    fn find(&self, import: ImportId, basis: &Basis, now: DateTime<Utc>) -> Option<Arc<Vec<Checked>>> {
        self.with(|kept| {
            let one = kept.iter_mut().find(|one| one.import == import && one.basis == *basis)?;
            one.looked_at = now;
            Some(Arc::clone(&one.rows))
        })
    }

    fn keep(&self, new: Kept) {
        self.with(|kept| {
            let oldest = new.looked_at - TimeDelta::minutes(KEPT_MINUTES);
            kept.retain(|one| one.import != new.import && one.looked_at > oldest);
            kept.push(new);
            kept.sort_by_key(|one| one.looked_at);
            let mut rows: usize = kept.iter().map(|one| one.rows.len()).sum();
            while rows > MOST_KEPT {
                rows -= kept.remove(0).rows.len();
            }
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut Vec<Kept>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl App {
    /// Every row of a list that is not taken in yet, checked; `None` when the list itself is gone.
    pub async fn checked_import(
        &self,
        who: &Connecting<'_>,
        import: &Import,
    ) -> Result<Option<Arc<Vec<Checked>>>, Refusal> {
        let (id, now) = (import.import_id, self.clock.now());
        let Some(list) = self.imports.mark(who, id, now).await? else { return Ok(None) };
        let plan = &import.plan;
        let basis = Basis {
            list,
            columns: (plan.heads.people_from, plan.mapping.clone(), plan.sheet),
            team: self.accounts.colleagues(who).await?,
            day: self.clock.today(),
            people: self.views.people_changed_at().await?,
        };
        if let Some(rows) = self.checks.find(id, &basis, now) {
            return Ok(Some(rows));
        }
        let Some(sheet) = self.imports.sheet(who, id, now).await? else { return Ok(None) };
        let rows = Arc::new(self.check_import(who, import, &sheet, plan).await?);
        self.checks.keep(Kept { import: id, basis, looked_at: now, rows: Arc::clone(&rows) });
        Ok(Some(rows))
    }
}
