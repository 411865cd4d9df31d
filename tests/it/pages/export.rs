//! Files that are taken away are read back here as other programs would read them.

use std::io::{Cursor, Read};

use chrono::NaiveDate;
use domain::shared::money::Money;
use web::export::{Book, Cell, Sheet};
use zip::ZipArchive;

/// Every part of a workbook, by its name.
pub(super) fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a workbook is a zip");
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).expect("the part is there");
            let mut text = String::new();
            part.read_to_string(&mut text).expect("the part is text");
            (part.name().expect("the part has a name").into_owned(), text)
        })
        .collect()
}

/// The records of a file of comma-separated values.
pub(super) fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).expect("it begins with the mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.records().map(|row| row.expect("a record").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_workbook_keeps_its_heads_in_sight_types_its_figures_and_takes_no_words_for_a_formula() {
    let day = NaiveDate::from_ymd_opt(2026, 3, 12).unwrap();
    let row = vec![Cell::text("=1+1"), Cell::Money(Money(4338)), Cell::Date(day), Cell::Hours(95)];
    let sheet = Sheet {
        file: "x".into(),
        tab: "Lines",
        title: "Budget statement".into(),
        made: "as of event 7".into(),
        notes: vec!["Rounded once.".into()],
        heads: vec!["Who", "Due", "Day", "Hours"],
        rows: vec![row],
        totals: Some(vec![Cell::text("Total"), Cell::Money(Money(4338))]),
    };
    let second = Sheet { tab: "Sessions", ..sheet.clone() };
    let bytes = Book { file: "x".into(), sheets: vec![sheet, second] }.xlsx().unwrap();
    let parts = parts(&bytes);
    let part = |name: &str| &parts.iter().find(|(known, _)| known == name).expect("the part is there").1;
    assert!(
        part("xl/workbook.xml").contains("name=\"Lines\"")
            && part("xl/workbook.xml").contains("name=\"Sessions\"")
    );
    let page = part("xl/worksheets/sheet1.xml");
    assert!(
        page.contains("state=\"frozen\"")
            && page.contains("orientation=\"landscape\"")
            && !page.contains("<f>")
    );
    assert!(page.contains("<v>43.38</v>"), "pounds and pence as a number");
    assert!(page.contains("<v>46093</v>"), "12 March 2026 as the day that Excel counts");
    assert!(part("xl/sharedStrings.xml").contains("=1+1") && part("xl/styles.xml").contains("£#,##0.00"));
}
