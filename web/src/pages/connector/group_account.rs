//! What became of each when something was asked for several people at once and refused for some of them.

use std::collections::HashMap;

use app::groups::Answered;
use askama::Template;
use domain::shared::ids::EngagementId;

use crate::drafts;
use crate::error::Answer;
use crate::extract::Signed;
use crate::form::{Typed, people_say};
use crate::look::{Here, Page};
use crate::site::{Site, show};

/// What such a page says.
pub(super) struct Account {
    pub(super) title: &'static str,
    /// What was done for the others: "Planned".
    pub(super) done: &'static str,
    /// Where it goes on.
    pub(super) to: String,
}

#[derive(Template)]
#[template(path = "connector/group_account.html")]
struct AccountPage {
    page: Page,
    done: &'static str,
    to: String,
    /// Everybody, and why not; those who were refused first.
    rows: Vec<(String, Option<String>)>,
}

pub(super) async fn account(
    site: &Site,
    signed: &Signed,
    typed: &Typed,
    said: Account,
    answered: &[Answered],
) -> Answer {
    let who = signed.connecting()?;
    // What was typed for somebody who was refused waits on the form.
    if answered.iter().all(|one| one.answer.is_ok()) {
        site.app.drafts.discard(signed.account(), typed.one(drafts::MARK)).await?;
    }
    if let Some(position) = answered.iter().filter_map(|one| Some(one.answer.as_ref().ok()?.position)).max() {
        site.app.views.catch_up(position).await;
    }
    let today = site.app.clock.today();
    let mut names: HashMap<EngagementId, String> = HashMap::new();
    for one in answered {
        if let Some(case) = site.app.views.case(&who, one.engagement_id, today).await? {
            names.insert(one.engagement_id, case.person.name);
        }
    }
    let mut rows: Vec<(String, Option<String>)> = answered
        .iter()
        .map(|one| {
            let name = names.get(&one.engagement_id).cloned().unwrap_or_else(|| "Somebody".to_owned());
            (name, one.answer.as_ref().err().map(|refusal| people_say(&refusal.to_string())))
        })
        .collect();
    rows.sort_by_key(|(name, why)| (why.is_none(), name.clone()));
    show(&AccountPage { page: signed.page(said.title, Here::Today), done: said.done, to: said.to, rows })
}
