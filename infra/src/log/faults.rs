//! Failures on purpose, at the two moments that matter: before a commit, and after it but before
//! anyone has heard of it. Tests hold a clone and arm it; nothing arms it otherwise.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// How many of the next commits go wrong, and when.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    before: Arc<AtomicU32>,
    after: Arc<AtomicU32>,
}

impl Faults {
    /// The next `times` commits do not happen.
    pub fn lose_before_commit(&self, times: u32) {
        self.before.store(times, Ordering::SeqCst);
    }

    /// The next `times` commits happen, but their answer is lost on the way back.
    pub fn lose_answer(&self, times: u32) {
        self.after.store(times, Ordering::SeqCst);
    }

    pub(super) fn before_commit(&self) -> sqlx::Result<()> {
        strike(&self.before)
    }

    pub(super) fn after_commit(&self) -> sqlx::Result<()> {
        strike(&self.after)
    }
}

fn strike(left: &AtomicU32) -> sqlx::Result<()> {
    match left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)) {
        Ok(_) => Err(sqlx::Error::Io(std::io::Error::other("the connection was cut, on purpose"))),
        Err(_) => Ok(()),
    }
}
