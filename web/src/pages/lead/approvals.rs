//! What waits for a team lead in one place: more time and early endings to agree to, relationships to sign for;
//! and whether connectors have to ask at all.

use std::collections::HashMap;

use app::access::Connecting;
use app::error::Refusal;
use app::views::cases::Case;
use app::views::relationships::Tie;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::engagement::RequestKind;
use domain::shared::ids::AccountId;

use crate::error::Answer;
use crate::extract::Signed;
use crate::flash::Flash;
use crate::form::Typed;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show};
use crate::{format, paths};

/// Requests shown at once.
const MOST: i64 = 100;

/// Looking, and saying whether connectors have to ask.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::APPROVALS, Audience::Leading, page),
        post("/team/approvals/rule", Audience::Leading, rule),
    ]
}

/// Something to agree to.
pub struct Request {
    pub person: (uuid::Uuid, String),
    /// "More time, until 27 December"
    pub what: String,
    /// "Amina asked 3 days ago"
    pub words: String,
    pub href: String,
    /// Who asked.
    pub by: String,
    pub asked_on: NaiveDate,
}

#[derive(Template)]
#[template(path = "lead/approvals.html")]
struct Approvals {
    page: Page,
    requests: Vec<Request>,
    signatures: Vec<Request>,
    needed: bool,
    /// Whether more wait than are shown.
    more: bool,
}

/// What is to be agreed to, earliest first, and what is to be signed: of at most so many cases and relationships.
pub async fn waiting(
    site: &Site,
    who: &Connecting<'_>,
    most: i64,
) -> Result<(Vec<Request>, Vec<Request>), Refusal> {
    let today = site.app.clock.today();
    let names: HashMap<AccountId, String> =
        site.app.accounts.names(who.organisation()).await?.into_iter().collect();
    let cases =
        site.app.views.caseload(who, app::views::cases::Which::AskedOfLead, None, today, most).await?;
    let mut requests: Vec<Request> =
        cases.iter().flat_map(|case| of_case(case, &names, (today, who.account()))).collect();
    requests.sort_by_key(|request| request.asked_on);
    let ties = site.app.views.overrides_asked(who, most).await?;
    let signatures = ties.iter().map(|tie| of_tie(tie, &names, (today, who.account()))).collect();
    Ok((requests, signatures))
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    let who = signed.connecting()?;
    let (requests, signatures) = waiting(&site, &who, MOST).await?;
    let more = [&requests, &signatures].iter().any(|list| list.len() >= MOST as usize);
    let needed = site.app.needs_agreement(&who).await?;
    show(&Approvals { page: signed.page("To agree", Here::Team), requests, signatures, needed, more })
}

fn asked(
    by: AccountId,
    on: NaiveDate,
    names: &HashMap<AccountId, String>,
    you: (NaiveDate, AccountId),
) -> String {
    let (today, viewer) = you;
    if by == viewer {
        return format!("You asked {}; another team lead answers it", format::ago(on, today));
    }
    format!("{} asked {}", names.get(&by).map_or("Somebody", String::as_str), format::ago(on, today))
}

/// What of a case waits for an agreement.
pub(super) fn of_case(
    case: &Case,
    names: &HashMap<AccountId, String>,
    you: (NaiveDate, AccountId),
) -> Vec<Request> {
    let engagement = &case.row.engagement;
    let request = |what: String, by, asked_on, part: &str| Request {
        person: (case.person.person_id.uuid(), case.person.name.clone()),
        what,
        words: asked(by, asked_on, names, you),
        by: names.get(&by).cloned().unwrap_or_default(),
        href: paths::engagement_part(engagement.engagement_id, part),
        asked_on,
    };
    let waits = engagement.waits_for_agreement();
    let mut requests = Vec::new();
    if let Some(asked) = &engagement.extension_asked {
        let what = format!("More time, until {}", format::date(asked.new_end));
        requests.push(request(what, asked.asked_by, asked.asked_on, "extension-answer"));
    }
    if let Some(asked) = engagement
        .ending_asked
        .as_ref()
        .filter(|_| waits.iter().any(|(kind, _)| *kind == RequestKind::Ending))
    {
        let what = format!("Ending early, on {}", format::date(asked.ended_on));
        requests.push(request(what, asked.asked_by, asked.asked_on, "ending-answer"));
    }
    requests
}

fn of_tie(tie: &Tie, names: &HashMap<AccountId, String>, you: (NaiveDate, AccountId)) -> Request {
    let relationship = &tie.relationship;
    let (by, asked_on) = relationship
        .override_asked
        .as_ref()
        .map_or((AccountId::default(), you.0), |asked| (asked.asked_by, asked.asked_on));
    Request {
        person: (relationship.person_id.uuid(), format!("{} and {}", tie.person_name, tie.other_name)),
        what: "Sign that it stands on its own".to_owned(),
        words: asked(by, asked_on, names, you),
        by: names.get(&by).cloned().unwrap_or_default(),
        href: paths::relationship_part(relationship.relationship_id, "signature"),
        asked_on,
    }
}

async fn rule(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let needed = typed.is("needed", "yes");
    site.app.set_needs_agreement(&signed.connecting()?, needed).await?;
    let flash = if needed { Flash::AgreementNeeded } else { Flash::AgreementNotNeeded };
    go_on(paths::APPROVALS, flash)
}
