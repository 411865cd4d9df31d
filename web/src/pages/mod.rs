//! Every page, by audience. Each module has a `routes()` with its entries; a new page adds itself there,
//! and to `tests/it/access/matrix.rs`, whose test fails until it does.

pub mod admin;
pub mod commissioner;
pub mod connector;
pub mod drafts;
pub mod finance;
pub mod first_run;
pub mod freshness;
pub mod health;
pub mod help;
pub mod home;
pub mod import;
pub mod lead;
pub mod lists;
pub mod outing;
pub mod paging;
pub mod person;
pub mod place;
pub mod relationship;
pub mod safeguarding;
pub mod send_again;
pub mod sign_in;

use crate::assets;
use crate::guard::Audience;
use crate::router::{Route, get};

/// Every page's routes.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![get("/assets/{hash}/{*path}", Audience::Public, assets::serve)];
    routes.extend(home::routes());
    routes.extend(sign_in::routes());
    routes.extend(first_run::routes());
    routes.extend(health::routes());
    routes.extend(help::routes());
    routes.extend(drafts::routes());
    routes.extend(connector::routes());
    routes.extend(commissioner::routes());
    routes.extend(finance::routes());
    routes.extend(import::routes());
    routes.extend(person::routes());
    routes.extend(relationship::routes());
    routes.extend(lead::routes());
    routes.extend(safeguarding::routes());
    routes.extend(lists::routes());
    routes.extend(outing::routes());
    routes.extend(place::routes());
    routes.extend(admin::routes());
    routes
}
