//! An engagement, which connectors call the plan: its page, and every form about it. [`asking`] is what
//! all the forms do alike, [`sheet`] how they look; each file beside them is one family of forms.

pub mod asked_of_lead;
pub mod asking;
pub mod at_place;
pub mod calling_off;
pub mod consent;
pub mod course;
pub mod decided;
pub mod ending;
pub mod funding;
pub mod goals;
pub mod hours;
pub mod message;
pub mod moving;
pub mod next;
pub mod page;
pub mod planning;
pub mod receiving;
pub mod referral;
pub mod referrer;
pub mod replanning;
pub mod review;
pub mod review_back;
pub mod reviews;
pub mod session;
pub mod session_words;
pub mod sessions;
pub mod sheet;
pub mod signed;
pub mod term;
pub mod way;

pub use asking::Asking;
pub use sessions::{read_details, typed_details};
pub use sheet::Sheet;

use app::error::Refusal;

use crate::form::Typed;
use crate::router::Route;

/// The hidden field by which a form says that it asks a team lead rather than doing it.
const ASKS: &str = "asks";

/// The first fields of a form that asks a team lead, where the organisation wants connectors to ask.
async fn course_of_asking(asking: &Asking<'_>) -> Result<Typed, Refusal> {
    let asks = !asking.who.leads() && asking.site.app.needs_agreement(&asking.who).await?;
    Ok(if asks { Typed::default().with(ASKS, "yes") } else { Typed::default() })
}

/// Whether a form asks a team lead.
fn asks_a_lead(typed: &Typed) -> bool {
    typed.is(ASKS, "yes")
}

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
        review_back::routes(),
        message::routes(),
        ending::routes(),
        planning::routes(),
        moving::routes(),
        replanning::routes(),
        sessions::routes(),
        session::routes(),
        session_words::routes(),
        goals::routes(),
        hours::routes(),
        referrer::routes(),
        calling_off::routes(),
    ]
    .concat()
}
