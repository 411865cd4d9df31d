//! The one integration binary: everything that is proved through the public face of the crates.
#![cfg(test)]

mod access;
mod accounts;
mod administrator;
mod api;
mod commands;
mod databases;
mod events;
mod installation;
mod killed;
mod log;
mod openapi;
mod pages;
mod projector;
mod sign_in;
mod telemetry;
mod tidy;
mod views;
