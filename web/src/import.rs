//! Lists that people bring: a file becomes a [`Sheet`], whatever made it. What the file says it is by its
//! name is not believed; what is in it decides. Everything is bounded before it is taken in.

mod comma;
mod workbook;

use app::imports::{MOST_COLUMNS, MOST_ROWS, Sheet};

use crate::form::Upload;

/// Bytes of a list: a hundred times the longest caseload.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Rows that are looked at: the people, and whatever stands above and between them.
pub(crate) const LOOKED_AT: usize = MOST_ROWS + 1_000;
/// Letters of one cell that are kept.
const MOST_LETTERS: usize = 4_000;

/// Reads a list, or says why not in words for whoever chose it.
pub fn read(upload: &Upload) -> Result<Sheet, String> {
    let bytes = &upload.bytes[..];
    if bytes.is_empty() {
        return Err("Choose a file first. An empty file holds nobody".to_owned());
    }
    let mut sheet = match bytes {
        [b'P', b'K', 3, 4, ..] => workbook::read(bytes)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            return Err("This is a spreadsheet of an older kind, or one with a password. \
                        Open it and save it as .xlsx without a password"
                .to_owned());
        }
        [b'%', b'P', b'D', b'F', ..] => {
            return Err("This is a PDF. Ask whoever made it for the spreadsheet".to_owned());
        }
        _ => comma::read(bytes)?,
    };
    trim(&mut sheet);
    sheet.beside.iter_mut().for_each(trim);
    // A cover sheet that says nothing stands before many a list.
    let mut sheets: Vec<Sheet> = std::mem::take(&mut sheet.beside);
    sheets.insert(0, sheet);
    sheets.retain(|sheet| !sheet.rows.is_empty());
    if sheets.is_empty() {
        return Err("There is nothing in this file".to_owned());
    }
    let beside = sheets.split_off(1);
    sheets
        .pop()
        .map(|first| Sheet { beside, ..first })
        .ok_or_else(|| "There is nothing in this file".to_owned())
}

/// Takes away what says nothing below and to the right.
fn trim(sheet: &mut Sheet) {
    for row in &mut sheet.rows {
        row.truncate(MOST_COLUMNS);
        while row.last().is_some_and(app::imports::Cell::is_empty) {
            row.pop();
        }
    }
    while sheet.rows.last().is_some_and(Vec::is_empty) {
        sheet.rows.pop();
    }
}

/// More rows than anybody works with.
fn too_many() -> String {
    format!("There is more in this file than {MOST_ROWS} rows of people hold. Bring it in several parts")
}

/// A cell's words: one blank instead of what cannot be shown, and no more than anybody reads.
fn kept(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c });
    plain.take(MOST_LETTERS).collect::<String>().trim().to_owned()
}
