//! Where everybody begins: the first page of their role.

use crate::error::Answer;
use crate::extract::Signed;
use crate::guard::Audience;
use crate::router::{Route, get};
use crate::{paths, site};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/", Audience::SignedIn, begin)]
}

async fn begin(signed: Signed) -> Answer {
    site::see_other(paths::home(signed.role()))
}
