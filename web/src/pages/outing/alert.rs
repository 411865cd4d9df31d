//! The line at the top of every page of those who look out: somebody should have been out, or gave the word of
//! alarm. It names the colleague, never a place or a person supported.

use app::access::Connecting;
use app::error::Failure;
use app::views::outings::OutingRow;
use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;

use crate::error::Answer;
use crate::extract::Signed;
use crate::guard::Audience;
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// What a page that is open asks again and again.
pub fn routes() -> Vec<Route> {
    vec![get(paths::ALERTS, Audience::Connecting, now)]
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// "Amina should have been out at 15:40."
    pub words: String,
    /// Where it is looked into.
    pub href: String,
    /// Whether the word of alarm was given.
    pub alarm: bool,
}

#[derive(Template)]
#[template(path = "outing/alert.html")]
struct Alerts<'a> {
    alerts: &'a [Alert],
}

/// The lines as they would stand on a page that is asked for now; without any there is nothing to say.
async fn now(signed: Signed) -> Answer {
    match signed.alerts() {
        [] => Ok(StatusCode::NO_CONTENT.into_response()),
        alerts => show(&Alerts { alerts }),
    }
}

/// What somebody is to look into now; their own outing is not among it.
pub async fn alerts(site: &Site, who: &Connecting<'_>) -> Result<Vec<Alert>, Failure> {
    let mut open = site.app.views.outings_open(who).await?;
    open.retain(|row| row.account_id != who.account() && concerns(who, row));
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let names = site.app.accounts.names(who.organisation()).await?;
    let alert = |row: OutingRow| {
        let name = names.iter().find(|(account, _)| *account == row.account_id);
        let name = name.map_or("Somebody", |(_, name)| name.as_str());
        let words = match row.alarm_at {
            Some(at) => format!("{name} gave the word of alarm at {}.", format::time(at)),
            None => format!("{name} should have been out at {}.", format::time(row.back_by)),
        };
        Alert { words, href: paths::outing(row.outing_id), alarm: row.alarm_at.is_some() }
    };
    Ok(open.into_iter().map(alert).collect())
}

/// Whether it is time for this viewer: the colleague first, the leads after, in the end everybody; at an alarm
/// whoever may know of it.
fn concerns(who: &Connecting<'_>, row: &OutingRow) -> bool {
    use domain::outing::PassedOn;
    let asked = row.colleague == Some(who.account());
    match (row.alarm_at, row.passed_on) {
        (Some(_), _) => true,
        (None, None) => false,
        (None, Some(PassedOn::Colleague)) => asked,
        (None, Some(PassedOn::Leads)) => asked || who.leads(),
        (None, Some(PassedOn::OnCall)) => true,
    }
}
