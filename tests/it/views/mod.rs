//! What can be seen, and by whom.

mod scope;
