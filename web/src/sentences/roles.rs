//! Roles among others, and what an attorney or deputy may decide, in sentences: "Gord took up a role (volunteer): waters
//! the beds, the allotment society".

use chrono::NaiveDate;
use domain::person::codes::RoleKind;
use domain::person::records::{Authority, ValuedRole};
use domain::shared::ids::RoleId;

use super::{Around, Told, inside};
use crate::format::{and_list, capital, hours};

/// The drawing beside a role.
const ICON: &str = "briefcase";

pub(super) fn taken_up(on: NaiveDate, kind: RoleKind, role: Option<&ValuedRole>, called: &str) -> Told {
    let words = role.map(|role| format!(": {}", said(role))).unwrap_or_default();
    let what = format!("{} took up a role ({}){words}", capital(called), inside(kind.label()));
    Told::new(ICON, on, what)
}

pub(super) fn takes(on: NaiveDate, id: RoleId, minutes_per_week: i64, around: &Around<'_>) -> Told {
    Told::new(ICON, on, format!("{} takes {} a week now", named(id, around), hours(minutes_per_week)))
}

pub(super) fn ended(on: NaiveDate, id: RoleId, around: &Around<'_>) -> Told {
    Told::new(ICON, on, format!("{} came to an end", named(id, around)))
}

pub(super) fn taken_back(on: NaiveDate, id: RoleId, around: &Around<'_>) -> Told {
    Told::new("undo-2", on, format!("{} was taken back as recorded by mistake", named(id, around)))
}

pub(super) fn authority(on: NaiveDate, who: &str, authority: Option<&Authority>) -> Told {
    let over = authority.map(|authority| {
        let over: Vec<String> = authority.scopes.iter().map(|scope| inside(scope.label())).collect();
        format!(": {}", and_list(&over))
    });
    let what = format!("It was written down what {} may decide{}", who, over.unwrap_or_default());
    Told::new("scale", on, what)
}

/// "Waters the beds, the allotment society"
pub fn said(role: &ValuedRole) -> String {
    match &role.at {
        Some(at) => format!("{}, {at}", role.what),
        None => role.what.to_string(),
    }
}

/// What a role of the record is called, as the beginning of a sentence.
fn named(id: RoleId, around: &Around<'_>) -> String {
    let kept = around.person.roles.get(&id);
    match kept.and_then(|kept| kept.role.get()) {
        Some(role) => format!("The role \u{201c}{}\u{201d}", said(role)),
        None => "A role".to_owned(),
    }
}
