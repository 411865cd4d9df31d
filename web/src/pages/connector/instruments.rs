//! Which questions about how life is the team asks, under which licences, and under which contracts they are asked
//! once more after the end. For team leads.

use app::accounts::Colleague;
use app::contracts::Contract;
use app::instruments::{InstrumentBook, InstrumentSetting, LicenceRecord};
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::person::measures::scale::Scale;
use domain::person::measures::{Instrument, Standing};
use domain::shared::ids::ContractId;

use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};
use crate::{format, paths};

/// Every entry about which questions are asked.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::INSTRUMENTS, Audience::Leading, look),
        post(paths::INSTRUMENTS, Audience::Leading, decide),
        post("/instruments/follow-ups", Audience::Leading, follow),
    ]
}

#[derive(Template)]
#[template(path = "connector/instruments.html")]
struct InstrumentsPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    in_use: Vec<Row>,
    off: Vec<Row>,
    /// The one that is decided about; `None` when none is chosen.
    chosen: Option<Chosen>,
    contracts: Vec<Choice>,
}

/// One instrument in the list.
struct Row {
    href: String,
    label: &'static str,
    /// "Free to use, with its source named", or how its licence stands.
    under: String,
    /// Whether somebody must do something: it is on and may not be used.
    worry: bool,
}

/// The instrument that the form is about.
struct Chosen {
    label: &'static str,
    credit: &'static str,
    terms: &'static str,
    questions: usize,
    needs_licence: bool,
    /// Who decided last, and when; empty when nobody has.
    last: String,
    on: Vec<Choice>,
}

fn standing(book: &InstrumentBook, instrument: Instrument, today: NaiveDate) -> (Standing, String) {
    let scale = Scale::latest(instrument);
    let standing = book.standing(instrument, today);
    let licence = book.setting(instrument).and_then(|setting| setting.licence.as_ref());
    let said = match (standing, licence) {
        (Standing::Unlicensed, _) => {
            "Switched on, but no licence is on record: it cannot be asked".to_owned()
        }
        (Standing::LicenceEnded { until }, _) => format!("The licence ran out on {}", format::date(until)),
        (Standing::On, Some(LicenceRecord { holder, reference, until })) => {
            let until = until.map(|day| format!(", until {}", format::date(day))).unwrap_or_default();
            format!("Licence of {holder}, {reference}{until}")
        }
        _ => scale.licence.label().to_owned(),
    };
    (standing, said)
}

async fn draw(site: &Site, signed: &Signed, typed: Typed, attempt: Attempt) -> Answer {
    let who = signed.connecting()?;
    let today = site.app.clock.today();
    let book = site.app.instrument_book(who.organisation()).await?;
    let follow_ups = site.app.instruments.follow_ups(who.organisation()).await?;
    let contracts: Vec<Contract> = site.app.contracts.all(who.organisation()).await?;
    let team: Vec<Colleague> = site.app.accounts.colleagues(&who).await?;
    let row = |instrument: Instrument| {
        let (standing, under) = standing(&book, instrument, today);
        let href = format!("{}?of={}", paths::INSTRUMENTS, instrument.code());
        let worry = matches!(standing, Standing::Unlicensed | Standing::LicenceEnded { .. });
        (standing, Row { href, label: instrument.label(), under, worry })
    };
    let (off, in_use): (Vec<_>, Vec<_>) =
        Instrument::ALL.iter().copied().map(row).partition(|(standing, _)| *standing == Standing::Off);
    let chosen: Option<Instrument> = typed.one("instrument").parse().ok();
    let chosen = chosen.map(|instrument| {
        let scale = Scale::latest(instrument);
        let last = book.setting(instrument).map(|setting| {
            let by = team.iter().find(|one| one.account_id == setting.by);
            let by = by.map_or("Somebody", |one| one.name.as_str());
            format!("Last decided by {by} on {}.", format::date(format::london_date(setting.changed_at)))
        });
        let on = [("on", "We ask it"), ("off", "We do not ask it")];
        Chosen {
            label: instrument.label(),
            credit: scale.credit,
            terms: scale.licence.label(),
            questions: scale.items.len(),
            needs_licence: scale.needs_licence(),
            last: last.unwrap_or_default(),
            on: on.map(|(value, label)| Choice::new(value, label).chosen(typed.is("on", value))).to_vec(),
        }
    });
    let contracts = contracts.into_iter().map(|contract| {
        let chosen = follow_ups.contains(&contract.contract_id);
        Choice::new(contract.contract_id, contract.reference).hint(contract.funder).chosen(chosen)
    });
    let (page, keys) = (signed.page("What we ask", Here::Team), signed.keys(&site.app, &typed));
    let rows = |list: Vec<(Standing, Row)>| list.into_iter().map(|(_, row)| row).collect();
    show_as(
        attempt.status,
        &InstrumentsPage {
            page,
            keys,
            attempt,
            typed,
            in_use: rows(in_use),
            off: rows(off),
            chosen,
            contracts: contracts.collect(),
        },
    )
}

