//! What can be seen, and by whom.

mod late;
mod scope;
