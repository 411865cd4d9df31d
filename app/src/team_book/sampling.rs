//! Looking through a sample of records, so that a team knows how good its records are. Kith draws the cases by
//! a seed that it keeps, from everybody who was worked with in some weeks, so that nobody can pick and the draw
//! can be done again; a team lead then looks at each against the same short list.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use domain::codes;
use domain::shared::ids::{AccountId, EngagementId, PersonId, SampleId};
use domain::shared::text::Words;
use serde::{Deserialize, Serialize};

use crate::App;
use crate::access::Connecting;
use crate::clock::split_mix;
use crate::error::Refusal;

/// Most cases in one sample: what somebody can read with care. Source: practice default.
pub const MOST_CASES: i64 = 20;
/// Days that a sample may look back over.
const LONGEST_DAYS: i64 = 400;
/// Hours after a session within which its note is in time. Source: practice default.
pub const NOTE_HOURS: i64 = 48;

codes! {
    /// What is looked at in a record.
    Criterion {
        NotesInTime = "Notes written within 48 hours",
        GoalsInTheirWords = "Goals in the person’s own words",
        MapTaken = "Relationship map taken in time",
        ConsentRecorded = "Consent recorded, and holding",
        SafetyLookedAt = "Safety notes looked at again",
        NextStepAgreed = "The next step is agreed",
    }

    /// What was found.
    Verdict {
        Met = "Met",
        Partly = "Partly",
        NotMet = "Not met",
    }
}

/// A sample that was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// This sample; given by the form, so that asking twice draws once.
    pub sample_id: SampleId,
    /// First day looked at.
    pub from_on: NaiveDate,
    /// Last day looked at.
    pub to_on: NaiveDate,
    /// Whose cases alone; `None` for the whole team's.
    pub of: Option<AccountId>,
    /// From what the draw follows: Kith's own chance, never typed.
    pub seed: i64,
    /// Cases that could have been drawn.
    pub population: i64,
    /// Who asked for it.
    pub drawn_by: AccountId,
    /// When.
    pub drawn_at: DateTime<Utc>,
    /// Those that were drawn, in the order of the draw.
    pub cases: Vec<SampledCase>,
}

/// One case of a sample.
#[derive(Debug, Clone, PartialEq)]
pub struct SampledCase {
    /// Which.
    pub engagement_id: EngagementId,
    /// About whom: what was written goes when they are forgotten.
    pub person_id: PersonId,
    /// Whose it was when it was drawn.
    pub connector: Option<AccountId>,
    /// What was found; `None` until somebody has looked.
    pub checked: Option<Checked>,
}

/// What was found in one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Who looked.
    pub by: AccountId,
    /// When.
    pub on: NaiveDate,
    /// Of each criterion.
    pub results: BTreeMap<Criterion, Verdict>,
    /// A word about some of them, which is sealed.
    pub words: Remarks,
}

/// What was written beside the verdicts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Remarks(pub BTreeMap<Criterion, Words>);

/// A case that could be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtWork {
    /// Which.
    pub engagement_id: EngagementId,
    /// With whom.
    pub person_id: PersonId,
    /// Whose.
    pub connector: Option<AccountId>,
}

/// Draws `size` of the cases, each as likely as any other: the same seed and the same cases give the same draw.
pub fn draw(mut cases: Vec<AtWork>, size: usize, seed: i64) -> Vec<AtWork> {
    cases.sort_by_key(|case| case.engagement_id);
    let mut state = u64::from_ne_bytes(seed.to_ne_bytes());
    let mut drawn = Vec::new();
    while drawn.len() < size && !cases.is_empty() {
        let left = cases.len() as u64;
        let at = usize::try_from(split_mix(&mut state) % left).unwrap_or_default();
        drawn.push(cases.swap_remove(at));
    }
    drawn
}

/// Verdicts counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were met.
    pub met: i64,
    /// Partly.
    pub partly: i64,
    /// Not.
    pub not_met: i64,
}

impl Tally {
    /// How many verdicts there are.
    pub fn all(&self) -> i64 {
        self.met + self.partly + self.not_met
    }

    fn take(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Met => self.met += 1,
            Verdict::Partly => self.partly += 1,
            Verdict::NotMet => self.not_met += 1,
        }
    }
}

/// What samples found in one quarter of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarter {
    /// Its first day.
    pub from: NaiveDate,
    /// Cases looked at.
    pub cases: i64,
    /// Of each criterion.
    pub criteria: BTreeMap<Criterion, Tally>,
    /// Of each connector, all criteria together.
    pub connectors: BTreeMap<Option<AccountId>, Tally>,
}

/// First day of a day's quarter.
fn quarter_of(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), (day.month0() / 3) * 3 + 1, 1).unwrap_or(day)
}

/// What was found, by the quarter in which the looked-at days end, latest first.
pub fn by_quarter(samples: &[Sample]) -> Vec<Quarter> {
    let mut quarters: BTreeMap<NaiveDate, Quarter> = BTreeMap::new();
    for sample in samples {
        let from = quarter_of(sample.to_on);
        for case in &sample.cases {
            let Some(checked) = &case.checked else { continue };
            let quarter = quarters.entry(from).or_insert_with(|| Quarter {
                from,
                cases: 0,
                criteria: BTreeMap::new(),
                connectors: BTreeMap::new(),
            });
            quarter.cases += 1;
            for (criterion, verdict) in &checked.results {
                quarter.criteria.entry(*criterion).or_default().take(*verdict);
                quarter.connectors.entry(case.connector).or_default().take(*verdict);
            }
        }
    }
    quarters.into_values().rev().collect()
}

