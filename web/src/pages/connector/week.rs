//! A connector's week, day by day: visits in the order of their times and what became of them, what falls
//! due, and the days that are free. A team lead looks at a colleague's in the same way.

use std::collections::HashMap;

use app::views::relationships::Tie;
use app::views::sessions::Visit;
use app::views::week::{Week, WeekDay, monday_of};
use askama::Template;
use axum::extract::State;
use chrono::{Days, NaiveDate};
use domain::engagement::SessionStatus;
use domain::shared::ids::GroupId;

use super::due::{Need, needs_on};
use super::group::in_group;
use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::guard::Audience;
use crate::look::{Faces, Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// Days around today that can be leafed to: further is a slip of the finger.
const LEAFED_DAYS: i64 = 3 * 366;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::WEEK, Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "connector/week.html")]
struct WeekPage {
    page: Page,
    week: Week,
    faces: Faces,
}

/// Two who meet for the first time, as they stand on a day.
struct FirstMeeting {
    at: String,
    who: String,
    about: String,
    href: String,
    /// Whether the day has passed and nobody said whether they met.
    passed: bool,
}

impl WeekPage {
    /// "My week", "Ben's week"
    fn whose(&self) -> String {
        match &self.week.of {
            Some(colleague) => format!("{} week", format::possessive(&colleague.name)),
            None => "My week".to_owned(),
        }
    }

    /// "9 to 15 March 2026"
    fn span(&self) -> String {
        let (first, last) = (self.week.monday, self.week.monday + Days::new(6));
        let from = if first.format("%m").to_string() == last.format("%m").to_string() {
            first.format("%-d").to_string()
        } else {
            format::day(first)
        };
        format!("{from} to {}", format::date(last))
    }

    fn is_own(&self) -> bool {
        self.week.of.is_none()
    }

    /// The address of another week of the same connector.
    fn at(&self, monday: NaiveDate) -> String {
        match &self.week.of {
            Some(colleague) => paths::week_of_colleague(monday, colleague.account_id),
            None => paths::week_of(monday),
        }
    }

    /// What the address of the same week as a list asks.
    fn asked(&self) -> String {
        let who = self.week.of.as_ref().map(|of| format!("&who={}", of.account_id)).unwrap_or_default();
        format!("of={}{who}", self.week.monday)
    }

    fn before(&self) -> String {
        self.at(self.week.monday - Days::new(7))
    }

    fn after(&self) -> String {
        self.at(self.week.monday + Days::new(7))
    }

    fn now(&self) -> String {
        self.at(monday_of(self.week.today))
    }

    fn is_now(&self) -> bool {
        self.week.monday == monday_of(self.week.today)
    }

    fn is_today(&self, day: &WeekDay) -> bool {
        day.on == self.week.today
    }

    /// Whether a visit could still be planned on it.
    fn can_be_planned(&self, day: &WeekDay) -> bool {
        self.is_own() && day.on >= self.week.today
    }

    fn time(&self, visit: &Visit) -> String {
        visit.session.time.starts_at.map(|at| at.format("%H:%M").to_string()).unwrap_or_default()
    }

