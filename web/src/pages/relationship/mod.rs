//! Introductions and what grows from them: whom to introduce, one relationship as it stands, and a form
//! for each thing that can happen between two people. Both are asked before anything is arranged.

pub mod answer;
pub mod arrangement;
pub mod asking;
pub mod check;
pub mod confirmation;
pub mod contact;
pub mod contact_correcting;
pub mod contact_words;
pub mod declaration;
pub mod fits;
pub mod give_and_take;
pub mod introduction;
pub mod introductions;
pub mod lapse;
pub mod meeting;
pub mod near;
pub mod next;
pub mod next_step;
pub mod offered;
pub mod page;
pub mod plan;
pub mod seen;
pub mod signature;
pub mod step;
pub mod taking_back;
pub mod thoughts;
pub mod two;
pub mod whom;

use crate::router::Route;

/// Every page about introductions and relationships.
pub fn routes() -> Vec<Route> {
    [
        introductions::routes(),
        introduction::routes(),
        page::routes(),
        answer::routes(),
        arrangement::routes(),
        meeting::routes(),
        next_step::routes(),
        contact::routes(),
        taking_back::routes(),
        contact_words::routes(),
        contact_correcting::routes(),
        give_and_take::routes(),
        confirmation::routes(),
        plan::routes(),
        step::routes(),
        declaration::routes(),
        signature::routes(),
        check::routes(),
        lapse::routes(),
    ]
    .concat()
}
