//! Calling a date of a group off for everybody, or taking some of its people out: the one date, or it and every later
//! one. Both are the same question with one answer more.

use app::groups::Off;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::engagement::CancelledBy;
use domain::shared::ids::{EngagementId, GroupId};

use super::parts::{AND_LATER, Found, Said, command_of, settled};
use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Faces, Here, Page, choose};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{offered, paths};

const OFF: &str = "/groups/{id}/calling-off";
const LEAVING: &str = "/groups/{id}/leaving";

/// Looking at the forms, and sending them.
pub(super) fn routes() -> Vec<Route> {
    vec![
        get(OFF, Audience::Connecting, look_at_off),
        post(OFF, Audience::Connecting, send_off),
        get(LEAVING, Audience::Connecting, look_at_leaving),
        post(LEAVING, Audience::Connecting, send_leaving),
    ]
}

#[derive(Template)]
#[template(path = "connector/group/off.html")]
struct OffPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    id: GroupId,
    title: String,
    when: String,
    /// Whether some are taken out, rather than everybody called off.
    leaving: bool,
    /// Who is expected, at this date or a later one.
    who: Vec<Choice>,
    which: Vec<Choice>,
    by: Vec<Choice>,
    notice: Vec<Choice>,
}

/// What a call of one of the two forms is about.
struct Asked<'a> {
    site: &'a Site,
    signed: &'a Signed,
    found: Found,
    leaving: bool,
}

impl Asked<'_> {
    async fn draw(&self, typed: Typed, attempt: Attempt) -> Answer {
        let typed = attempt.keep(typed);
        let keys = self.signed.keys(&self.site.app, &typed);
        let mut who: Vec<Choice> = Vec::new();
        for visit in self.found.open() {
            who.push(
                Choice::new(visit.session.engagement_id, visit.name.clone()).face(visit.person_id.uuid()),
            );
        }
        choose(&mut who, &typed.all("who").collect::<Vec<_>>());
        Faces::beside(self.site, &self.signed.connecting()?, &mut who).await?;
        let mut by = offered!(CancelledBy);
        choose(&mut by, &[typed.one("by")]);
        let mut notice = notices();
        choose(&mut notice, &[typed.one("notice_hours")]);
        let title = if self.leaving { "Take somebody out" } else { "Call the group off" };
        show_as(
            attempt.status,
            &OffPage {
                page: self.signed.page(title, Here::Today),
                which: self.found.which(&typed),
                keys,
                attempt,
                typed,
                id: self.found.id,
                title: self.found.title(),
                when: self.found.when(self.site.app.clock.today()),
                leaving: self.leaving,
                who,
                by,
                notice,
            },
        )
    }

    fn read(&self, form: &mut Reader<'_>, typed: &Typed) -> Option<Off> {
        let of = if self.leaving {
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

    async fn send(self, typed: Typed) -> Answer {
        let mut form = typed.reader();
        let Some(off) = self.read(&mut form, &typed) else {
            return self.draw(typed.clone(), form.again()).await;
        };
        let (site, id) = (self.site, self.found.id);
        let command = command_of(site, &typed);
        let answered = site.app.call_group_off(&self.signed.viewer, command, id, &off).await?;
        let said = if self.leaving {
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
        let visits = &self.found.meeting().visits;
        match settled(site, self.signed, &typed, (id, said), (answered, visits)).await {
            Ok(answer) => answer,
            Err(attempt) => self.draw(typed, attempt).await,
        }
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

async fn look(site: &Site, signed: &Signed, id: GroupId, leaving: bool) -> Answer {
    let found = Found::read(site, signed, id).await?;
    let on = found.meeting().when().0;
    let typed = Typed::default().with("notice_hours", notice(on, site.app.clock.today()));
    Asked { site, signed, found, leaving }.draw(typed, Attempt::first()).await
}

async fn send(site: &Site, signed: &Signed, id: GroupId, (leaving, typed): (bool, Typed)) -> Answer {
    let found = Found::read(site, signed, id).await.map_err(Error::from)?;
    Asked { site, signed, found, leaving }.send(typed).await
}

async fn look_at_off(State(site): State<Site>, signed: Signed, At(id): At<GroupId>) -> Answer {
    look(&site, &signed, id, false).await
}

async fn look_at_leaving(State(site): State<Site>, signed: Signed, At(id): At<GroupId>) -> Answer {
    look(&site, &signed, id, true).await
}

async fn send_off(State(site): State<Site>, signed: Signed, At(id): At<GroupId>, typed: Typed) -> Answer {
    send(&site, &signed, id, (false, typed)).await
}

async fn send_leaving(State(site): State<Site>, signed: Signed, At(id): At<GroupId>, typed: Typed) -> Answer {
    send(&site, &signed, id, (true, typed)).await
}
