//! What a list says of one who, or of somewhere that, is offered: the same for a person as for a place, so that both
//! read and look alike. What can be done about it differs, and stands with each.

use crate::charts::fit::FitParts;

/// One of a list.
pub struct Offered {
    pub name: String,
    pub area: Option<String>,
    /// Why, what weighs most first.
    pub reasons: Vec<String>,
    pub against: Vec<String>,
    /// What nobody has asked yet.
    pub unknown: Option<String>,
    /// Of 100.
    pub points: u16,
    pub picture: FitParts,
}
