//! The one integration binary: everything that is proved through the public face of the crates.

mod databases;
mod tidy;
