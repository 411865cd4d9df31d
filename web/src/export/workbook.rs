//! Sheets as an Excel workbook: numbers, dates and money are typed, words are stored as words, the heads
//! stay in sight and repeat on every printed page, and the page is landscape and one page wide.

use app::error::Failure;
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{Cell, Sheet};

/// The row of the heads, below title and line of when it was made.
const HEADS: u32 = 3;
/// A4.
const PAPER: u8 = 9;
/// Widths of columns, in characters.
const NARROWEST: usize = 5;
const WIDEST: usize = 44;
/// What a column has that nobody set.
const UNSET: usize = 9;
/// Notes run over at least so many characters, also beside a narrow table.
const NOTES: usize = 96;
/// Of a column's width, what its indent takes.
const MARGIN: usize = 1;
/// The highest that a row can be is 409 points.
const MOST_LINES: usize = 25;
/// Points of height a line of words needs.
const LINE: usize = 16;

pub(super) fn write(sheets: &[Sheet]) -> Result<Vec<u8>, Failure> {
    book(sheets).map_err(Failure::doing("writing a workbook"))
}

fn book(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = sheets.first().map_or("", |sheet| sheet.title.as_str());
    // The moment a file is made is no part of what it says: the same figures give the same bytes.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(
        &DocProperties::new().set_title(title).set_author("Kith").set_creation_datetime(&made),
    );
    for sheet in sheets {
        fill(book.add_worksheet(), sheet)?;
    }
    book.save_to_buffer()
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    page.set_name(sheet.tab)?;
    page.write_string_with_format(0, 0, &sheet.title, &Format::new().set_bold().set_font_size(16))?;
    page.write_string_with_format(1, 0, &sheet.made, &Format::new().set_font_color(SOFT))?;
    let widths = widths(sheet);
    for (column, width) in (0_u16..).zip(&widths) {
        page.set_column_width(column, u32::try_from(*width).unwrap_or(20))?;
    }
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_background_color(WASH)
        .set_border_bottom(FormatBorder::Medium);
    for (column, words) in (0_u16..).zip(&sheet.heads) {
        let right = sheet.rows.iter().chain(&sheet.totals).any(|row| is_figure(row.get(usize::from(column))));
        let align = if right { FormatAlign::Right } else { FormatAlign::Left };
        let look = head.clone().set_align(align).set_indent(u8::from(!right && column > 0));
        page.write_string_with_format(HEADS, column, *words, &look)?;
    }
    let high = sheet.heads.iter().zip(&widths).map(|(words, width)| lines(words, *width));
    height(page, HEADS, high.max().unwrap_or(1))?;
    let mut at = HEADS + 1;
    for row in &sheet.rows {
        line(page, at, row, &Format::new().set_align(FormatAlign::Top))?;
        // Not every program fits a row to its words by itself, and on paper they would lie over each other.
        let high = row.iter().zip(&widths).map(|(cell, width)| match cell {
            Cell::Text(words) => lines(words, *width),
            _ => 1,
        });
        let high = high.max().unwrap_or(1);
        if high > 1 {
            height(page, at, high)?;
        }
        at += 1;
    }
    if let Some(row) = &sheet.totals {
        line(page, at, row, &Format::new().set_bold().set_border_top(FormatBorder::Thin))?;
        at += 1;
    }
    notes(page, at + 1, sheet, &widths)?;
    page.set_freeze_panes(HEADS + 1, 1)?.set_repeat_rows(HEADS, HEADS)?;
    page.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0);
    page.set_footer("&L&8&A&R&8Page &P of &N");
    Ok(())
}

const SOFT: Color = Color::RGB(0x52_5C_6B);
const WASH: Color = Color::RGB(0xF2_EB_DF);

fn line(page: &mut Worksheet, at: u32, row: &[Cell], look: &Format) -> Result<(), XlsxError> {
    for (column, cell) in (0_u16..).zip(row) {
        put(page, at, column, cell, look)?;
    }
    Ok(())
}