impl App {
    /// Draws a sample of the cases that were at work between two days.
    pub async fn draw_sample(
        &self,
        who: &Connecting<'_>,
        sample_id: SampleId,
        (from_on, to_on): (NaiveDate, NaiveDate),
        of: Option<AccountId>,
        size: i64,
    ) -> Result<(), Refusal> {
        Self::leads(who)?;
        let today = self.clock.today();
        if to_on > today {
            return Err(Refusal::invalid("to_on", "Choose today or a day before"));
        }
        if from_on > to_on {
            return Err(Refusal::invalid("from_on", "Choose a day before the last one"));
        }
        if (to_on - from_on).num_days() > LONGEST_DAYS {
            return Err(Refusal::invalid("from_on", "Look at a year at most"));
        }
        if !(1..=MOST_CASES).contains(&size) {
            return Err(Refusal::invalid("size", format!("Give 1 to {MOST_CASES} cases")));
        }
        if let Some(of) = of {
            self.colleague(who, of).await?;
        }
        if self.team_book.sample(who, sample_id).await?.is_some() {
            return Ok(());
        }
        let cases = self.views.at_work(who, of, from_on, to_on).await?;
        if cases.is_empty() {
            return Err(Refusal::invalid("from_on", "Nobody was worked with in these days; choose others"));
        }
        let population = i64::try_from(cases.len()).unwrap_or(i64::MAX);
        let [.., a, b, c, d, e, f, g, h] = *self.ids.next().as_bytes();
        let seed = i64::from_be_bytes([a, b, c, d, e, f, g, h]);
        let drawn = draw(cases, usize::try_from(size).unwrap_or_default(), seed);
        let cases = drawn.into_iter().map(|case| SampledCase {
            engagement_id: case.engagement_id,
            person_id: case.person_id,
            connector: case.connector,
            checked: None,
        });
        let sample = Sample {
            sample_id,
            from_on,
            to_on,
            of,
            seed,
            population,
            drawn_by: who.account(),
            drawn_at: self.clock.now(),
            cases: cases.collect(),
        };
        Ok(self.team_book.keep_sample(who, &sample).await?)
    }

    /// Keeps what was found in one case of a sample. Every criterion has an answer.
    pub async fn check_case(
        &self,
        who: &Connecting<'_>,
        sample: SampleId,
        engagement: EngagementId,
        results: BTreeMap<Criterion, Verdict>,
        words: Remarks,
    ) -> Result<(), Refusal> {
        Self::leads(who)?;
        let found = self.team_book.sample(who, sample).await?.ok_or(Refusal::NotFound)?;
        if !found.cases.iter().any(|case| case.engagement_id == engagement) {
            return Err(Refusal::NotFound);
        }
        let checked = Checked { by: who.account(), on: self.clock.today(), results, words };
        Ok(self.team_book.keep_checked(who, sample, engagement, &checked).await?)
    }
}

/// The quarter before the one of a day, first and last day: what is usually looked at.
pub fn last_quarter(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let last = quarter_of(today) - Days::new(1);
    (quarter_of(last), last)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn cases(count: u128) -> Vec<AtWork> {
        let case = |number| AtWork {
            engagement_id: EngagementId(Uuid::from_u128(number)),
            person_id: PersonId::default(),
            connector: None,
        };
        (1..=count).map(case).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_cases_in_whatever_order_they_come() {
        let drawn = draw(cases(40), 5, 7);
        let mut backwards = cases(40);
        backwards.reverse();
        assert_eq!(draw(backwards, 5, 7), drawn);
        assert_ne!(draw(cases(40), 5, 8), drawn);
        let mut ids: Vec<_> = drawn.iter().map(|case| case.engagement_id).collect();
        ids.dedup();
        assert_eq!(ids.len(), 5, "each once");
        assert_eq!(draw(cases(3), 5, -7).len(), 3, "no more than there are");
    }

    #[test]
    fn every_case_is_as_likely_as_any_other() {
        let mut drawn = [0_u32; 10];
        for seed in 0..2_000 {
            for case in draw(cases(10), 3, seed) {
                drawn[(case.engagement_id.uuid().as_u128() - 1) as usize] += 1;
            }
        }
        assert!(drawn.iter().all(|times| (500..700).contains(times)), "{drawn:?}");
    }

    #[test]
    fn what_was_found_is_counted_by_the_quarter_in_which_the_days_end() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let checked = |verdict| Checked {
            by: AccountId::default(),
            on: day("2026-04-02"),
            results: [(Criterion::MapTaken, verdict), (Criterion::NotesInTime, Verdict::Met)].into(),
            words: Remarks::default(),
        };
        let case = |found: Option<Verdict>| SampledCase {
            engagement_id: EngagementId::default(),
            person_id: PersonId::default(),
            connector: None,
            checked: found.map(checked),
        };
        let sample = |to_on: &str, cases| Sample {
            sample_id: SampleId::default(),
            from_on: day("2026-01-01"),
            to_on: day(to_on),
            of: None,
            seed: 1,
            population: 9,
            drawn_by: AccountId::default(),
            drawn_at: DateTime::UNIX_EPOCH,
            cases,
        };
        let first = sample("2026-03-31", vec![case(Some(Verdict::Partly)), case(None)]);
        let quarters = by_quarter(&[first, sample("2026-04-01", vec![case(Some(Verdict::NotMet))])]);
        assert_eq!(
            quarters.iter().map(|one| one.from).collect::<Vec<_>>(),
            [day("2026-04-01"), day("2026-01-01")]
        );
        let map = quarters[1].criteria[&Criterion::MapTaken];
        assert_eq!((quarters[1].cases, map), (1, Tally { partly: 1, ..Tally::default() }));
        assert_eq!(quarters[1].connectors[&None], Tally { met: 1, partly: 1, not_met: 0 });
        assert_eq!(last_quarter(day("2026-03-12")), (day("2025-10-01"), day("2025-12-31")));
    }
}
