//! What pages show and take, through the real router.

mod commissioner;
mod discovery;
mod export;
mod finance;
mod introduction;
mod meet_up;
mod nameless;
mod people;
mod person;
mod person_told;
mod relationship;
mod terms;
mod work;
