//! Lists as workbooks: the first sheet, cell by cell, so that a sheet that claims a million columns takes no
//! more room than what is in it.

use std::io::{Cursor, Read};

use app::imports::{Cell, MOST_COLUMNS, Sheet, Trouble};
use calamine::{DataRef, DataType, Reader, Xlsx};

use super::{LOOKED_AT, MOST_BYTES, kept, too_many};

/// Bytes that a workbook may unfold to: five times the largest that is brought.
const UNFOLDED: u64 = 100 * 1024 * 1024;

pub(super) fn read(bytes: &[u8]) -> Result<Sheet, String> {
    unfolds_to_little(bytes)?;
    let unreadable = |_| "This workbook cannot be opened. Open it yourself, save it as .xlsx and try again";
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let first = book.sheet_names().into_iter().next().ok_or("There is no sheet in this workbook")?;
    let mut sheet = Sheet::default();
    {
        let mut letters = 0;
        let mut cells = book.worksheet_cells_reader(&first).map_err(unreadable)?;
        while let Some(record) = cells.next_cell_with_formula_metadata().map_err(unreadable)? {
            let (row, column) = (record.pos.0 as usize, record.pos.1 as usize);
            if column >= MOST_COLUMNS {
                continue;
            }
            let cell = match cell(&record.value) {
                cell if cell.is_empty() && record.formula.is_some() => Cell::broken(Trouble::Formula),
                cell if cell.is_empty() => continue,
                cell => cell,
            };
            letters += cell.text.len();
            if row >= LOOKED_AT || letters > MOST_BYTES {
                return Err(too_many());
            }
            put(&mut sheet, row, column, cell);
        }
    }
    let mut covered = 0;
    for merged in book.merge_cells_by_sheet_name(&first).map_err(unreadable)? {
        covered += cover(&mut sheet, merged.start, merged.end);
        // Merged cells do not lie over each other, unless somebody wants the machine to count for ever.
        if covered > LOOKED_AT * MOST_COLUMNS {
            return Err("The merged cells of this workbook lie over each other. Unmerge them".to_owned());
        }
    }
    Ok(sheet)
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
        assert_eq!(sheet.width(), 1);
        let mut book = Workbook::new();
        book.add_worksheet().write(1_000_000, 0, "far below").unwrap();
        assert!(read(&book.save_to_buffer().unwrap()).is_err());
    }
}
