//! Values that every noun uses: who a thing is about, what may be typed, money, dates and the
//! shape of an event stream. Nothing here knows a rule of connecting.

pub mod aggregate;
pub mod bank_holidays;
pub mod calendar;
pub mod codes;
pub mod days;
pub mod ids;
pub mod money;
pub mod personal;
pub mod text;
