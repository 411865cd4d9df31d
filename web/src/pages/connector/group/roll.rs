//! The roll of a group: of each who was expected whether they came, for how long, or why not; who came besides; and one
//! write-up, which becomes a note in the record of each.

use std::collections::HashSet;

use app::groups::{Besides, Came, Told, names_in, still_open};
use app::views::cases::CasePerson;
use app::views::sessions::Visit;
use axum::extract::State;
use chrono::NaiveDate;
use domain::shared::ids::{EngagementId, GroupId};
use domain::shared::text::Words;

use super::super::group_account::{Account, account};
use super::parts::{Found, command_of};
use super::{Attendance, draw, not_in_it};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Reader, Typed};
use crate::site::{Site, go_on};
use crate::{format, paths};

/// What the form tells: of those expected, and of those who came besides.
fn read(form: &mut Reader<'_>, visits: &[Visit], today: NaiveDate) -> Option<(Vec<Told>, Vec<Besides>)> {
    let (length, note) = (form.minutes("minutes"), form.words_or_none("note"));
    let mut told = Vec::new();
    let mut fine = true;
    for visit in still_open(visits) {
        let engagement_id = visit.session.engagement_id;
        match one(form, visit, (length, today), note.clone().flatten()) {
            Some((came, note)) => told.push(Told { engagement_id, came, note }),
            None => fine = false,
        }
    }
    let besides = form.ids::<EngagementId>("besides");
    let (length, note, besides) = (length?, note?, besides?);
    let came = |engagement_id| Besides { engagement_id, minutes: length, note: note.clone() };
    fine.then(|| (told, besides.into_iter().map(came).collect()))
}

/// Whether one of them came, and the words for their record.
fn one(
    form: &mut Reader<'_>,
    visit: &Visit,
    (length, today): (Option<i64>, NaiveDate),
    note: Option<Words>,
) -> Option<(Came, Option<Words>)> {
    let field = |name: &str| format!("{name}-{}", visit.session.engagement_id);
    let own = form.words_or_none(&field("words"));
    let came = match form.code_or_none::<Attendance>(&field("came"))? {
        None => return form.refuse(&field("came"), format!("Say whether {} came", visit.called)),
        Some(came) => came,
    };
    let own = own?;
    match came {
        Attendance::DidNotCome => Some((Came::Not(own), None)),
        Attendance::CalledOff => match form.code_or_none(&field("by"))? {
            Some(by) => {
                // It is told once the day has come: what notice there was, nobody can say any more.
                let notice = u32::try_from((visit.session.time.on - today).num_hours()).unwrap_or(0);
                Some((Came::CalledOff(by, notice, own), None))
            }
            None => form.refuse(&field("by"), format!("Say who called it off for {}", visit.called)),
        },
        Attendance::Came => Some((Came::For(length?), both(form, &field("words"), note, own)?)),
        Attendance::LeftEarly => {
            let stayed = form.minutes(&field("minutes"))?;
            if length.is_some_and(|length| stayed >= length) {
                let message = "Whoever left early was there for less than the whole of it";
                return form.refuse(&field("minutes"), message);
            }
            Some((Came::For(stayed), both(form, &field("words"), note, own)?))
        }
    }
}

/// The words for everybody and somebody's own, as one note.
fn both(
    form: &mut Reader<'_>,
    field: &str,
    note: Option<Words>,
    own: Option<Words>,
) -> Option<Option<Words>> {
    match (note, own) {
        (Some(note), Some(own)) => match Words::parse(&format!("{note}\n\n{own}")) {
            Ok(both) => Some(Some(both)),
            Err(why) => form.refuse(field, why.to_string()),
        },
        (note, own) => Some(note.or(own)),
    }
}

/// Keeps what the form tells, once however often it is sent.
pub(super) async fn call(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<GroupId>,
    typed: Typed,
) -> Answer {
    let found = Found::read(&site, &signed, id).await?;
    let visits = &found.meeting().visits;
    let mut form = typed.reader();
    let Some((told, besides)) = read(&mut form, visits, site.app.clock.today()) else {
        let again = (typed.clone(), form.again(), String::new());
        return draw(&site, &signed, found, again).await;
    };
    let came: HashSet<EngagementId> = besides.iter().map(|one| one.engagement_id).collect();
    let more = if came.is_empty() { Vec::new() } else { not_in_it(&site, &signed, &found).await? };
    let more = more.iter().filter(|one| came.contains(&one.engagement_id));
    let more = more.map(|one: &CasePerson| (one.person.name.as_str(), one.person.called.as_str()));
    let expected = visits.iter().map(|visit| (visit.name.as_str(), visit.called.as_str()));
    let mut named = names_in(typed.one("note"), expected.chain(more));
    named.dedup();
    let named = format::and_list(&named);
    if !named.is_empty()
        && let Some(typed) = typed.unaware_of(&named)
    {
        return draw(&site, &signed, found, (typed, Attempt::think_twice(), named)).await;
    }
    let command = command_of(&site, &typed);
    let answered = site.app.call_roll(&signed.viewer, command, id, told, besides).await?;
    let to = paths::group(id);
    if answered.iter().any(|one| one.answer.is_err()) {
        let said = Account { title: "Not everybody could be recorded", done: "Recorded", to };
        return account(&site, &signed, &typed, said, &answered).await;
    }
    if let Some(position) = answered.iter().filter_map(|one| Some(one.answer.as_ref().ok()?.position)).max() {
        site.app.views.catch_up(position).await;
    }
    go_on(&to, Flash::RollCalled)
}
