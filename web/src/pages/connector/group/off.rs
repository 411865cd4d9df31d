//! Calling a date of a group off for everybody, or taking some of its people out: the one date, or it and every later
//! one. Both are the same question with one answer more.

use app::error::Refusal;
use app::groups::{Answered, Off};
use askama::Template;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::engagement::CancelledBy;
use domain::shared::ids::{CommandId, EngagementId};

use super::asking::{self, Asking, Filled, Form, Said};
use super::parts::AND_LATER;
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::{Choice, Faces, Page, choose};
use crate::router::Route;
use crate::{offered, paths};

/// Looking at the forms, and sending them.
pub(super) fn routes() -> Vec<Route> {
    let off = asking::form::<OffPage<false>>("/groups/{id}/calling-off");
    [off, asking::form::<OffPage<true>>("/groups/{id}/leaving")].concat()
}

/// `LEAVING` is whether some are taken out, rather than everybody called off.
#[derive(Template)]
#[template(path = "connector/group/off.html")]
struct OffPage<const LEAVING: bool> {
    page: Page,
    filled: Filled,
    /// Who is expected, at this date or a later one.
    who: Vec<Choice>,
    which: Vec<Choice>,
    by: Vec<Choice>,
    notice: Vec<Choice>,
}

#[async_trait]
impl<const LEAVING: bool> Form for OffPage<LEAVING> {
    type Asked = Off;
    const TITLE: &'static str = if LEAVING { "Take somebody out" } else { "Call the group off" };
    const SAID: Said = if LEAVING {
        Said {
            flash: Flash::GroupLeft,
            title: "Not everybody could be taken out",
            done: "Taken out",
            field: "who",
        }
    } else {
        Said {
            flash: Flash::GroupCalledOff,
            title: "The group is called off, but not for everybody",
            done: "Called off",
            field: "by",
        }
    };

    fn first(asking: &Asking<'_>) -> Typed {
        let on = asking.found.meeting().when().0;
        Typed::default().with("notice_hours", notice(on, asking.site.app.clock.today()))
    }

    async fn draw(asking: &Asking<'_>, page: Page, filled: Filled) -> Result<Self, Error> {
        let Asking { site, signed, found } = asking;
        let expected = found.open().into_iter();
        let mut who: Vec<Choice> = expected
            .map(|visit| {
                Choice::new(visit.session.engagement_id, visit.name.clone()).face(visit.person_id.uuid())
            })
            .collect();
        choose(&mut who, &filled.typed.all("who").collect::<Vec<_>>());
        Faces::beside(site, &signed.connecting()?, &mut who).await?;
        let (mut by, mut notice) = (offered!(CancelledBy), notices());
        choose(&mut by, &[filled.typed.one("by")]);
        choose(&mut notice, &[filled.typed.one("notice_hours")]);
        Ok(Self { page, which: found.which(&filled.typed), filled, who, by, notice })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<Off> {
        let of = if LEAVING {
            match form.ids::<EngagementId>("who") {
                Some(nobody) if nobody.is_empty() => form.refuse("who", "Choose whom it is about"),
                some => some.map(Some),
            }
        } else {
            Some(None)
        };
        let (by, notice) = (form.code("by"), form.whole("notice_hours", 0..=8_760));
        let reason = form.words_or_none("reason");
        Some(Off {
            of: of?,
            by: by?,
            notice_hours: u32::try_from(notice?).ok()?,
            reason: reason?,
            and_later: typed.is("which", AND_LATER),
        })
    }

    async fn ask(asking: &Asking<'_>, command: CommandId, off: &Off) -> Result<Vec<Answered>, Refusal> {
        asking.site.app.call_group_off(&asking.signed.viewer, command, asking.found.id, off).await
    }
}

fn notices() -> Vec<Choice> {
    vec![
        Choice::new(0, "Less than a day"),
        Choice::new(24, "A day"),
        Choice::new(48, "Two days or more"),
        Choice::new(168, "A week or more"),
    ]
}

/// The notice that there is on a day, as one of those offered.
fn notice(on: NaiveDate, today: NaiveDate) -> u32 {
    match (on - today).num_days() {
        ..=0 => 0,
        1 => 24,
        2..=6 => 48,
        _ => 168,
    }
}
