//! Roles that people take up among others, and of some an attorney who may decide something for them. Drawn from the id
//! of the case, so that nothing else of it changes.

use chrono::NaiveDate;
use domain::person::PersonCommand;
use domain::person::codes::{AuthorityScope, HeldAs, RoleKind, SupporterRole};
use domain::person::records::{Authority, Supporter, ValuedRole};
use domain::shared::ids::{RoleId, SupporterId};

use super::{Course, Work};
use crate::clock::following_from;
use crate::stories::script::{after, line, words};
use crate::stories::words as stock;

/// Kind, what they do, where, minutes a week.
const ROLES: &[(RoleKind, &str, &str, i64)] = &[
    (RoleKind::Volunteer, "Waters the beds", "Mill Lane allotments", 120),
    (RoleKind::Member, "Sings second tenor", "St Luke's choir", 150),
    (RoleKind::Volunteer, "Makes the tea", "the community kitchen", 180),
    (RoleKind::Employee, "Stacks the shelves", "the corner shop", 4 * 60),
    (RoleKind::Committee, "Keeps the keys", "the bowls club", 45),
    (RoleKind::Teacher, "Teaches how to mend a puncture", "the repair table", 90),
    (RoleKind::Member, "Runs on Saturdays", "the parkrun", 60),
    (RoleKind::Learner, "Learns to bake", "the evening class", 120),
];

impl Course {
    /// The same byte of the case for the same question, always.
    fn drawn(&self, what: &[u8]) -> u8 {
        following_from([self.script.engagement_id.uuid().as_bytes(), what]).as_bytes()[0]
    }

    pub(super) fn tell_belonging(&mut self, work: &Work) {
        let drawn = self.drawn(b"role");
        // Two of five take one up, some weeks after the beginning.
        if drawn % 5 < 2 {
            let began_on = after(work.start, 40 + i64::from(drawn) % 60);
            self.tell_role(work, began_on);
        }
        if self.drawn(b"attorney").is_multiple_of(8) {
            self.tell_attorney(after(work.start, 10));
        }
    }

    fn tell_role(&mut self, work: &Work, began_on: NaiveDate) {
        if began_on >= work.last_day() {
            return;
        }
        let (kind, what, at, minutes) = ROLES[usize::from(self.drawn(b"which role")) % ROLES.len()];
        let role_id = RoleId(following_from([self.script.engagement_id.uuid().as_bytes(), b"its role"]));
        let role = ValuedRole { what: line(what), at: Some(line(at)) };
        let minutes_per_week = Some(minutes);
        let take_up = PersonCommand::TakeUpRole { role_id, kind, role, began_on, minutes_per_week };
        self.script.person(began_on, take_up);
        let more_on = after(began_on, 45);
        let becomes = self.drawn(b"becomes") % 4;
        if becomes < 2 && more_on < work.last_day() {
            let minutes_per_week = minutes + 60;
            let agree = PersonCommand::AgreeRoleHours { role_id, minutes_per_week, from_on: more_on };
            self.script.person(more_on, agree);
        }
        let ended_on = after(began_on, 80);
        if becomes == 3 && ended_on < work.last_day() {
            let reason = Some(words("The season was over, and they did not want to go on in the cold."));
            self.script.person(ended_on, PersonCommand::LayDownRole { role_id, ended_on, reason });
        }
    }

    fn tell_attorney(&mut self, on: NaiveDate) {
        let case = self.script.engagement_id.uuid();
        let supporter_id = SupporterId(following_from([case.as_bytes(), b"attorney"]));
        let number = usize::from(self.drawn(b"attorney's name"));
        let supporter = Supporter {
            supporter_id,
            name: line(stock::FIRST[number % stock::FIRST.len()]),
            role: SupporterRole::Attorney,
            contact: None,
        };
        self.script.person(on, PersonCommand::LinkSupporter { supporter, linked_on: on });
        let deputy = number.is_multiple_of(3);
        let authority = Authority {
            held_as: if deputy { HeldAs::Deputy } else { HeldAs::LastingPower },
            scopes: [AuthorityScope::PropertyAndFinance].into(),
            reference: Some(line(&if deputy {
                format!("COP 139{number:05}")
            } else {
                format!("OPG 7000-2{number:03}-4417")
            })),
            seen_on: Some(on),
            limits: deputy.then(|| words("Not the home, which stays with the court.")),
        };
        let record = PersonCommand::RecordAuthority { supporter_id, authority, recorded_on: on };
        self.script.person(on, record);
    }
}
