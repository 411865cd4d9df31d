//! Money is whole pence. Rates have up to four decimal places of a pound, quantities are whole
//! minutes, and the one place where a fraction of a penny is decided is [`Rate::charge`].

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An amount in whole pence; negative when owed the other way.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Money(pub i64);

impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// Whole pence.
    pub fn pence(self) -> i64 {
        self.0
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// A price per hour, in ten-thousandths of a pound (£27.40 is 274,000).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Rate(pub i64);

impl Rate {
    /// A price per hour in whole pence.
    pub fn pence_per_hour(pence: i64) -> Self {
        Self(pence * 100)
    }

    /// Whether `minutes` cost whole pence at this rate, so that nothing has to be rounded.
    pub fn is_exact(self, minutes: i64) -> bool {
        i128::from(self.0) * i128::from(minutes) % 6_000 == 0
    }

    /// What `minutes` cost at this rate: half a penny rounds up, once.
    ///
    /// Source: rounding is decided once per line, half-up, in whole pence.
    pub fn charge(self, minutes: i64) -> Money {
        let exact = i128::from(self.0) * i128::from(minutes);
        // ten-thousandths of a pound × minutes → pence: ÷ 100 ÷ 60
        let (unit, half) = (6_000_i128, 3_000_i128);
        let rounded = if exact >= 0 { (exact + half) / unit } else { -((-exact + half) / unit) };
        Money(i64::try_from(rounded).unwrap_or(i64::MAX))
    }
}

/// Why an amount was not understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AmountError {
    /// Not digits, an optional point, and digits.
    #[error("Write pounds and pence, like 27.40")]
    NotAnAmount,
    /// More decimal places than can be kept exactly.
    #[error("At most {limit} decimal places can be kept")]
    TooPrecise {
        /// Decimal places that fit.
        limit: u32,
    },
    /// More than could ever be meant.
    #[error("That is more than Kith can hold")]
    TooLarge,
}

/// Reads `£1,234.56` exactly, as units of 10^-places pounds.
fn parse_pounds(typed: &str, places: u32) -> Result<i64, AmountError> {
    let text: String = typed.trim().chars().filter(|c| !matches!(c, '£' | ',' | ' ')).collect();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !digits(whole) || !digits(part) {
        return Err(AmountError::NotAnAmount);
    }
    let part = part.trim_end_matches('0');
    if part.len() > places as usize {
        return Err(AmountError::TooPrecise { limit: places });
    }
    if whole.len() > 9 {
        return Err(AmountError::TooLarge);
    }
    format!("{whole}{part:0<width$}", width = places as usize).parse().map_err(|_| AmountError::TooLarge)
}

impl FromStr for Money {
    type Err = AmountError;
    fn from_str(typed: &str) -> Result<Self, AmountError> {
        parse_pounds(typed, 2).map(Self)
    }
}

impl FromStr for Rate {
    type Err = AmountError;
    fn from_str(typed: &str) -> Result<Self, AmountError> {
        parse_pounds(typed, 4).map(Self)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let pence = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", pence / 100, pence % 100)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pounds, part) = (self.0 / 10_000, self.0 % 10_000);
        if part % 100 == 0 {
            write!(f, "{pounds}.{:02}", part / 100)
        } else {
            write!(f, "{pounds}.{part:04}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_five_minutes_at_27_40_cost_43_38() {
        assert_eq!("27.40".parse::<Rate>().map(|rate| rate.charge(95)), Ok(Money(4338)));
        assert_eq!("27.40".parse::<Rate>().map(|rate| rate.charge(150)), Ok(Money(6850)));
    }

    #[test]
    fn half_a_penny_rounds_up_once() {
        assert_eq!(Rate(600).charge(5), Money(1)); // 0.5 p
        assert_eq!(Rate(600).charge(4), Money(0)); // 0.4 p
    }

    #[test]
    fn amounts_are_read_exactly_or_refused() {
        assert_eq!("£1,234.5".parse(), Ok(Money(123_450)));
        assert_eq!("27.405".parse::<Money>(), Err(AmountError::TooPrecise { limit: 2 }));
        assert_eq!("27.405".parse(), Ok(Rate(274_050)));
        assert_eq!("-3".parse::<Money>(), Err(AmountError::NotAnAmount));
        assert_eq!("".parse::<Money>(), Err(AmountError::NotAnAmount));
        assert_eq!("1e9".parse::<Money>(), Err(AmountError::NotAnAmount));
    }

    #[test]
    fn an_amount_prints_as_it_is_read() {
        assert_eq!(Money(-123_405).to_string(), "-1234.05");
        assert_eq!(Rate(274_000).to_string(), "27.40");
        assert_eq!(Rate(274_050).to_string(), "27.4050");
    }
}
