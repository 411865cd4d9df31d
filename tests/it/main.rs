//! The one integration binary: everything that is proved through the public face of the crates.
#![cfg(test)]

mod accounts;
mod access;
mod sign_in;
mod databases;
mod projector;
mod tidy;
