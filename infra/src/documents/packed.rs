//! Word documents and Excel sheets: archives of files. They are kept to be saved again and are never opened
//! here, but they are unfolded once, to see that they do not burst whoever opens them.

use std::io::{Cursor, Read};

use app::documents::Unfit;
use domain::person::document::MediaType;
use zip::ZipArchive;

/// Files in one archive.
const MOST_FILES: usize = 5_000;
/// Bytes of everything in it, unfolded.
const MOST_UNFOLDED: u64 = 200 * 1024 * 1024;

/// What kind of document an archive is.
pub(super) fn kind(bytes: &[u8]) -> Result<MediaType, Unfit> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unfit::Broken)?;
    if archive.len() > MOST_FILES {
        return Err(Unfit::Unfolds);
    }
    let names: Vec<String> =
        archive.file_names().filter_map(Result::ok).map(|name| name.to_lowercase()).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    let media = match (has("[content_types].xml"), has("word/document.xml"), has("xl/workbook.xml")) {
        (true, true, false) => MediaType::Docx,
        (true, false, true) => MediaType::Xlsx,
        _ => return Err(Unfit::UnknownKind),
    };
    if names.iter().any(|name| name.contains("vbaproject") || name.contains("activex")) {
        return Err(Unfit::Macros);
    }
    let mut left = MOST_UNFOLDED;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|_| Unfit::Broken)?;
        // What it says of its own size may be a lie, so it is counted.
        let unfolded =
            std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).map_err(|_| Unfit::Broken)?;
        left = left.checked_sub(unfolded).ok_or(Unfit::Unfolds)?;
    }
    Ok(media)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn archive(files: &[(&str, usize)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            let piece = vec![b' '; 1024 * 1024];
            let mut left = *size;
            while left > 0 {
                let now = left.min(piece.len());
                writer.write_all(&piece[..now]).unwrap();
                left -= now;
            }
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_word_document_and_a_sheet_are_told_apart_from_any_other_archive() {
        let docx = archive(&[("[Content_Types].xml", 10), ("word/document.xml", 10)]);
        assert_eq!(kind(&docx), Ok(MediaType::Docx));
        let xlsx = archive(&[("[Content_Types].xml", 10), ("xl/workbook.xml", 10)]);
        assert_eq!(kind(&xlsx), Ok(MediaType::Xlsx));
        assert_eq!(kind(&archive(&[("holiday.exe", 10)])), Err(Unfit::UnknownKind));
        assert_eq!(kind(&docx[..docx.len() / 2]), Err(Unfit::Broken));
    }

    #[test]
    fn macros_are_refused_and_so_is_what_bursts() {
        let macros =
            archive(&[("[Content_Types].xml", 1), ("word/document.xml", 1), ("word/vbaProject.bin", 1)]);
        assert_eq!(kind(&macros), Err(Unfit::Macros));
        let bomb = archive(&[("[Content_Types].xml", 1), ("word/document.xml", 210 * 1024 * 1024)]);
        assert!(bomb.len() < 1024 * 1024, "it looks small");
        assert_eq!(kind(&bomb), Err(Unfit::Unfolds));
    }
}
