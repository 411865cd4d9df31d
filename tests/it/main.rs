//! The one integration binary: everything that is proved through the public face of the crates.
#![cfg(test)]

mod accounts;
mod access;
mod sign_in;
mod administrator;
mod api;
mod commands;
mod databases;
mod events;
mod log;
mod installation;
mod openapi;
mod pages;
mod projector;
mod telemetry;
mod tidy;
mod views;
