//! The one integration binary: everything that is proved through the public face of the crates.
#![cfg(test)]

mod databases;
mod projector;
mod tidy;
