//! What lies ahead on somebody's day, a line each: a visit, or a group, whose sessions are as many as its
//! people and are one time of the connector's.

use std::collections::HashMap;

use app::views::sessions::Visit;
use domain::shared::ids::{GroupId, SessionId};

use crate::{format, paths};

/// One line.
pub struct Ahead {
    /// The session, or the first of the group's.
    pub visit: Visit,
    /// Who: one, or everybody of the group whom the viewer may know.
    pub called: Vec<String>,
    /// The group, when it is one.
    group: Option<GroupId>,
    /// Whether the safeguarding lead is to be spoken to before seeing one of them.
    pub is_heeded: bool,
}

impl Ahead {
    /// Visits as lines, in their order; `heeded` says before whose the safeguarding lead is to be spoken to.
    pub fn of(visits: Vec<Visit>, heeded: impl Fn(&Visit) -> bool) -> Vec<Self> {
        let mut lines: Vec<Self> = Vec::new();
        let mut groups: HashMap<GroupId, usize> = HashMap::new();
        for visit in visits {
            let (group, is_heeded) =
                (visit.session.details.group.map(|group| group.group_id), heeded(&visit));
            let known = group.and_then(|id| groups.get(&id).copied());
            match known.and_then(|at| lines.get_mut(at)) {
                Some(line) => {
                    line.called.push(visit.called);
                    line.is_heeded |= is_heeded;
                }
                None => {
                    groups.extend(group.map(|id| (id, lines.len())));
                    lines.push(Self { called: vec![visit.called.clone()], visit, group, is_heeded });
                }
            }
        }
        lines
    }

    /// "Gord", "Gord, Dylan and Clara"
    pub fn who(&self) -> String {
        format::and_list(&self.called)
    }

    /// The page of the session, or of the group.
    pub fn open(&self) -> String {
        let session = &self.visit.session;
        let own = || paths::session(session.engagement_id, session.session_id);
        self.group.map_or_else(own, paths::group)
    }

    /// Where it is written down: the form of the visit, or the roll call.
    pub fn log(&self) -> String {
        let session = &self.visit.session;
        let own = || paths::log_planned(session.engagement_id, session.session_id);
        self.group.map_or_else(own, paths::group)
    }

    /// What the button says.
    pub fn log_label(&self) -> &'static str {
        if self.group.is_some() { "Roll call" } else { "Log it" }
    }

    /// Which session stands for it.
    pub fn session_id(&self) -> SessionId {
        self.visit.session.session_id
    }
}

#[cfg(test)]
mod tests {
    use app::views::sessions::SessionRow;
    use domain::engagement::{InGroup, SessionDetails, SessionKind, SessionStatus, SessionTime};
    use domain::shared::ids::{EngagementId, OrganisationId, PersonId};

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
        let lines = Ahead::of(visits, |visit| visit.called == "Clara");
        let said: Vec<(String, bool)> = lines.iter().map(|line| (line.who(), line.is_heeded)).collect();
        let expected = [("Joy", false), ("Gord and Clara", true), ("Terry", false)];
        assert_eq!(said, expected.map(|(who, heeded)| (who.to_owned(), heeded)));
        assert_eq!(lines[1].log(), paths::group(GroupId(uuid::Uuid::from_u128(9))));
        assert_eq!((lines[1].log_label(), lines[0].log_label()), ("Roll call", "Log it"));
    }
}
