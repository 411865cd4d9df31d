//! Lists as workbooks: each sheet, cell by cell, so that a sheet that claims a million columns takes no
//! more room than what is in it.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use app::imports::{Cell, MOST_COLUMNS, Sheet, Trouble};
use calamine::{DataRef, DataType, Reader, Xlsx};

use super::{LOOKED_AT, MOST_BYTES, kept, too_many};

/// Bytes that a workbook may unfold to: five times the largest that is brought.
const UNFOLDED: u64 = 100 * 1024 * 1024;
/// Sheets of one workbook that are read: more are no list of people.
const MOST_SHEETS: usize = 20;
const UNREADABLE: &str = "This workbook cannot be opened. Open it yourself, save it as .xlsx and try again";

pub(super) fn read(bytes: &[u8]) -> Result<Sheet, String> {
    unfolds_to_little(bytes)?;
    let mut book: Book<'_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| UNREADABLE.to_owned())?;
    let names = book.sheet_names();
    if names.is_empty() {
        return Err("There is no sheet in this workbook".to_owned());
    }
    let mut letters = 0;
    let mut sheets = Vec::new();
    for name in names.into_iter().take(MOST_SHEETS) {
        // A sheet that is a chart has no cells.
        let Ok(sheet) = one(&mut book, &name, &mut letters) else { continue };
        sheets.push(sheet?);
    }
    let beside = sheets.split_off(sheets.len().min(1));
    let first = sheets.pop().ok_or("There is no sheet in this workbook")?;
    Ok(Sheet { beside, ..first })
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// One sheet. The outer error is that it has no cells at all, the inner why the workbook is not read.
fn one(book: &mut Book<'_>, name: &str, letters: &mut usize) -> Result<Result<Sheet, String>, ()> {
    let mut sheet = Sheet { name: kept(name), ..Sheet::default() };
    let mut beyond = BTreeSet::new();
    {
        let mut cells = book.worksheet_cells_reader(name).map_err(|_| ())?;
        loop {
            let record = match cells.next_cell_with_formula_metadata() {
                Ok(Some(record)) => record,
                Ok(None) => break,
                Err(_) => return Ok(Err(UNREADABLE.to_owned())),
            };
            let (row, column) = (record.pos.0 as usize, record.pos.1 as usize);
            let cell = match cell(&record.value) {
                cell if cell.is_empty() && record.formula.is_some() => Cell::broken(Trouble::Formula),
                cell if cell.is_empty() => continue,
                cell => cell,
            };
            if column >= MOST_COLUMNS {
                beyond.insert(column);
                continue;
            }
            *letters += cell.text.len();
            if row >= LOOKED_AT || *letters > MOST_BYTES {
                return Ok(Err(too_many()));
            }
            put(&mut sheet, row, column, cell);
        }
    }
    sheet.unread = beyond.len();
    let Ok(merged) = book.merge_cells_by_sheet_name(name) else { return Ok(Err(UNREADABLE.to_owned())) };
    let mut covered = 0;
    for merged in merged {
        covered += cover(&mut sheet, merged.start, merged.end);
        // Merged cells do not lie over each other, unless somebody wants the machine to count for ever.
        if covered > LOOKED_AT * MOST_COLUMNS {
            return Ok(Err("The merged cells of this workbook lie over each other. Unmerge them".to_owned()));
        }
    }
    Ok(Ok(sheet))
}

/// Notes every cell that a merged one lies over, and counts them; what it says stands in its first.
fn cover(sheet: &mut Sheet, start: (u32, u32), end: (u32, u32)) -> usize {
    let mut covered = 1;
    let last_row = (end.0 as usize).min(sheet.rows.len().saturating_sub(1));
    let last_column = (end.1 as usize).min(MOST_COLUMNS - 1);
    for row in start.0 as usize..=last_row {
        for column in start.1 as usize..=last_column {
            if (row, column) != (start.0 as usize, start.1 as usize) {
                put(sheet, row, column, Cell::broken(Trouble::Merged));
                covered += 1;
            }
        }
    }
    covered
}

fn put(sheet: &mut Sheet, row: usize, column: usize, cell: Cell) {
    if sheet.rows.len() <= row {
        sheet.rows.resize(row + 1, Vec::new());
    }
    let cells = &mut sheet.rows[row];
    if cells.len() <= column {
        cells.resize(column + 1, Cell::default());
    }
    cells[column] = cell;
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::default(),
        DataRef::Error(_) => Cell::broken(Trouble::Failed),
        DataRef::String(text) => Cell::text(&kept(text)),
        DataRef::SharedString(text) => Cell::text(&kept(text)),
        DataRef::Bool(yes) => Cell::text(if *yes { "yes" } else { "no" }),
        DataRef::Int(number) => Cell::text(&number.to_string()),
        // A telephone number is a number to a spreadsheet, and has no fraction.
        DataRef::Float(number) => Cell::text(&number.to_string()),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) => match value.as_date() {
            Some(day) => Cell { text: day.to_string(), day: Some(day), trouble: None },
            None => Cell::broken(Trouble::Failed),
        },
        DataRef::DurationIso(text) => Cell::text(&kept(text)),
    }
}

/// A small file may unfold to one that fills the memory, whatever its parts say of their sizes.
fn unfolds_to_little(bytes: &[u8]) -> Result<(), String> {
    let unreadable = "This workbook is damaged. Open it yourself, save it as .xlsx and try again";
    let mut folded = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable)?;
    let mut left = UNFOLDED;
    for number in 0..folded.len() {
        let part = folded.by_index(number).map_err(|_| unreadable)?;
        let length = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| unreadable)?;
        left = left
            .checked_sub(length)
            .ok_or("This workbook is far larger than it looks, and was not opened")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;

    #[test]
    fn a_small_file_that_says_the_same_long_words_again_and_again_is_not_taken_in_whole() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let words = "many words ".repeat(360);
        for row in 0..110 {
            for column in 0..60 {
                sheet.write(row, column, &words).unwrap();
            }
        }
        let bytes = book.save_to_buffer().unwrap();
        assert!(bytes.len() < 200_000, "it looks small: {}", bytes.len());
        assert!(read(&bytes).unwrap_err().contains("more in this file"));
    }

    #[test]
    fn what_lies_far_to_the_right_takes_no_room() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "Name").unwrap();
        sheet.write(1, 16_000, "far away").unwrap();
        let sheet = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!((sheet.width(), sheet.unread), (1, 1), "and is not passed over without a word");
        let mut book = Workbook::new();
        book.add_worksheet().write(1_000_000, 0, "far below").unwrap();
        assert!(read(&book.save_to_buffer().unwrap()).is_err());
    }
}
