//! The administrator's pages: who may sign in, who pays, how the installation is. No case content.

pub mod account;
pub mod accounts;
pub mod accounts_file;
pub mod funders;
pub mod funders_file;
pub mod installation;

use crate::router::Route;

/// Every page of the administrator's.
pub fn routes() -> Vec<Route> {
    [
        accounts::routes(),
        accounts_file::routes(),
        account::routes(),
        funders::routes(),
        funders_file::routes(),
        installation::routes(),
    ]
    .concat()
}