async fn look(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let Ok(instrument) = asked.one("of").parse::<Instrument>() else {
        return draw(&site, &signed, Typed::default(), Attempt::first()).await;
    };
    let today = site.app.clock.today();
    let book = site.app.instrument_book(signed.organisation()).await?;
    let on = book.standing(instrument, today) != Standing::Off;
    let typed =
        Typed::default().with("instrument", instrument.code()).with("on", if on { "on" } else { "off" });
    let licence = book.setting(instrument).and_then(|setting| setting.licence.clone());
    let typed = match licence {
        Some(licence) => typed
            .with("licence_holder", licence.holder)
            .with("licence_reference", licence.reference)
            .with("licence_until", licence.until.map(|day| day.to_string()).unwrap_or_default()),
        None => typed,
    };
    draw(&site, &signed, typed, Attempt::first()).await
}

async fn decide(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let mut form = typed.reader();
    let on = match typed.one("on") {
        "on" => Some(true),
        "off" => Some(false),
        _ => form.refuse("on", "Say whether you ask it"),
    };
    let (holder, reference) = (form.line_or_none("licence_holder"), form.line_or_none("licence_reference"));
    let until = form.date_or_none("licence_until");
    let instrument: Option<Instrument> = form.code("instrument");
    let read = (instrument, on, holder, reference, until);
    let (Some(instrument), Some(on), Some(holder), Some(reference), Some(until)) = read else {
        return draw(&site, &signed, typed.clone(), form.again()).await;
    };
    let needs = Scale::latest(instrument).needs_licence() && on;
    if needs && holder.is_none() {
        form.refuse::<()>("licence_holder", "Say who holds the licence. Without one it may not be asked");
    }
    if needs && reference.is_none() {
        form.refuse::<()>(
            "licence_reference",
            "Say where the licence can be found: its number, or the letter",
        );
    }
    if !form.is_fine() {
        return draw(&site, &signed, typed.clone(), form.again()).await;
    }
    let licence = holder.zip(reference).map(|(holder, reference)| LicenceRecord {
        holder: holder.into(),
        reference: reference.into(),
        until,
    });
    let setting = InstrumentSetting {
        setting_id: typed.id("command_id").unwrap_or_else(|| site.app.ids.next()),
        instrument,
        on,
        licence,
        by: signed.account(),
        changed_at: site.app.clock.now(),
    };
    site.app.instruments.keep(&who, &setting).await?;
    go_on(paths::INSTRUMENTS, Flash::Saved)
}

async fn follow(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let mut form = typed.reader();
    let Some(contracts) = form.ids::<ContractId>("contract") else {
        return draw(&site, &signed, typed.clone(), form.again()).await;
    };
    site.app.instruments.set_follow_ups(&who, &contracts).await?;
    go_on(paths::INSTRUMENTS, Flash::Saved)
}
