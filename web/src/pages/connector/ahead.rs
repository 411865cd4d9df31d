//! What lies ahead on somebody's day, a line each: a visit, a group, whose sessions are as many as its people and are
//! one time of the connector's, or two who meet for the first time.

use std::collections::{HashMap, HashSet};

use app::views::relationships::Tie;
use app::views::sessions::Visit;
use chrono::{NaiveDate, NaiveTime};
use domain::relationship::Meeting;
use domain::shared::ids::{GroupId, PersonId, RelationshipId};

use crate::{format, paths};

/// One line.
pub struct Ahead {
    what: What,
    /// Who: one, everybody of the group whom the viewer may know, or the two who meet.
    pub called: Vec<String>,
    /// Whether the safeguarding lead is to be spoken to before seeing one of them.
    pub is_heeded: bool,
}

/// What it is.
enum What {
    Visit(Visit),
    /// The first of the group's sessions.
    Group(Visit, GroupId),
    /// Two who meet for the first time.
    FirstMeeting(Box<Tie>, Meeting),
}

impl Ahead {
    /// Visits as lines, in their order; `heeded` says before whose the safeguarding lead is to be spoken to.
    pub fn of(visits: Vec<Visit>, heeded: impl Fn(PersonId) -> bool) -> Vec<Self> {
        let mut lines: Vec<Self> = Vec::new();
        let mut groups: HashMap<GroupId, usize> = HashMap::new();
        for visit in visits {
            let (group, is_heeded) =
                (visit.session.details.group.map(|group| group.group_id), heeded(visit.person_id));
            let known = group.and_then(|id| groups.get(&id).copied());
            match known.and_then(|at| lines.get_mut(at)) {
                Some(line) => {
                    line.called.push(visit.called);
                    line.is_heeded |= is_heeded;
                }
                None => {
                    groups.extend(group.map(|id| (id, lines.len())));
                    let called = vec![visit.called.clone()];
                    let what = group.map_or(What::Visit(visit.clone()), |id| What::Group(visit, id));
                    lines.push(Self { what, called, is_heeded });
                }
            }
        }
        lines
    }

    /// The same with those who meet for the first time, by day and time. Where a visit of the day is beside the two, it
    /// is the line of both.
    pub fn with(visits: Vec<Visit>, meetings: Vec<Tie>, heeded: impl Fn(PersonId) -> bool) -> Vec<Self> {
        let beside: HashSet<(RelationshipId, NaiveDate)> = visits
            .iter()
            .filter_map(|visit| Some((visit.session.time.relationship_id?, visit.session.time.on)))
            .collect();
        let mut lines = Self::of(visits, &heeded);
        lines.extend(meetings.into_iter().filter_map(|tie| {
            let meeting = tie.relationship.to_meet()?.clone();
            let (one, two) = (tie.relationship.person_id, tie.relationship.other_id);
            (!beside.contains(&(tie.relationship.relationship_id, meeting.on))).then(|| Self {
                called: vec![tie.person_called.clone(), tie.other_called.clone()],
                is_heeded: heeded(one) || heeded(two),
                what: What::FirstMeeting(Box::new(tie), meeting),
            })
        }));
        lines.sort_by_key(|line| (line.on(), line.starts_at()));
        lines
    }

    /// Which day.
    pub fn on(&self) -> NaiveDate {
        match &self.what {
            What::Visit(visit) | What::Group(visit, _) => visit.session.time.on,
            What::FirstMeeting(_, meeting) => meeting.on,
        }
    }

    /// When it begins; `None` when no time was agreed.
    pub fn starts_at(&self) -> Option<NaiveTime> {
        match &self.what {
            What::Visit(visit) | What::Group(visit, _) => visit.session.time.starts_at,
            What::FirstMeeting(_, meeting) => meeting.at,
        }
    }

    /// Whose face stands for it, and their name.
    pub fn whose(&self) -> (PersonId, &str) {
        match &self.what {
            What::Visit(visit) | What::Group(visit, _) => (visit.person_id, &visit.name),
            What::FirstMeeting(tie, _) => (tie.relationship.person_id, &tie.person_name),
        }
    }

    /// The visit, where it is one.
    pub fn visit(&self) -> Option<&Visit> {
        match &self.what {
            What::Visit(visit) | What::Group(visit, _) => Some(visit),
            What::FirstMeeting(..) => None,
        }
    }

    /// Where two are to meet for the first time, where it is that.
    pub fn meeting_place(&self) -> Option<String> {
        match &self.what {
            What::FirstMeeting(tie, _) => {
                tie.relationship.introduction.place.as_ref()?.get().map(ToString::to_string)
            }
            What::Visit(_) | What::Group(..) => None,
        }
    }

    /// "Gord", "Gord, Dylan and Clara"
    pub fn who(&self) -> String {
        format::and_list(&self.called)
    }

