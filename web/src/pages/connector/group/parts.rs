//! A group that is arranged, with the date that is looked at: when it meets, who is expected, how many dates come after.

use app::error::Refusal;
use app::groups::Meeting;
use app::views::sessions::Visit;
use chrono::NaiveDate;
use domain::engagement::SessionTime;
use domain::shared::ids::{CommandId, GroupId};
use domain::shared::personal::Personal;

use crate::extract::Signed;
use crate::form::Typed;
use crate::format;
use crate::look::Choice;
use crate::site::Site;

/// A group with the date that is looked at.
pub(super) struct Found {
    pub(super) id: GroupId,
    /// Every date, in order.
    pub(super) dates: Vec<Meeting>,
    at: usize,
}

impl Found {
    /// The group, as far as the viewer may know of it.
    pub(super) async fn read(site: &Site, signed: &Signed, id: GroupId) -> Result<Self, Refusal> {
        let dates = site.app.group_dates(&signed.connecting()?, id).await?;
        let at = dates.iter().position(|meeting| meeting.group_id == id).ok_or(Refusal::NotFound)?;
        Ok(Self { id, dates, at })
    }

    /// The date that is looked at.
    pub(super) fn meeting(&self) -> &Meeting {
        &self.dates[self.at]
    }

    /// Everybody still expected at it.
    pub(super) fn open(&self) -> Vec<&Visit> {
        app::groups::still_open(&self.meeting().visits).collect()
    }

    /// How many later dates are still to come.
    pub(super) fn later(&self) -> usize {
        self.dates.iter().skip(self.at + 1).filter(|meeting| meeting.is_to_come()).count()
    }

    /// When it is, and for how long: as the first of those still expected has it.
    pub(super) fn time(&self) -> Option<&SessionTime> {
        let open = self.open();
        open.first().copied().or(self.meeting().visits.first()).map(|visit| &visit.session.time)
    }

    /// For how long: as the longest of those who are part of it, because some leave early.
    pub(super) fn minutes(&self) -> i64 {
        let people = self.meeting().people().map(|visit| visit.session.time.minutes).max();
        people.or(self.time().map(|time| time.minutes)).unwrap_or_default()
    }

    /// What it is and where.
    pub(super) fn title(&self) -> String {
        let mut visits = self.meeting().visits.iter();
        let place = visits.find_map(|visit| visit.session.place.as_ref().and_then(Personal::get));
        place.map_or_else(|| "A group".to_owned(), ToString::to_string)
    }

    /// "Tuesday 10 March, 14:00 · 2 hours"
    pub(super) fn when(&self, today: NaiveDate) -> String {
        format!("{} · {}", said_day(self.meeting(), today), format::hours(self.minutes()))
    }

    /// Whether only this date is meant, or every later one too; nothing to choose when there is none.
    pub(super) fn which(&self, typed: &Typed) -> Vec<Choice> {
        if self.later() == 0 {
            return Vec::new();
        }
        let all = format!("It and {} after it", format::plural(self.later(), "more", "more"));
        let chosen = |value: &str| typed.is("which", value);
        vec![
            Choice::new(ALONE, "Only this date").chosen(!chosen(AND_LATER)),
            Choice::new(AND_LATER, all).chosen(chosen(AND_LATER)),
        ]
    }
}

/// Only the one date.
pub(super) const ALONE: &str = "alone";
/// Every later one, too.
pub(super) const AND_LATER: &str = "and_later";

/// "Tuesday 10 March, 14:00"
pub(super) fn said_day(meeting: &Meeting, today: NaiveDate) -> String {
    let (on, starts_at) = meeting.when();
    let at = starts_at.map(|at| at.format(", %H:%M").to_string()).unwrap_or_default();
    format!("{}{at}", format::weekday(on, today))
}

/// The id of a form's command.
pub(super) fn command_of(site: &Site, typed: &Typed) -> CommandId {
    typed.id("command_id").unwrap_or_else(|| CommandId(site.app.ids.next()))
}
