//! For whoever told the safeguarding lead: that it was received, who has it, what happens next and what not to
//! do. What they wrote is shown until somebody has taken it over.

use std::collections::HashMap;

use app::views::concerns::Opened;
use askama::Template;
use axum::extract::State;
use domain::concern::Reading;
use domain::shared::ids::{AccountId, ConcernId};

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
    vec![get("/concerns/{id}", Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "safeguarding/receipt.html")]
struct Receipt {
    page: Page,
    told_on: String,
    /// Who has it, once somebody has.
    lead: Option<String>,
    closed: bool,
    /// What they wrote, while nobody has taken it over.
    own: Vec<(&'static str, String)>,
    /// Who the safeguarding leads are.
    leads: Vec<String>,
    /// The record, for a lead who told it themselves.
    record: Option<String>,
    /// The person's page.
    person: String,
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<ConcernId>) -> Answer {
    let who = signed.connecting()?;
    let Opened { concern, reading, told_at, .. } = site.app.open_concern(&signed.viewer, id).await?;
    let names: HashMap<AccountId, String> =
        site.app.accounts.names(who.organisation()).await?.into_iter().collect();
    let name = |account: AccountId| names.get(&account).cloned().unwrap_or_else(|| "somebody".to_owned());
    let own = match reading {
        Reading::OwnWords => concern.known().map(|report| wording::answers(report, name)).unwrap_or_default(),
        Reading::Everything | Reading::Receipt | Reading::Nothing => Vec::new(),
    };
    let team = site.app.accounts.colleagues(&who).await?;
    let leads = team
        .into_iter()
        .filter(|one| {
            one.role == app::access::Role::SafeguardingLead && !concern.is_kept_from(one.account_id)
        })
        .map(|one| one.name)
        .collect();
    show(&Receipt {
        page: signed.page("The safeguarding lead has it", Here::Elsewhere),
        told_on: told_at.map(format::instant).or(concern.raised_on.map(format::date)).unwrap_or_default(),
        lead: concern.taken_over.map(|(lead, _)| name(lead)),
        closed: concern.settled.is_some(),
        own,
        leads,
        record: (reading == Reading::Everything).then(|| paths::concern(id)),
        person: paths::person(concern.person_id),
    })
}
