//! Which questions about how life is an organisation asks, and under which licences. A change is a row of its own
//! and the last one counts, so that it can be seen later who switched what on, and on what licence it rested.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::person::measures::scale::Scale;
use domain::person::measures::{Instrument, Standing};
use domain::shared::ids::{AccountId, ContractId, OrganisationId};
use uuid::Uuid;

use crate::App;
use crate::access::Connecting;
use crate::error::{Failure, Refusal};

/// Under what an instrument is used that is not free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceRecord {
    /// Who holds it: "Northfield Connecting CIC".
    pub holder: String,
    /// Its number or the letter that grants it.
    pub reference: String,
    /// The last day; `None` when it has none.
    pub until: Option<NaiveDate>,
}

/// One decision about an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentSetting {
    /// This decision; given by the form, so that sending it twice happens once.
    pub setting_id: Uuid,
    /// Which.
    pub instrument: Instrument,
    /// Whether it is asked.
    pub on: bool,
    /// Its licence, where it needs one.
    pub licence: Option<LicenceRecord>,
    /// Who decided.
    pub by: AccountId,
    /// When.
    pub changed_at: DateTime<Utc>,
}

/// Where the decisions are kept.
#[async_trait]
pub trait Instruments: Send + Sync {
    /// Every decision of an organisation, oldest first.
    async fn settings(&self, organisation: OrganisationId) -> Result<Vec<InstrumentSetting>, Failure>;

    /// Keeps one; of an id that is there already nothing is changed.
    async fn keep(&self, who: &Connecting<'_>, setting: &InstrumentSetting) -> Result<(), Failure>;

    /// The contracts under which life is asked about once more after the end.
    async fn follow_ups(&self, organisation: OrganisationId) -> Result<Vec<ContractId>, Failure>;

    /// Sets which contracts those are.
    async fn set_follow_ups(&self, who: &Connecting<'_>, contracts: &[ContractId]) -> Result<(), Failure>;
}

/// The decisions that hold.
#[derive(Debug, Clone, Default)]
pub struct InstrumentBook {
    latest: HashMap<Instrument, InstrumentSetting>,
}

impl InstrumentBook {
    /// What holds after these decisions, oldest first.
    pub fn of(settings: Vec<InstrumentSetting>) -> Self {
        Self { latest: settings.into_iter().map(|setting| (setting.instrument, setting)).collect() }
    }

    /// The last decision about an instrument.
    pub fn setting(&self, instrument: Instrument) -> Option<&InstrumentSetting> {
        self.latest.get(&instrument)
    }

    /// Whether an instrument may be used on a day. Those that are free and usual are on until somebody switches
    /// them off; one that needs a licence is on only as long as it holds.
    pub fn standing(&self, instrument: Instrument, day: NaiveDate) -> Standing {
        let scale = Scale::latest(instrument);
        match self.setting(instrument) {
            None if scale.on_by_default => Standing::On,
            None => Standing::Off,
            Some(setting) if !setting.on => Standing::Off,
            Some(_) if !scale.needs_licence() => Standing::On,
            Some(setting) => match &setting.licence {
                None => Standing::Unlicensed,
                Some(LicenceRecord { until: Some(until), .. }) if *until < day => {
                    Standing::LicenceEnded { until: *until }
                }
                Some(_) => Standing::On,
            },
        }
    }

    /// What may be used on a day.
    pub fn in_use(&self, day: NaiveDate) -> Vec<Instrument> {
        let all = Instrument::ALL.iter().copied();
        all.filter(|instrument| self.standing(*instrument, day) == Standing::On).collect()
    }
}

impl App {
    /// What an organisation has decided.
    pub async fn instrument_book(&self, organisation: OrganisationId) -> Result<InstrumentBook, Refusal> {
        Ok(InstrumentBook::of(self.instruments.settings(organisation).await?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn decided(instrument: Instrument, on: bool, licence: Option<LicenceRecord>) -> InstrumentSetting {
        InstrumentSetting {
            setting_id: Uuid::nil(),
            instrument,
            on,
            licence,
            by: AccountId::default(),
            changed_at: DateTime::default(),
        }
    }

    #[test]
    fn four_are_on_from_the_first_day_and_anything_can_be_switched_off() {
        let usual = [Instrument::Ucla3, Instrument::Lonely, Instrument::Ons4, Instrument::SocialContact];
        assert_eq!(InstrumentBook::default().in_use(day("2026-03-12")), usual);
        let book = InstrumentBook::of(vec![
            decided(Instrument::Ons4, false, None),
            decided(Instrument::Lsns6, true, None),
        ]);
        let in_use = book.in_use(day("2026-03-12"));
        assert!(!in_use.contains(&Instrument::Ons4) && in_use.contains(&Instrument::Lsns6));
    }

    #[test]
    fn one_that_needs_a_licence_is_on_as_long_as_the_licence_holds() {
        let until = Some(day("2026-03-31"));
        let licence = LicenceRecord { holder: "Us".into(), reference: "W-1".into(), until };
        let standing = |licence, on| {
            let book = InstrumentBook::of(vec![decided(Instrument::Swemwbs, true, licence)]);
            book.standing(Instrument::Swemwbs, day(on))
        };
        assert_eq!(standing(None, "2026-03-12"), Standing::Unlicensed);
        assert_eq!(standing(Some(licence.clone()), "2026-03-31"), Standing::On);
        let ended = Standing::LicenceEnded { until: day("2026-03-31") };
        assert_eq!(standing(Some(licence), "2026-04-01"), ended);
        assert_eq!(InstrumentBook::default().standing(Instrument::Swemwbs, day("2026-03-12")), Standing::Off);
    }
}
