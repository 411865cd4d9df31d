//! People: the caseload and the community, one person's record with everything that is told about them,
//! and a form for each thing that can be said. A page about a person reads a [`head::Record`] first.

pub mod agreements;
pub mod agreements_file;
pub mod assessed;
pub mod assessment;
pub mod availability;
pub mod best_interests;
pub mod capacity;
pub mod caseload;
pub mod consent;
pub mod death;
pub mod details;
pub mod document;
pub mod documents;
pub mod easy_read;
pub mod erasure;
pub mod files;
pub mod head;
pub mod identifier;
pub mod interest;
pub mod list;
pub mod map;
pub mod map_back;
pub mod map_comparison;
pub mod measures;
pub mod merging;
pub mod needs;
pub mod new_document;
pub mod new_map;
pub mod profile;
pub mod record;
pub mod register;
pub mod relationships;
pub mod role;
pub mod roles;
pub mod safety;
pub mod safety_note;
pub mod search;
pub mod sharing;
pub mod sheet;
pub mod supporter;
pub mod timeline;
pub mod travel;
pub mod versions;
pub mod wishes;

mod entries;
mod fit;
mod pictured;
mod together;

use crate::router::Route;

/// Every page about people.
pub fn routes() -> Vec<Route> {
    [
        caseload::routes(),
        list::routes(),
        search::routes(),
        register::routes(),
        record::routes(),
        details::routes(),
        identifier::routes(),
        needs::routes(),
        consent::routes(),
        profile::routes(),
        sheet::routes(),
        versions::routes(),
        easy_read::routes(),
        availability::routes(),
        travel::routes(),
        wishes::routes(),
        interest::routes(),
        supporter::routes(),
        roles::routes(),
        role::routes(),
        new_map::routes(),
        map::routes(),
        map_back::routes(),
        map_comparison::routes(),
        measures::routes(),
        relationships::routes(),
        timeline::routes(),
        death::routes(),
        erasure::routes(),
        merging::routes(),
        merging::undoing::routes(),
        safety::routes(),
        safety_note::routes(),
        capacity::routes(),
        assessment::routes(),
        assessed::routes(),
        best_interests::routes(),
        agreements::routes(),
        agreements_file::routes(),
        files::routes(),
        sharing::routes(),
        documents::routes(),
        document::routes(),
        new_document::routes(),
    ]
    .concat()
}
