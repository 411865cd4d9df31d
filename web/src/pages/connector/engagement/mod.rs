//! An engagement, which connectors call the plan: its page, and every form about it. [`asking`] is what
//! all the forms do alike, [`sheet`] how they look; each file beside them is one family of forms.

pub mod asking;
pub mod calling_off;
pub mod consent;
pub mod course;
pub mod ending;
pub mod funding;
pub mod message;
pub mod next;
pub mod page;
pub mod planning;
pub mod receiving;
pub mod referral;
pub mod review;
pub mod reviews;
pub mod session;
pub mod sessions;
pub mod sheet;
pub mod term;
pub mod way;

pub use asking::Asking;
pub use sessions::{read_details, typed_details};
pub use sheet::Sheet;

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
        reviews::routes(),
        message::routes(),
        ending::routes(),
        planning::routes(),
        sessions::routes(),
        session::routes(),
        calling_off::routes(),
    ]
    .concat()
}
