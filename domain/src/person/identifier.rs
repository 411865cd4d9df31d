//! Numbers by which others know a person: one for each register; a later one puts an earlier one right.

use super::{IdentifierScheme, Person, PersonError, PersonEvent, SupportedOnly};
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;
use crate::shared::text::Line;

/// Digits in an NHS number.
const NHS_DIGITS: usize = 10;

impl Person {
    pub(super) fn add_identifier(
        &self,
        scheme: IdentifierScheme,
        value: &Line,
        held_by: Option<PersonId>,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.is_one_we_support(SupportedOnly::Identifier)?;
        let value = match scheme {
            IdentifierScheme::NhsNumber => nhs_number(value)?,
            IdentifierScheme::CouncilReference | IdentifierScheme::OtherReference => value.clone(),
        };
        let known = self.identifiers.get(&scheme).and_then(Personal::get);
        if known.is_some_and(|known| known.as_str().eq_ignore_ascii_case(value.as_str())) {
            return Err(PersonError::IdentifierAlreadyKnown { scheme });
        }
        if let Some(person_id) = held_by {
            return Err(PersonError::IdentifierOfSomebodyElse { scheme, person_id });
        }
        Ok(vec![PersonEvent::IdentifierAdded { scheme, value: self.about(&value) }])
    }
}

/// An NHS number without its spaces, if the check digit fits.
///
/// Source: NHS Data Dictionary, NHS NUMBER: the first nine digits weighted 10 to 2, modulus 11.
pub fn nhs_number(typed: &Line) -> Result<Line, PersonError> {
    let text: Vec<char> = typed.as_str().chars().collect();
    if let Some(before) = text.iter().position(|c| !c.is_ascii_digit() && *c != ' ') {
        return Err(PersonError::NhsNumberNotDigits { at: before + 1 });
    }
    let digits: Vec<u32> = text.iter().filter_map(|c| c.to_digit(10)).collect();
    if digits.len() != NHS_DIGITS {
        return Err(PersonError::NhsNumberNotTenDigits { digits: digits.len() });
    }
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    // 11 stands for 0; a remainder of 1 would need the digit 10, so no such number is ever given out.
    let check = (11 - sum % 11) % 11;
    if digits.last() != Some(&check) {
        return Err(PersonError::NhsNumberCheckDigit);
    }
    let joined: String = text.into_iter().filter(char::is_ascii_digit).collect();
    Line::parse(&joined).map_err(|_| PersonError::NhsNumberNotTenDigits { digits: 0 })
}
