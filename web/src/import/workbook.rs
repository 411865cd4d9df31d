//! Lists as workbooks: the first sheet, cell by cell, so that a sheet that claims a million columns takes no
//! more room than what is in it.

use std::io::{Cursor, Read};

use app::imports::{Cell, MOST_COLUMNS, Sheet, Trouble};
use calamine::{DataRef, DataType, Reader, Xlsx};

use super::{LOOKED_AT, kept, too_many};

/// Bytes that a workbook may unfold to: ten times the largest that is brought.
const UNFOLDED: u64 = 200 * 1024 * 1024;

pub(super) fn read(bytes: &[u8]) -> Result<Sheet, String> {
    unfolds_to_little(bytes)?;
    let unreadable = |_| "This workbook cannot be opened. Open it yourself, save it as .xlsx and try again";
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let first = book.sheet_names().into_iter().next().ok_or("There is no sheet in this workbook")?;
    let mut sheet = Sheet::default();
    {
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
            if row >= LOOKED_AT {
                return Err(too_many());
            }
            put(&mut sheet, row, column, cell);
        }
    }
    for merged in book.merge_cells_by_sheet_name(&first).map_err(unreadable)? {
        cover(&mut sheet, merged.start, merged.end);
    }
    Ok(sheet)
}

/// Notes every cell that a merged one lies over; what it says stands in its first.
fn cover(sheet: &mut Sheet, start: (u32, u32), end: (u32, u32)) {
    let last_row = (end.0 as usize).min(sheet.rows.len().saturating_sub(1));
    let last_column = (end.1 as usize).min(MOST_COLUMNS - 1);
    for row in start.0 as usize..=last_row {
        for column in start.1 as usize..=last_column {
            if (row, column) != (start.0 as usize, start.1 as usize) {
                put(sheet, row, column, Cell::broken(Trouble::Merged));
            }
        }
    }
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
