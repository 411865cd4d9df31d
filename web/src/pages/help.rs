//! Help: what each role finds where, how to get out of trouble, and what Kith never does.

use askama::Template;

use crate::error::Answer;
use crate::extract::Signed;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::{paths, site};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::HELP, Audience::Everyone, page)]
}

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    page: Page,
}

async fn page(signed: Option<Signed>) -> Answer {
    let page = signed.map_or_else(|| Page::open("Help"), |signed| signed.page("Help", Here::Elsewhere));
    site::show(&Help { page })
}
