//! The team lead's: what each colleague has and can take, giving cases to others, what waits for an
//! agreement, supervision, and samples of records. The team itself is `connector::team`.

pub mod answering;
pub mod approvals;
pub mod caseload;
pub mod duplicates;
pub mod given;
pub mod moved;
pub mod moving;
pub mod new_supervision;
pub mod nobodys;
pub mod one_supervision;
pub mod preview;
pub mod record_check;
pub mod right_supervision;
pub mod sample;
pub mod samples;
pub mod supervision;

use crate::router::Route;

/// Every entry of a team lead's.
pub fn routes() -> Vec<Route> {
    [
        caseload::routes(),
        duplicates::routes(),
        moving::routes(),
        nobodys::routes(),
        moved::routes(),
        given::routes(),
        approvals::routes(),
        answering::routes(),
        supervision::routes(),
        new_supervision::routes(),
        one_supervision::routes(),
        right_supervision::routes(),
        samples::routes(),
        sample::routes(),
        record_check::routes(),
    ]
    .concat()
}

/// The places of a team lead: words and address, and whether one of them is the page itself.
pub fn places(here: &str) -> Vec<(&'static str, &'static str, bool)> {
    let place = |words, href| (words, href, href == here);
    vec![
        place("The team", crate::paths::TEAM),
        place("To agree", crate::paths::APPROVALS),
        place("Supervision", crate::paths::SUPERVISION),
        place("Samples", crate::paths::SAMPLES),
        place("On record twice?", crate::paths::DUPLICATES),
    ]
}