fn put(page: &mut Worksheet, at: u32, column: u16, cell: &Cell, look: &Format) -> Result<(), XlsxError> {
    let look = |format: &str| look.clone().set_num_format(format);
    match cell {
        Cell::Empty => page.write_blank(at, column, &look("General"))?,
        Cell::Text(text) => {
            let look =
                look("@").set_text_wrap().set_align(FormatAlign::Left).set_indent(u8::from(column > 0));
            page.write_string_with_format(at, column, text, &look)?
        }
        // A file knows one kind of number, a float of 53 bits: exact for every count, and for pence and minutes
        // the nearest there is, which the format shows as what it was.
        Cell::Int(number) => page.write_number_with_format(at, column, *number as f64, &look("#,##0"))?,
        Cell::Money(amount) => {
            let pounds = amount.pence() as f64 / 100.0;
            page.write_number_with_format(at, column, pounds, &look("£#,##0.00;-£#,##0.00"))?
        }
        Cell::Rate(rate) => {
            let pounds = rate.0 as f64 / 10_000.0;
            page.write_number_with_format(at, column, pounds, &look("£#,##0.00##"))?
        }
        Cell::Hours(minutes) => {
            page.write_number_with_format(at, column, *minutes as f64 / 1_440.0, &look("[h]:mm"))?
        }
        Cell::DecimalHours(minutes) => {
            page.write_number_with_format(at, column, *minutes as f64 / 60.0, &look("#,##0.00##"))?
        }
        Cell::Decimal(parts) => {
            page.write_number_with_format(at, column, *parts as f64 / 10_000.0, &look("General"))?
        }
        Cell::Percent(tenths) => {
            page.write_number_with_format(at, column, *tenths as f64 / 1_000.0, &look("0.0%"))?
        }
        Cell::Date(day) => date(page, at, column, *day, &look("d mmm yyyy"))?,
        Cell::Month(month) => date(page, at, column, *month, &look("mmmm yyyy"))?,
    };
    Ok(())
}

/// Excel counts days from 1900; an older one is words.
fn date<'p>(
    page: &'p mut Worksheet,
    at: u32,
    column: u16,
    day: NaiveDate,
    look: &Format,
) -> Result<&'p mut Worksheet, XlsxError> {
    match u16::try_from(day.year()).ok().filter(|year| (1900..=9999).contains(year)) {
        Some(year) => {
            let day = ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)?;
            page.write_datetime_with_format(at, column, &day, &look.clone().set_align(FormatAlign::Right))
        }
        None => page.write_string_with_format(at, column, day.to_string(), look),
    }
}

/// What is counted, across the whole width, each note as high as its words need.
fn notes(page: &mut Worksheet, first: u32, sheet: &Sheet, widths: &[usize]) -> Result<(), XlsxError> {
    let table = widths.iter().sum::<usize>();
    let more = NOTES.saturating_sub(table).div_ceil(UNSET);
    let last = u16::try_from(widths.len() + more).unwrap_or(20).max(2) - 1;
    let look = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_font_color(SOFT);
    for (at, note) in (first..).zip(&sheet.notes) {
        page.merge_range(at, 0, at, last, note, &look)?;
        height(page, at, note.chars().count().div_ceil(table.max(NOTES)))?;
    }
    Ok(())
}

fn height(page: &mut Worksheet, at: u32, lines: usize) -> Result<(), XlsxError> {
    page.set_row_height(at, u32::try_from(lines.clamp(1, MOST_LINES) * LINE).unwrap_or(16)).map(|_| ())
}

/// Lines that words take in a column, broken between words. A column is measured by its figures, and letters are
/// narrower on the whole: a line too many is paper, one too few is words that nobody reads.
fn lines(words: &str, width: usize) -> usize {
    let width = width.saturating_sub(MARGIN).max(1);
    let of_paragraph = |paragraph: &str| {
        let (mut lines, mut at) = (1, 0);
        for word in paragraph.split_whitespace().map(|word| word.chars().count()) {
            let with = if at == 0 { word } else { at + 1 + word };
            if with <= width {
                at = with;
            } else {
                lines += usize::from(at > 0) + word.saturating_sub(1) / width;
                at = word.min(width);
            }
        }
        lines
    };
    words.lines().map(of_paragraph).sum::<usize>().max(1)
}