    /// What stands on a day: each visit, those of one group together.
    fn slots<'a>(&self, day: &'a WeekDay) -> Vec<Vec<&'a Visit>> {
        let mut slots: Vec<Vec<&Visit>> = Vec::new();
        for visit in &day.visits {
            let meets = visit.group_time();
            let same = slots.iter_mut().find(|slot| meets.is_some() && slot[0].group_time() == meets);
            match same {
                Some(slot) => slot.push(visit),
                None => slots.push(vec![visit]),
            }
        }
        slots
    }

    /// "Gord", "Clara, Dylan and Gord"
    fn with(&self, slot: &[&Visit]) -> String {
        format::and_list(&slot.iter().map(|visit| visit.called.as_str()).collect::<Vec<_>>())
    }

    /// "1½ hours · Allotment, Mill Lane · with Pat"; of a group how long the longest stayed.
    fn about(&self, slot: &[&Visit]) -> String {
        let Some(visit) = slot.iter().max_by_key(|visit| visit.session.time.minutes) else {
            return String::new();
        };
        let session = &visit.session;
        let place = session.place.as_ref().and_then(|place| place.get()).map(ToString::to_string);
        let other = session.time.relationship_id.and_then(|id| self.week.others.get(&id));
        let parts = [
            Some(format::hours(session.time.minutes)),
            place,
            other.filter(|_| slot.len() == 1).map(|other| format!("with {other}")),
            in_group(visit),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Two who meet for the first time: when, who, where, and what is known of it.
    fn first_meetings(&self, day: &WeekDay) -> Vec<FirstMeeting> {
        let slot = |tie: &Tie| {
            let meeting = tie.relationship.to_meet()?;
            let id = tie.relationship.relationship_id;
            let place = tie.relationship.introduction.place.as_ref().and_then(|place| place.get());
            let parts = [Some("First meeting".to_owned()), place.map(ToString::to_string)];
            let passed = day.on < self.week.today;
            Some(FirstMeeting {
                at: meeting.at.map(|at| at.format("%H:%M").to_string()).unwrap_or_default(),
                who: format!("{} and {}", tie.person_called, tie.other_called),
                about: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
                href: if passed { paths::relationship_part(id, "meeting") } else { paths::relationship(id) },
                passed,
            })
        };
        day.meetings.iter().filter_map(slot).collect()
    }

    fn open(&self, visit: &Visit) -> String {
        let session = &visit.session;
        let own = || paths::session(session.engagement_id, session.session_id);
        session.details.group.map_or_else(own, |group| paths::group(group.group_id))
    }

    /// What became of it, its class and its drawing; "" for a visit that is still to come.
    fn became(&self, visit: &Visit, day: &WeekDay) -> (&'static str, &'static str, &'static str) {
        match visit.session.status {
            SessionStatus::Planned
                if visit.session.time.on >= self.week.today
                    && day.at_once.contains(&visit.session.session_id) =>
            {
                ("Two at once", "at-once", "triangle-alert")
            }
            SessionStatus::Planned if visit.session.time.on < self.week.today => {
                ("Not written up", "late", "clock-alert")
            }
            SessionStatus::Planned => ("", "", ""),
            SessionStatus::Delivered => ("Done", "done", "circle-check"),
            SessionStatus::Cancelled => ("Called off", "off", "calendar-x"),
            SessionStatus::NotAttended => ("Did not happen", "off", "calendar-x"),
            SessionStatus::Voided => ("Taken back", "off", "undo-2"),
        }
    }

    /// The same of everybody who stands together: "Done" when all of it is, else how many came.
    fn came_of(&self, slot: &[&Visit], day: &WeekDay) -> (String, &'static str, &'static str) {
        let each: Vec<_> = slot.iter().map(|visit| self.became(visit, day)).collect();
        let first = each[0];
        let as_one = |(words, class, icon): (&str, _, _)| (words.to_owned(), class, icon);
        if each.iter().all(|one| *one == first) {
            return as_one(first);
        }
        // What is still to be done of one of them is to be done.
        if let Some(open) =
            ["late", "at-once"].iter().find_map(|class| each.iter().find(|one| one.1 == *class))
        {
            return as_one(*open);
        }
        let came = slot.iter().filter(|visit| visit.session.status == SessionStatus::Delivered).count();
        if came == 0 {
            return each
                .iter()
                .find(|one| one.1.is_empty())
                .map_or_else(|| as_one(first), |one| as_one(*one));
        }
        let of = format::count_word(slot.len());
        let (class, icon) = ("done", "circle-check");
        (format::capital(&format!("{} of {of} came", format::count_word(came))), class, icon)
    }

    fn needs(&self, day: &WeekDay) -> Vec<Need> {
        needs_on(day, self.week.today)
    }

    /// "8 visits, 12 hours. One is not written up yet."
    fn sum(&self) -> String {
        let all = || self.week.days.iter().flat_map(|day| &day.visits);
        let counted = |visit: &&Visit| {
            matches!(visit.session.status, SessionStatus::Planned | SessionStatus::Delivered)
        };
        // Those of one group are one time of the connector's: the longest of them.
        let mut groups: HashMap<GroupId, i64> = HashMap::new();
        let (mut minutes, mut visits) = (0, 0);
        for visit in all().filter(counted) {
            match visit.session.details.group {
                Some(group) => {
                    let longest = groups.entry(group.group_id).or_default();
                    *longest = visit.session.time.minutes.max(*longest);
                }
                None => {
                    minutes += visit.session.time.minutes;
                    visits += 1;
                }
            }
        }
        minutes += groups.values().sum::<i64>();
        visits += groups.len();
        let is_open = |visit: &&Visit| {
            visit.session.status == SessionStatus::Planned && visit.session.time.on < self.week.today
        };
        let open = all().filter(is_open).count();
        let due: usize = self.week.days.iter().map(|day| self.needs(day).len()).sum();
        let mut said = match visits {
            0 => "No visits.".to_owned(),
            count => format!("{}, {}.", format::plural(count, "visit", "visits"), format::hours(minutes)),
        };
        if open > 0 {
            let word = format::capital(&format::count_word(open));
            said += &format!(" {word} not written up yet.");
        }
        if due > 0 {
            said += &format!(" {} due.", format::plural(due, "thing is", "things are"));
        }
        said
    }
}

async fn page(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let today = site.app.clock.today();
    let day = near(&asked.id::<NaiveDate>("of"), today);
    let week = site.app.week(&signed.connecting()?, day, asked.id("who")).await?;
    let here = if week.of.is_some() { Here::Team } else { Here::Today };
    // One that the viewer may not open is nobody's face here either.
    let visits = week.days.iter().flat_map(|day| &day.visits).filter(|visit| visit.open);
    let faces = Faces::of(&site, &signed.connecting()?, visits.map(|visit| visit.person_id)).await?;
    show(&WeekPage { page: signed.page("Week", here), week, faces })
}

/// The day that was asked for, if it is within reach.
pub fn near(asked: &Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    asked.filter(|day| (*day - today).num_days().abs() <= LEAFED_DAYS).unwrap_or(today)
}
