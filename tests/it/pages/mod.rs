//! What pages show and take, through the real router.

mod agreements;
mod capacity;
mod commissioner;
mod export;
mod finance;
mod introduction;
mod meet_up;
mod nameless;
mod people;
mod person;
mod person_told;
mod relationship;
mod safety;
mod work;