    /// The page of the session, of the group, or of the two.
    pub fn open(&self) -> String {
        match &self.what {
            What::Visit(visit) => paths::session(visit.session.engagement_id, visit.session.session_id),
            What::Group(_, group) => paths::group(*group),
            What::FirstMeeting(tie, _) => paths::relationship(tie.relationship.relationship_id),
        }
    }

    /// Where it is written down: the form of the visit, the roll call, or whether they met.
    pub fn log(&self) -> String {
        match &self.what {
            What::Visit(visit) => paths::log_planned(visit.session.engagement_id, visit.session.session_id),
            What::Group(_, group) => paths::group(*group),
            What::FirstMeeting(tie, _) => {
                paths::relationship_part(tie.relationship.relationship_id, "meeting")
            }
        }
    }

    /// What the button says.
    pub fn log_label(&self) -> &'static str {
        match &self.what {
            What::Visit(_) => "Log it",
            What::Group(..) => "Roll call",
            What::FirstMeeting(..) => "Did they meet?",
        }
    }
}

#[cfg(test)]
mod tests {
    use app::views::sessions::SessionRow;
    use domain::engagement::{InGroup, SessionDetails, SessionKind, SessionStatus, SessionTime};
    use domain::relationship::Relationship;
    use domain::shared::ids::{EngagementId, OrganisationId, SessionId};

    use super::*;

    fn visit(number: u128, called: &str, group: Option<u128>) -> Visit {
        let id = uuid::Uuid::from_u128;
        let group = group.map(|group| InGroup { group_id: GroupId(id(group)), places: 3 });
        let session = SessionRow {
            session_id: SessionId(id(number)),
            organisation: OrganisationId::default(),
            engagement_id: EngagementId::default(),
            status: SessionStatus::Planned,
            time: SessionTime {
                on: "2026-03-10".parse().unwrap(),
                starts_at: None,
                minutes: 60,
                kind: SessionKind::FaceToFace,
                relationship_id: None,
            },
            place: None,
            note: None,
            details: SessionDetails { group, ..SessionDetails::default() },
            series_id: None,
            recorded_at: None,
            settled_at: None,
            cancelled_by: None,
            absent: None,
            absent_because: None,
            corrections: 0,
            corrected_at: None,
            changes: 0,
            changed_at: Default::default(),
        };
        Visit {
            session,
            person_id: PersonId(id(number)),
            called: called.to_owned(),
            name: called.to_owned(),
            open: true,
        }
    }

    #[test]
    fn a_group_is_one_line_with_everybody_in_it_and_leads_to_its_roll_call() {
        let visits = vec![
            visit(1, "Joy", None),
            visit(2, "Gord", Some(9)),
            visit(3, "Clara", Some(9)),
            visit(4, "Terry", None),
        ];
        let lines = Ahead::of(visits, |person| person == PersonId(uuid::Uuid::from_u128(3)));
        let said: Vec<(String, bool)> = lines.iter().map(|line| (line.who(), line.is_heeded)).collect();
        let expected = [("Joy", false), ("Gord and Clara", true), ("Terry", false)];
        assert_eq!(said, expected.map(|(who, heeded)| (who.to_owned(), heeded)));
        assert_eq!(lines[1].log(), paths::group(GroupId(uuid::Uuid::from_u128(9))));
        assert_eq!((lines[1].log_label(), lines[0].log_label()), ("Roll call", "Log it"));
    }
    #[test]
    fn two_who_meet_for_the_first_time_stand_among_the_visits_by_their_time_unless_a_visit_is_beside_them() {
        let meets = |number: u128, at: &str| {
            let mut relationship = Relationship {
                relationship_id: RelationshipId(uuid::Uuid::from_u128(number)),
                ..Relationship::default()
            };
            relationship.introduction.state = domain::relationship::IntroductionState::Arranged;
            relationship.introduction.meeting =
                Some(Meeting { on: "2026-03-10".parse().unwrap(), at: at.parse().ok() });
            let (person_called, other_called) = ("Gord".to_owned(), format!("Pat {number}"));
            let (person_name, other_name) = (person_called.clone(), other_called.clone());
            Tie { version: 1, relationship, person_name, person_called, other_name, other_called }
        };
        let mut early = visit(1, "Joy", None);
        early.session.time.starts_at = "09:00:00".parse().ok();
        let mut beside = visit(2, "Gord", None);
        beside.session.time.starts_at = "14:00:00".parse().ok();
        beside.session.time.relationship_id = Some(RelationshipId(uuid::Uuid::from_u128(8)));
        let lines =
            Ahead::with(vec![early, beside], vec![meets(7, "10:30:00"), meets(8, "14:00:00")], |_| false);
        let said: Vec<String> = lines.iter().map(Ahead::who).collect();
        assert_eq!(said, ["Joy", "Gord and Pat 7", "Gord"]);
        assert_eq!(lines[1].log_label(), "Did they meet?");
        assert!(lines[1].log().ends_with("/meeting"), "{}", lines[1].log());
    }
}
