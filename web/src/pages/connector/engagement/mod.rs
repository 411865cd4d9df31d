//! An engagement, which connectors call the plan: its page, and every form about it. [`asking`] is what
//! all the forms do alike, [`sheet`] how they look; each file beside them is one family of forms.

mod asking;
mod consent;
mod course;
mod ending;
mod funding;
mod next;
mod page;
mod receiving;
mod referral;
mod review;
mod session;
mod sessions;
mod sheet;
mod term;
mod way;

use crate::router::Route;

/// Every entry about an engagement.
pub fn routes() -> Vec<Route> {
    [
        page::routes(),
        receiving::routes(),
        referral::routes(),
        consent::routes(),
        funding::routes(),
        term::routes(),
        course::routes(),
        review::routes(),
        ending::routes(),
        sessions::routes(),
        session::routes(),
    ]
    .concat()
}
