//! What every proof stands on: fresh databases on both engines.

pub mod databases;
