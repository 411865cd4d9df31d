//! A sheet as comma-separated values: one record with the heads, one for each row, and nothing else, because a program
//! would take a total or a note for a row. What it is, and the totals, stand in the workbook.
//!
//! A spreadsheet takes a cell that begins like a formula for one, so such words are given an apostrophe; numbers and
//! dates are written by us and need none.

use app::error::Failure;
use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::{Cell, Sheet};

/// What a spreadsheet reads as the start of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

pub(super) fn write(sheet: &Sheet) -> Result<Vec<u8>, Failure> {
    let failed = Failure::doing("writing comma-separated values");
    let mut out = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let width = sheet.heads.len().max(1);
    out.write_record(padded(sheet.heads.iter().map(|head| (*head).to_owned()), width)).map_err(failed)?;
    for row in &sheet.rows {
        out.write_record(padded(row.iter().map(value), width)).map_err(Failure::doing("writing a row"))?;
    }
    out.into_inner().map_err(|error| Failure::doing("writing comma-separated values")(error.into_error()))
}

/// As many fields as there are heads, so that every record is of one length.
fn padded(cells: impl Iterator<Item = String>, width: usize) -> Vec<String> {
    cells.chain(std::iter::repeat_with(String::new)).take(width).collect()
}

fn words(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

/// Money in pounds with a point, hours as 41:30, dates as 2026-03-12, so that programs read them alike.
fn value(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => words(text),
        Cell::Int(number) => number.to_string(),
        Cell::Money(amount) => amount.to_string(),
        Cell::Rate(rate) => rate.to_string(),
        Cell::Date(day) => day.to_string(),
        Cell::Month(month) => month.format("%Y-%m").to_string(),
        Cell::Hours(minutes) => {
            let sign = if *minutes < 0 { "-" } else { "" };
            format!("{sign}{}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
        Cell::DecimalHours(minutes) => {
            let sign = if *minutes < 0 { "-" } else { "" };
            let parts = (minutes.abs() * 10_000 + 30) / 60;
            format!("{sign}{}.{:04}", parts / 10_000, parts % 10_000)
        }
        Cell::Decimal(parts) => {
            let sign = if *parts < 0 { "-" } else { "" };
            let (whole, part) = (parts.abs() / 10_000, format!("{:04}", parts.abs() % 10_000));
            match part.trim_end_matches('0') {
                "" => format!("{sign}{whole}"),
                part => format!("{sign}{whole}.{part}"),
            }
        }
        Cell::Percent(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}

#[cfg(test)]
mod tests {
    use domain::shared::money::{Money, Rate};

    use super::*;

    fn sheet(rows: Vec<Vec<Cell>>) -> Sheet {
        Sheet {
            title: "What the money bought".into(),
            made: "1 to 31 March 2026, as of event 184,220".into(),
            notes: vec!["=Not a formula, but a note".into()],
            heads: vec!["Who", "What"],
            rows,
            totals: Some(vec![Cell::text("Total"), Cell::Money(Money(-350))]),
            ..Sheet::default()
        }
    }

    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).expect("the mark of UTF-8");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn what_was_put_in_is_read_back_whatever_it_holds() {
        let texts = ["Zoë, \"王\"", "two\nlines", "", "O’Brien;\ta"];
        let rows = texts.iter().map(|text| vec![Cell::text(*text), Cell::Int(-3)]).collect();
        let read = read(&sheet(rows).csv().unwrap());
        assert_eq!(read[0], ["Who", "What"]);
        for (row, text) in read[1..].iter().zip(texts) {
            assert_eq!(row, &[text, "-3"]);
        }
        assert_eq!(read.len(), 1 + texts.len(), "neither a total nor a note is a row: {read:?}");
    }

    #[test]
    fn words_that_begin_like_a_formula_are_made_words_and_numbers_are_left() {
        for text in ["=1+1", "+44 7700 900123", "-", "@SUM(A1)", "\tx", "\r=1"] {
            assert_eq!(value(&Cell::text(text)), format!("'{text}"));
        }
        assert_eq!(value(&Cell::text("– no hyphen")), "– no hyphen");
        assert_eq!(value(&Cell::Money(Money(-123_405))), "-1234.05");
        assert_eq!(value(&Cell::Rate(Rate(274_050))), "27.4050");
        assert_eq!(
            (value(&Cell::DecimalHours(95)), value(&Cell::DecimalHours(-90))),
            ("1.5833".into(), "-1.5000".into())
        );
        let scores = [80_000, 192_500, -1_706].map(|parts| value(&Cell::Decimal(parts)));
        assert_eq!(scores, ["8", "19.25", "-0.1706"]);
        assert_eq!((value(&Cell::Hours(2490)), value(&Cell::Hours(-95))), ("41:30".into(), "-1:35".into()));
        assert_eq!(
            (value(&Cell::Percent(778)), value(&Cell::Percent(1000))),
            ("77.8%".into(), "100.0%".into())
        );
    }

    #[test]
    fn lines_end_as_the_standard_says() {
        let bytes = sheet(vec![]).csv().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("\u{feff}Who,What\r\n") && !text.replace("\r\n", "").contains('\n'));
    }
}