fn is_figure(cell: Option<&Cell>) -> bool {
    !matches!(cell, None | Some(Cell::Text(_) | Cell::Empty))
}

/// Wide enough for the longest cell, within reason: longer words run on in the next line.
fn widths(sheet: &Sheet) -> Vec<usize> {
    let length = |cell: &Cell| match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or(0),
        Cell::Int(_)
        | Cell::Rate(_)
        | Cell::Hours(_)
        | Cell::DecimalHours(_)
        | Cell::Percent(_)
        | Cell::Decimal(_) => 9,
        Cell::Money(_) | Cell::Date(_) => 12,
        Cell::Month(_) => 15,
    };
    let head = |words: &str| words.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
    (0..sheet.heads.len())
        .map(|column| {
            let rows = sheet.rows.iter().chain(&sheet.totals).filter_map(|row| row.get(column));
            let longest = rows.map(length).max().unwrap_or(0).max(head(sheet.heads[column]));
            (longest + 3).clamp(NARROWEST, WIDEST)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use domain::shared::money::{Money, Rate};

    use super::super::Book;
    use super::*;

    fn sheet(tab: &'static str) -> Sheet {
        let day = NaiveDate::from_ymd_opt(2026, 3, 12).unwrap();
        let row = vec![
            Cell::text("=HYPERLINK(\"http://x\")"),
            Cell::Int(3),
            Cell::Money(Money(4338)),
            Cell::Rate(Rate(274_000)),
            Cell::Date(day),
            Cell::Month(day),
            Cell::Hours(95),
            Cell::Percent(778),
            Cell::Empty,
        ];
        Sheet {
            tab,
            title: "Budget".into(),
            heads: vec!["Who", "n", "£", "Rate", "Day", "Month", "Hours", "%", "Nothing"],
            rows: vec![row.clone(), row],
            totals: Some(vec![Cell::text("Total"), Cell::Int(6)]),
            notes: vec!["Minutes are added up. ".repeat(30)],
            ..Sheet::default()
        }
    }

    #[test]
    fn the_same_figures_give_the_same_bytes() {
        let book = Book { file: "x".into(), sheets: vec![sheet("Lines"), sheet("Sessions")] };
        let bytes = book.xlsx().unwrap();
        assert!(bytes.starts_with(b"PK"));
        assert_eq!(bytes, book.xlsx().unwrap());
    }

    #[test]
    fn an_empty_list_and_a_day_before_excels_calendar_are_written_too() {
        let old = NaiveDate::from_ymd_opt(1888, 1, 1).unwrap();
        let rows = vec![vec![Cell::Date(old)]];
        assert!(
            Sheet { tab: "Old", heads: vec!["Day"], rows, notes: vec!["x".into()], ..Sheet::default() }
                .xlsx()
                .is_ok()
        );
        assert!(Sheet { tab: "None", heads: vec!["Day", "x"], ..Sheet::default() }.xlsx().is_ok());
    }

    #[test]
    fn a_row_is_as_high_as_its_words_are_broken_into_lines() {
        assert_eq!((lines("", 10), lines("one", 10), lines("one two three", 10)), (1, 1, 2));
        assert_eq!(lines("first\n\nthird", 20), 3, "an empty line is one too");
        assert_eq!(lines(&"a".repeat(20), 14), 2, "a word that is too long is broken");
        assert!(lines(&"word ".repeat(10_000), 44) > MOST_LINES);
    }

    #[test]
    fn long_words_do_not_make_a_column_wider_than_a_page() {
        let wide =
            Sheet { heads: vec!["x"], rows: vec![vec![Cell::text("a".repeat(5000))]], ..Sheet::default() };
        assert_eq!(widths(&wide), [WIDEST]);
    }
}
