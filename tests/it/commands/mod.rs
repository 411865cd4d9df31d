//! What can be done, through `App::ask`, on both databases: once, whole, by whoever may, and never in
//! ignorance of somebody else's change.

mod forgetting;
mod held;
mod ids;
mod meet_ups;
mod merging_left_behind;
mod merging_races;
mod once;
mod stories;
mod whose;
