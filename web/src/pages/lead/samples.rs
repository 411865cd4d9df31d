//! Samples of records: what was found by quarter, the samples that were drawn, and drawing another. Which cases
//! are looked at is Kith's chance, never anybody's choice.

use std::collections::HashMap;

use app::error::Refusal;
use app::team_book::sampling::{Criterion, MOST_CASES, Quarter, Sample, Tally, by_quarter, last_quarter};
use askama::Template;
use axum::extract::State;
use chrono::Datelike;
use domain::shared::ids::{AccountId, SampleId};

use crate::error::Answer;
use crate::extract::Signed;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page, choose};
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};
use crate::{format, paths};

/// Cases that a sample has when nobody says otherwise. Source: practice default.
const USUAL: i64 = 5;
/// Quarters shown: two years.
const QUARTERS: usize = 8;

/// Looking, and drawing one.
pub fn routes() -> Vec<Route> {
    vec![get(paths::SAMPLES, Audience::Leading, look), post(paths::SAMPLES, Audience::Leading, draw)]
}

#[derive(Template)]
#[template(path = "lead/samples.html")]
struct Samples {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    today: String,
    whose: Vec<Choice>,
    samples: Vec<Sample>,
    quarters: Vec<Quarter>,
    names: HashMap<AccountId, String>,
}

impl Samples {
    /// "October to December 2025"
    fn days(&self, sample: &Sample) -> String {
        format!("{} to {}", format::day(sample.from_on), format::date(sample.to_on))
    }

    /// "5 of 38 cases, drawn on 2 April 2026 · 3 looked at"
    fn about(&self, sample: &Sample) -> String {
        let whose = sample.of.map(|of| format!("{} cases", format::possessive(self.name(Some(of)))));
        let looked = sample.cases.iter().filter(|case| case.checked.is_some()).count();
        format!(
            "{} of {} {}, drawn on {} · {} looked at",
            sample.cases.len(),
            sample.population,
            whose.unwrap_or_else(|| "cases".to_owned()),
            format::date(format::london_date(sample.drawn_at)),
            if looked == sample.cases.len() { "all".to_owned() } else { looked.to_string() }
        )
    }

    fn name(&self, id: Option<AccountId>) -> &str {
        id.and_then(|id| self.names.get(&id)).map_or("Nobody", String::as_str)
    }

    /// "January to March 2026"
    fn quarter(&self, quarter: &Quarter) -> String {
        let last = quarter.from + chrono::Months::new(2);
        let month =
            |day: chrono::NaiveDate| format::month_year(day).split(' ').next().unwrap_or_default().to_owned();
        format!("{} to {} {}", month(quarter.from), month(last), last.year())
    }

    fn criteria(&self, quarter: &Quarter) -> Vec<(&'static str, Tally)> {
        let tally = |criterion: &Criterion| quarter.criteria.get(criterion).copied().unwrap_or_default();
        Criterion::ALL.iter().map(|criterion| (criterion.label(), tally(criterion))).collect()
    }

    fn connectors(&self, quarter: &Quarter) -> Vec<(String, Tally)> {
        let mut told: Vec<(String, Tally)> =
            quarter.connectors.iter().map(|(id, tally)| (self.name(*id).to_owned(), *tally)).collect();
        told.sort_by(|one, other| one.0.cmp(&other.0));
        told
    }

    fn share(&self, tally: &Tally) -> String {
        format::percent(tally.met, tally.all())
    }
}

async fn look(State(site): State<Site>, signed: Signed) -> Answer {
    let (from, to) = last_quarter(site.app.clock.today());
    let typed = Typed::default()
        .with("sample_id", site.app.ids.next())
        .with("from_on", from)
        .with("to_on", to)
        .with("size", USUAL);
    page(&site, &signed, typed, Attempt::first()).await
}

async fn page(site: &Site, signed: &Signed, typed: Typed, attempt: Attempt) -> Answer {
    let who = signed.connecting()?;
    let samples = site.app.team_book.samples(&who).await?;
    let colleagues = site.app.accounts.colleagues(&who).await?;
    let mut whose: Vec<Choice> =
        colleagues.iter().map(|one| Choice::new(one.account_id, &*one.name)).collect();
    choose(&mut whose, &[typed.one("of")]);
    let page = Samples {
        page: signed.page("Samples of records", Here::Team),
        keys: signed.keys(&site.app, &typed),
        quarters: by_quarter(&samples).into_iter().take(QUARTERS).collect(),
        names: site.app.accounts.names(who.organisation()).await?.into_iter().collect(),
        today: site.app.clock.today().to_string(),
        samples,
        whose,
        typed,
        attempt,
    };
    show_as(page.attempt.status, &page)
}

async fn draw(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let mut form = typed.reader();
    let (from, to) = (form.date("from_on"), form.date("to_on"));
    let (of, size) = (form.id_or_none("of"), form.whole("size", 1..=MOST_CASES));
    let (Some(from), Some(to), Some(of), Some(size)) = (from, to, of, size) else {
        return page(&site, &signed, typed.clone(), form.again()).await;
    };
    let id: SampleId = typed.id("sample_id").unwrap_or_else(|| SampleId(site.app.ids.next()));
    match site.app.draw_sample(&who, id, (from, to), of, size).await {
        Ok(()) => go_on(&paths::sample(id), Flash::SampleDrawn),
        Err(refusal @ Refusal::Invalid { .. }) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            page(&site, &signed, typed, attempt).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}
