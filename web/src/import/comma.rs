//! Lists as plain text: whatever separates them, in UTF-8, UTF-16 or the letters of older spreadsheets.

use app::imports::{Cell, Sheet, Trouble};
use csv::ReaderBuilder;
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{LOOKED_AT, kept, too_many};

pub(super) fn read(bytes: &[u8]) -> Result<Sheet, String> {
    let text = decoded(bytes).ok_or(
        "This is neither a spreadsheet nor a list in plain text. Save it as .xlsx or .csv and choose that file",
    )?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| "This list breaks off in the middle of a row".to_owned())?;
        // The reader skips empty lines; rows are still counted as a spreadsheet shows them.
        let line = record.position().map_or(rows.len(), |at| at.record() as usize);
        rows.resize(line.max(rows.len()), Vec::new());
        rows.push(record.iter().map(cell).collect());
        if rows.len() > LOOKED_AT {
            return Err(too_many());
        }
    }
    Ok(Sheet { rows })
}

fn cell(text: &str) -> Cell {
    // A formula in plain text has no value beside it.
    if text.starts_with('=') { Cell::broken(Trouble::Formula) } else { Cell::text(&kept(text)) }
}

/// The text, or `None` when it is none. A mark at its beginning says how it is written; without one it is
/// UTF-8, or what spreadsheets wrote before.
fn decoded(bytes: &[u8]) -> Option<String> {
    let encoding = match bytes {
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        // Every second byte of Latin letters is nought.
        [_, 0, _, 0, ..] => UTF_16LE,
        [0, _, 0, _, ..] => UTF_16BE,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => WINDOWS_1252,
    };
    let (text, _, broken) = encoding.decode(bytes);
    let has_signs = text.chars().take(4_000).any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    (!broken && !has_signs).then(|| text.into_owned())
}

/// Whichever of the usual separators the first lines have most of.
fn separator(text: &str) -> u8 {
    let beginning: String = text.lines().take(20).collect::<Vec<_>>().join("\n");
    let count = |separator: u8| beginning.bytes().filter(|byte| *byte == separator).count();
    let likely = [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|separator| count(*separator));
    likely.unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(bytes: &[u8]) -> Vec<Vec<String>> {
        let sheet = read(bytes).unwrap();
        sheet.rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn a_list_is_read_however_it_is_written() {
        let text = "Name;Born\r\n\"Zoë, known as Zo\";12/3/1990\r\n";
        let expected = [["Name", "Born"], ["Zoë, known as Zo", "12/3/1990"]];
        let wide = |order: fn(u16) -> [u8; 2], mark: &[u8]| {
            let mut bytes = mark.to_vec();
            bytes.extend(text.encode_utf16().flat_map(order));
            bytes
        };
        assert_eq!(words(text.as_bytes()), expected);
        assert_eq!(words(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), expected);
        assert_eq!(words(&wide(u16::to_le_bytes, &[0xff, 0xfe])), expected);
        assert_eq!(words(&wide(u16::to_be_bytes, &[0xfe, 0xff])), expected);
        assert_eq!(words(&wide(u16::to_le_bytes, &[])), expected);
        let (older, _, _) = WINDOWS_1252.encode(text);
        assert_eq!(words(&older), expected);
        assert_eq!(words(text.replace(';', "\t").as_bytes()), expected);
    }

    #[test]
    fn a_formula_and_what_is_no_text_at_all_are_told() {
        let sheet = read(b"Name,Phone\nGordon,=CMD()\n").unwrap();
        assert_eq!(sheet.rows[1][1].trouble, Some(Trouble::Formula));
        assert!(read(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR").unwrap_err().contains("neither a spreadsheet"));
        assert!(read("a,b\n".repeat(LOOKED_AT + 1).as_bytes()).unwrap_err().contains("several parts"));
    }
}
