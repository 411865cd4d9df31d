//! Being out alone: going in, coming out, and looking out for each other.

pub mod alert;
pub mod board;
pub mod going;
pub mod look_out;
pub mod mine;
pub mod settings;
pub mod word;

use crate::router::Route;

/// Every page about being out alone.
pub fn routes() -> Vec<Route> {
    [
        alert::routes(),
        going::routes(),
        mine::routes(),
        look_out::routes(),
        board::routes(),
        settings::routes(),
        word::routes(),
    ]
    .concat()
}
