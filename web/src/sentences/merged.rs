//! Two records of one person put together, taken apart, told apart: the same as sentences. The timeline of the one
//! that stays tells what happened to both, so what happened to the other is said more quietly there.

use chrono::NaiveDate;
use domain::shared::ids::PersonId;

use super::{Around, Told};
use crate::format::{capital, possessive};

pub(super) fn told_apart(on: NaiveDate, called: &str) -> Told {
    let what = format!("Another record like this one was looked at: {called} is somebody else");
    Told::new("users", on, what).aside()
}

pub(super) fn went(on: NaiveDate, into: PersonId, around: &Around<'_>) -> Told {
    if into == around.person.person_id {
        return Told::new("copy", on, "The other record takes nothing more").aside();
    }
    let whose = possessive(&capital(&around.called));
    Told::new("copy", on, format!("{whose} record was put together with another one"))
}

pub(super) fn stands_again(on: NaiveDate, called: &str) -> Told {
    let whose = possessive(&capital(called));
    Told::new(
        "split",
        on,
        format!("{whose} record was taken apart from another one, and stands by itself again"),
    )
}

pub(super) fn taken_in(on: NaiveDate, called: &str) -> Told {
    Told::new("copy", on, format!("Another record of {called} was put together with this one"))
}

pub(super) fn given_back(on: NaiveDate) -> Told {
    Told::new("split", on, "The other record was taken apart from this one again: they are two people")
}
