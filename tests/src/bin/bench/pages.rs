//! The caseload and the person page of a connector, in a log of a million events and in one of ten
//! thousand, asked of a served installation; its memory, and how soon it starts.

use std::time::Instant;

use anyhow::ensure;
use app::access::Viewer;
use app::accounts::Account;
use app::stories::Persona;
use app::views::cases::Which as Cases;
use chrono::{DateTime, Utc};
use domain::shared::ids::PersonId;

use crate::Scale;
use crate::everywhere;
use crate::ground::{Ground, name};
use crate::report::{Report, percentile};
use crate::served::Served;

/// How long pages of one installation took, in milliseconds.
struct Times {
    caseload: Vec<f64>,
    person: Vec<f64>,
}

pub(crate) async fn measure(
    small: Ground,
    large: Ground,
    scale: Scale,
    report: &mut Report,
) -> anyhow::Result<()> {
    let db = name(large.which);
    // Connectors with as many open cases as each other: what differs is the log around them.
    let cases = open_cases(&small, Persona::BEN).await?.len();
    let (mut few, _) = ask(&small, Persona::BEN, scale).await?;
    let connector = with_cases(&large, cases).await?;
    let (mut many, served) = ask(&large, connector, scale).await?;
    let caseload = percentile(&mut many.caseload, 99.0);
    let ratio = caseload / percentile(&mut few.caseload, 99.0);
    let person = percentile(&mut many.person, 99.0);
    let middle = percentile(&mut many.caseload, 50.0) / percentile(&mut few.caseload, 50.0);
    report.add(format!("caseload_p99_ms_1m_{db}"), caseload, "GET /people of one connector, large log");
    report.add(format!("caseload_p50_1m_vs_10k_{db}"), middle, "medians, large log ÷ small log");
    report.add(format!("caseload_1m_vs_10k_{db}"), ratio, "99 in 100, large log ÷ small log");
    report.add(format!("person_p99_ms_1m_{db}"), person, "GET /people/{id}, large log");
    report.add(format!("rss_mb_1m_{db}"), served.memory_mb()?, "memory of kith serve after these pages");
    report.add(format!("start_ms_{db}"), served.started_ms, "kith serve on the large log, until ready");
    report.worse("caseload_p99_ms_1m", caseload, "the slower database's");
    report.worse("caseload_1m_vs_10k", ratio, "the worse database's");
    report.worse("person_p99_ms_1m", person, "the slower database's");
    report.worse("rss_mb_1m", served.memory_mb()?, "the larger of the two");
    report.worse("start_ms", served.started_ms, "the slower of the two");
    everywhere::measure(&large, &served, connector, report).await?;
    drop(served);
    small.wired.stop().await;
    large.wired.stop().await;
    Ok(())
}

/// The people with whom a connector works now.
async fn open_cases(ground: &Ground, who: Persona) -> anyhow::Result<Vec<PersonId>> {
    let app = &ground.wired.app;
    let viewer = Viewer::of(ground.town.account(who));
    let cases = app.views.caseload(&viewer.connecting()?, Cases::Open, None, app.clock.today(), 500).await?;
    Ok(cases.iter().map(|case| case.person.person_id).collect())
}

/// The connector whose open cases are nearest to so many.
async fn with_cases(ground: &Ground, wanted: usize) -> anyhow::Result<Persona> {
    let mut nearest = (usize::MAX, Persona::BEN);
    for who in &ground.town.connectors {
        let apart = open_cases(ground, *who).await?.len().abs_diff(wanted);
        if apart < nearest.0 {
            nearest = (apart, *who);
        }
        if apart == 0 {
            break;
        }
    }
    Ok(nearest.1)
}

async fn ask(ground: &Ground, who: Persona, scale: Scale) -> anyhow::Result<(Times, Served)> {
    let account = ground.town.account(who);
    let people = open_cases(ground, who).await?;
    ensure!(!people.is_empty(), "the connector has no cases");
    eprintln!("{} open cases in the measured caseload", people.len());
    let served = Served::start(&ground.database.url, &ground.keys()).await?;
    let token = sign_in(ground, account).await?;
    let mut browser = served.browser().await?;
    let mut times = Times { caseload: Vec::new(), person: Vec::new() };
    for number in 0..scale.pages + 50 {
        let person = format!("/people/{}", people[number % people.len()]);
        let caseload = timed(&mut browser, "/people", &token).await?;
        let person = timed(&mut browser, &person, &token).await?;
        // The first few fill caches, as a morning's first page does.
        if number >= 50 {
            times.caseload.push(caseload);
            times.person.push(person);
        }
    }
    Ok((times, served))
}

/// A session of somebody's, through the front door with a password given for it.
pub(crate) async fn sign_in(ground: &Ground, account: &Account) -> anyhow::Result<String> {
    let password = "three small words";
    let accounts = &ground.wired.app.accounts;
    let sam = Viewer::of(ground.town.account(Persona::SAM));
    accounts.set_password(&sam.administering()?, account.account_id, password).await?;
    let now = DateTime::<Utc>::from(std::time::SystemTime::now());
    let signed = accounts.sign_in(&account.sign_in_name, password, now).await?;
    Ok(signed.map(|session| session.token).unwrap_or_default())
}

async fn timed(browser: &mut crate::served::Browser, path: &str, token: &str) -> anyhow::Result<f64> {
    let begun = Instant::now();
    let (status, _) = browser.get(path, token).await?;
    ensure!(status == 200, "{path} answered {status}");
    Ok(begun.elapsed().as_secs_f64() * 1000.0)
}
