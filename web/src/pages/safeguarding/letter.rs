//! The letter to the council: everything that is known, in the order in which a council asks for it, to be
//! printed or copied into the council's own form. Kith sends nothing itself.

use askama::Template;
use axum::extract::State;
use domain::shared::ids::ConcernId;
use domain::shared::personal::Personal;

use super::concern::Open;
use super::wording;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/safeguarding/{id}/letter", Audience::Safeguarding, page)]
}

#[derive(Template)]
#[template(path = "safeguarding/letter.html")]
struct Letter {
    page: Page,
    href: String,
    today: String,
    /// Who the person is, as far as it is known: "Born", "Address".
    person: Vec<(&'static str, String)>,
    report: Vec<(&'static str, String)>,
    raised: String,
    /// To whom it was passed on before, and when.
    told: Vec<String>,
    writer: String,
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<ConcernId>) -> Answer {
    let open = Open::read(&site, &signed, id).await?;
    let now = open.now();
    let row = site.app.views.person(&signed.connecting()?, now.person_id).await?;
    let details = row.as_ref().and_then(|row| row.person.details());
    let person = [
        ("Name", Some(open.person())),
        ("Born", details.and_then(|details| details.born_on).map(format::date)),
        ("Address", details.and_then(|details| details.address.as_ref()).map(ToString::to_string)),
        ("Telephone", details.and_then(|details| details.phone.as_ref()).map(ToString::to_string)),
    ];
    let names: std::collections::HashMap<_, _> =
        site.app.accounts.names(signed.organisation()).await?.into_iter().collect();
    let name = |account| names.get(&account).cloned().unwrap_or_else(|| "somebody".to_owned());
    let told = now.referrals.iter().filter_map(|(referral, on)| {
        let referral = Personal::get(referral)?;
        let reference = referral.reference.as_ref().map(|reference| format!(", reference {reference}"));
        let to = referral.to.label();
        Some(format!("{to}, {}{}", format::date(*on), reference.unwrap_or_default()))
    });
    show(&Letter {
        page: signed.page("Safeguarding adults: a concern", Here::Safeguarding),
        href: paths::concern(id),
        today: format::date(open.today),
        person: person.into_iter().filter_map(|(what, value)| Some((what, value?))).collect(),
        report: now.known().map(|report| wording::answers(report, name)).unwrap_or_default(),
        raised: format!("Told to us by {} on {}", name(now.raised_by), open.told()),
        told: told.collect(),
        writer: signed.name().to_owned(),
    })
}
