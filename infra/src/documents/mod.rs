//! What is in photographs and papers, kept in a table beside the log: `kept` writes and reads the pieces,
//! `files` looks at what somebody brought, `pictures` makes a new picture of one.

mod files;
mod kept;
mod packed;
mod pictures;

pub use files::Looked;
pub use kept::SqlDocuments;
