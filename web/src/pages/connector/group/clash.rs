//! What else is planned while a group meets, for each whose people come: pointed out once, as it is for a single
//! visit. Another group is one other time, however many of its people are known.

use std::collections::{BTreeSet, HashSet};

use app::error::Refusal;
use app::views::sessions::SessionRow;
use domain::engagement::SessionTime;
use domain::shared::ids::{AccountId, EngagementId};

use super::super::engagement::planning::said_clashes;
use crate::extract::Signed;
use crate::site::Site;

/// The reason to think twice, if there is one.
pub(in super::super) async fn clashes(
    site: &Site,
    signed: &Signed,
    of: &[EngagementId],
    times: &[SessionTime],
    is_itself: impl Fn(&SessionRow) -> bool + Send,
) -> Result<Option<String>, Refusal> {
    let (who, today) = (signed.connecting()?, site.app.clock.today());
    let mut whose: BTreeSet<AccountId> = BTreeSet::new();
    if who.leads() {
        for id in of {
            let case = site.app.views.case(&who, *id, today).await?;
            whose.extend(case.and_then(|case| case.row.engagement.connector()));
        }
    } else {
        whose.insert(who.account());
    }
    let (mut found, mut met) = (Vec::new(), HashSet::new());
    for one in whose {
        found.extend(site.app.clashes(&who, one, times).await?);
    }
    found
        .retain(|visit| !is_itself(&visit.session) && visit.group_time().is_none_or(|time| met.insert(time)));
    for visit in found.iter_mut().filter(|visit| visit.group_time().is_some()) {
        visit.called = "another group".to_owned();
    }
    found.sort_by_key(|visit| (visit.session.time.on, visit.session.time.starts_at));
    Ok(said_clashes(&found, today))
}
