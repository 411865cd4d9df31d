//! Figures to take away: a [`Sheet`] says what a table is, once, and becomes CSV for a program or XLSX for a
//! person; a [`Book`] is several sheets in one file. A workbook carries its definitions with it, below its rows, so
//! that a figure that travels can still be understood; CSV is heads and rows alone.
//!
//! A file's name never holds a person's name: give [`Sheet::file`] a reference and days.

mod columns;
mod comma;
pub mod icalendar;
mod workbook;

use app::error::Failure;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use chrono::NaiveDate;
use domain::shared::money::{Money, Rate};

use crate::error::Answer;
use crate::format;

pub use columns::Column;

/// One cell. What kind it is decides its format; text is never a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing is known or nothing applies.
    Empty,
    /// Words, whatever they begin with.
    Text(String),
    /// A count.
    Int(i64),
    /// Whole pence, shown as pounds.
    Money(Money),
    /// A price per hour.
    Rate(Rate),
    /// A civil date.
    Date(NaiveDate),
    /// A calendar month, by its first day.
    Month(NaiveDate),
    /// Whole minutes, shown as hours and minutes.
    Hours(i64),
    /// Whole minutes as a number of hours, so that a program can multiply them by a rate.
    DecimalHours(i64),
    /// Tenths of a percent.
    Percent(i64),
    /// Ten-thousandths of a score, with as many decimals as it has.
    Decimal(i64),
}

impl Cell {
    /// Words.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }

    /// Words, or nothing.
    pub fn said(words: Option<impl ToString>) -> Self {
        words.map_or(Self::Empty, |words| Self::Text(words.to_string()))
    }

    /// "yes", or nothing.
    pub fn yes(is_so: bool) -> Self {
        if is_so { Self::text("yes") } else { Self::Empty }
    }

    /// How many.
    pub fn count(number: usize) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// A date, or nothing.
    pub fn date(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Date)
    }

    /// A share to a tenth of a percent, halves up; nothing out of nothing is "–", never nought.
    pub fn share(part: i64, whole: i64) -> Self {
        if whole <= 0 {
            return Self::text("–");
        }
        Self::Percent((part * 2000 + whole).div_euclid(whole * 2))
    }
}

/// A table that says what it is.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The file's name without its ending, and free of people's names; other than letters and digits become "-".
    pub file: String,
    /// The tab in a workbook: one or two words.
    pub tab: &'static str,
    /// What it is: "What the money bought".
    pub title: String,
    /// Span, position in the log and when it was made, in one line.
    pub made: String,
    /// Definitions: what is counted, from what, how it is rounded.
    pub notes: Vec<String>,
    /// What stands in each column.
    pub heads: Vec<&'static str>,
    /// As many cells a row as there are heads.
    pub rows: Vec<Vec<Cell>>,
    /// The last row, set apart; `None` for a list that has none.
    pub totals: Option<Vec<Cell>>,
}

/// Several sheets in one file.
#[derive(Debug, Clone)]
pub struct Book {
    /// As [`Sheet::file`].
    pub file: String,
    /// In the order of the tabs.
    pub sheets: Vec<Sheet>,
}

/// The kind of file asked for, by the ending of its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// For a program.
    Csv,
    /// For a person.
    Xlsx,
}

impl Kind {
    /// Parts "people.csv" into "people" and the kind; `None` for an ending that is neither.
    pub fn of(file: &str) -> Option<(&str, Self)> {
        let (stem, ending) = file.rsplit_once('.')?;
        match ending {
            "csv" => Some((stem, Self::Csv)),
            "xlsx" => Some((stem, Self::Xlsx)),
            _ => None,
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    fn mime(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

impl Sheet {
    /// The frame of a list as it stood on a day, in a file named by what it is and the day.
    pub fn as_it_stood(what: &str, on: NaiveDate, tab: &'static str, title: impl Into<String>) -> Self {
        let made = format!("As it stood on {}", format::date(on));
        Self { file: format!("{what} {on}"), tab, title: title.into(), made, ..Self::default() }
    }

    /// UTF-8 with its mark, RFC 4180: heads and rows, and nothing that a program could take for a row.
    pub fn csv(&self) -> Result<Vec<u8>, Failure> {
        comma::write(self)
    }

    /// A workbook of this one sheet.
    pub fn xlsx(&self) -> Result<Vec<u8>, Failure> {
        workbook::write(std::slice::from_ref(self))
    }

    /// The file, to be kept by whoever asked for it.
    pub fn answer(&self, kind: Kind) -> Answer {
        let bytes = match kind {
            Kind::Csv => self.csv()?,
            Kind::Xlsx => self.xlsx()?,
        };
        attachment(&self.file, kind, bytes)
    }
}

impl Book {
    /// A workbook with a tab for each sheet.
    pub fn xlsx(&self) -> Result<Vec<u8>, Failure> {
        workbook::write(&self.sheets)
    }

    /// The file, to be kept by whoever asked for it.
    pub fn answer(&self) -> Answer {
        attachment(&self.file, Kind::Xlsx, self.xlsx()?)
    }
}

fn attachment(file: &str, kind: Kind, bytes: Vec<u8>) -> Answer {
    let disposition = format!("attachment; filename=\"{}.{}\"", plain(file), kind.ending());
    let disposition = HeaderValue::try_from(disposition).map_err(Failure::doing("naming a file"))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind.mime())),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}

/// Letters, digits and single hyphens, so that every file system and header takes it.
fn plain(file: &str) -> String {
    let words = file.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_so_that_every_system_takes_it() {
        assert_eq!(
            plain("NC-114 what/the \"money\" bought\r\n2026-01-01"),
            "NC-114-what-the-money-bought-2026-01-01"
        );
        assert_eq!(plain("محمد 2026"), "2026");
    }

    #[test]
    fn the_answer_says_what_kind_of_file_it_is_and_that_it_is_to_be_kept() {
        let sheet = Sheet { file: "NC 114".into(), tab: "Hours", heads: vec!["Month"], ..Sheet::default() };
        for (kind, mime, file) in
            [(Kind::Csv, "text/csv", "NC-114.csv"), (Kind::Xlsx, "application/vnd.openxml", "NC-114.xlsx")]
        {
            let response = sheet.answer(kind).unwrap();
            let said = |name: header::HeaderName| response.headers()[name].to_str().unwrap().to_owned();
            assert!(said(header::CONTENT_TYPE).starts_with(mime));
            assert_eq!(said(header::CONTENT_DISPOSITION), format!("attachment; filename=\"{file}\""));
        }
    }

    #[test]
    fn an_ending_that_is_not_known_is_no_kind_of_file() {
        assert_eq!(Kind::of("people.csv"), Some(("people", Kind::Csv)));
        assert_eq!(Kind::of("statement.xlsx"), Some(("statement", Kind::Xlsx)));
        assert_eq!((Kind::of("people"), Kind::of("people.exe")), (None, None));
    }

    #[test]
    fn nothing_out_of_nothing_is_no_share() {
        assert_eq!(Cell::share(7, 9), Cell::Percent(778));
        assert_eq!(Cell::share(0, 12), Cell::Percent(0));
        assert_eq!(Cell::share(0, 0), Cell::text("–"));
    }
}
