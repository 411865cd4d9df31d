//! What pages show and take, through the real router.

mod agreements;
mod calendar;
mod capacity;
mod commissioner;
mod discovery;
mod export;
mod finance;
mod import;
mod introduction;
mod meet_up;
mod nameless;
mod outing;
mod people;
mod person;
mod person_told;
mod planning;
mod relationship;
mod safeguarding;
mod safety;
mod terms;
mod week;
mod work;
