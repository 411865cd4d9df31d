//! Lists as plain text: whatever separates them, in UTF-8, UTF-16 or the letters of older spreadsheets.

use app::imports::{Cell, MOST_COLUMNS, Sheet, Trouble};
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{LOOKED_AT, kept, too_many};

/// Bytes of a line: many times the longest of any list.
const LONGEST_LINE: usize = 200_000;

pub(super) fn read(bytes: &[u8]) -> Result<Sheet, String> {
    let text = decoded(bytes).ok_or(
        "This is neither a spreadsheet nor a list in plain text. Save it as .xlsx or .csv and choose that file",
    )?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    if text.lines().any(|line| line.len() > LONGEST_LINE) {
        return Err("A row of this list is longer than any that a person fills in".to_owned());
    }
    let (mut rows, mut line, mut unread) = (Vec::new(), 1, 0);
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| "This list breaks off in the middle of a row")? {
        // The reader passes over empty lines without a word; a spreadsheet counts them.
        let lines = reader.position().line().saturating_sub(line);
        let own = 1 + record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        let empty = usize::try_from(lines.saturating_sub(own)).unwrap_or(LOOKED_AT);
        line = reader.position().line();
        if rows.len() + empty >= LOOKED_AT {
            return Err(too_many());
        }
        rows.resize(rows.len() + empty, Vec::new());
        let beyond = record.iter().skip(MOST_COLUMNS).filter(|cell| !cell.trim().is_empty()).count();
        unread = unread.max(beyond);
        rows.push(record.iter().take(MOST_COLUMNS).map(cell).collect());
    }
    Ok(Sheet { unread, ..Sheet::of(rows) })
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
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        for end in ["\n", "\r\n"] {
            let text = ["Name,Note", "Gordon,\"two\nlines\"", "", "", "Ivy,", "Ruby,"].join(end);
            let names: Vec<String> = words(text.as_bytes())
                .into_iter()
                .map(|row| row.first().cloned().unwrap_or_default())
                .collect();
            assert_eq!(names, ["Name", "Gordon", "", "", "Ivy", "Ruby"], "{end:?}");
        }
        assert!(read(",".repeat(300_000).as_bytes()).unwrap_err().contains("longer than any"));
    }

    #[test]
    fn a_formula_and_what_is_no_text_at_all_are_told() {
        let sheet = read(b"Name,Phone\nGordon,=CMD()\n").unwrap();
        assert_eq!(sheet.rows[1][1].trouble, Some(Trouble::Formula));
        assert!(read(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR").unwrap_err().contains("neither a spreadsheet"));
        assert!(read("a,b\n".repeat(LOOKED_AT + 1).as_bytes()).unwrap_err().contains("several parts"));
    }
}
