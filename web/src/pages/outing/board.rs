//! The board: who is out, where, until when; whoever should have been out on top, to whom it was passed on and
//! what was done. Looked at again by a link, because a page that moves by itself is read badly.

use std::collections::HashMap;

use app::views::outings::OutingRow;
use askama::Template;
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use domain::shared::ids::AccountId;

use crate::error::Answer;
use crate::extract::Signed;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// Days whose outings are shown once they are over.
const LATELY_DAYS: i64 = 7;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::TEAM_OUT, Audience::Leading, page)]
}

#[derive(Template)]
#[template(path = "outing/board.html")]
struct Board {
    page: Page,
    /// Those for whom somebody is to make sure.
    needs: Vec<OutingRow>,
    /// Those who are out and in time.
    out: Vec<OutingRow>,
    /// Those who are back.
    back: Vec<OutingRow>,
    names: HashMap<AccountId, String>,
    now: DateTime<Utc>,
}

impl Board {
    fn name(&self, row: &OutingRow) -> &str {
        self.names.get(&row.account_id).map_or("Somebody", String::as_str)
    }

    fn place(&self, row: &OutingRow) -> String {
        row.place.as_ref().and_then(|place| place.get()).map(ToString::to_string).unwrap_or_default()
    }

    /// "Should have been out at 15:40 · passed on to the team leads · 1 step"
    fn under(&self, row: &OutingRow) -> String {
        let mut parts = vec![match row.alarm_at {
            Some(at) => format!("Gave the word of alarm at {}", format::time(at)),
            None => format!("Should have been out at {}", format::time(row.back_by)),
        }];
        parts.extend(row.passed_on.map(|step| format!("passed on to {}", step.label().to_lowercase())));
        parts.push(match row.looked_into.len() {
            0 => "nobody has written what was done".to_owned(),
            steps => format!("{} written down", format::plural(steps, "step", "steps")),
        });
        parts.join(" · ")
    }

    /// "Until 15:40", and that it has passed.
    fn until(&self, row: &OutingRow) -> String {
        match row.back_by < self.now {
            true => format!("Was to be out at {}", format::time(row.back_by)),
            false => format!("Until {}", format::time(row.back_by)),
        }
    }

    fn ended(&self, row: &OutingRow) -> String {
        let Some((how, at)) = row.ended else { return String::new() };
        format!("{} · {}", format::instant(at), how.label())
    }

    fn looked_at(&self) -> String {
        format::time(self.now)
    }
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    let who = signed.connecting()?;
    let now = site.app.clock.now();
    let open = site.app.views.outings_open(&who).await?;
    // What somebody gave the word of alarm about stays away from their own screen.
    let open = open.into_iter().filter(|row| row.account_id != who.account() || row.is_open_to_them());
    let (needs, out) = open.partition(OutingRow::needs_somebody);
    show(&Board {
        page: signed.page("Who is out", Here::Team),
        needs,
        out,
        back: site.app.views.outings_ended(&who, now - TimeDelta::days(LATELY_DAYS)).await?,
        names: site.app.accounts.names(who.organisation()).await?.into_iter().collect(),
        now,
    })
}
