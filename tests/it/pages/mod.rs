//! What pages show and take, through the real router.

mod agreements;
mod calendar;
mod capacity;
mod commissioner;
mod discovery;
mod documents;
mod drafts;
mod export;
mod finance;
mod groups;
mod import;
mod introduction;
mod meet_up;
mod nameless;
mod people;
mod person;
mod person_told;
mod planning;
mod relationship;
mod safety;
mod terms;
mod week;
mod work;
