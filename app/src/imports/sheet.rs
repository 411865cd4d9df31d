//! A sheet as somebody brought it: rows of cells, each with what it said and what is wrong with it. Rows and
//! columns are counted as the spreadsheet counts them, so that a problem can be found there: "C7".

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::fields::Field;

domain::codes! {
    /// Why a cell cannot be read.
    Trouble {
        Formula = "holds a formula that has no value. Write the value itself",
        Failed = "holds an error, such as #REF!",
        Merged = "is covered by merged cells. Unmerge them and write each cell",
    }
}

/// One cell.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What it says, without blanks around it; empty when it says nothing.
    #[serde(default, rename = "t", skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The day, when the spreadsheet kept one.
    #[serde(default, rename = "d", skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
    /// Why it cannot be read.
    #[serde(default, rename = "x", skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Trouble>,
}

/// What it says may be about somebody.
impl std::fmt::Debug for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cell(…)")
    }
}

impl Cell {
    /// A cell of words.
    pub fn text(text: &str) -> Self {
        Self { text: text.trim().to_owned(), day: None, trouble: None }
    }

    /// A cell that cannot be read.
    pub fn broken(trouble: Trouble) -> Self {
        Self { text: String::new(), day: None, trouble: Some(trouble) }
    }

    /// Whether it says nothing, not even that something is wrong.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.day.is_none() && self.trouble.is_none()
    }
}

/// Rows of cells.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Every row from the first, empty ones too.
    pub rows: Vec<Vec<Cell>>,
    /// What the workbook calls it; empty for a list in plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Columns beyond those that are looked at which say something too.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub unread: usize,
    /// The other sheets of the workbook, for whoever meant one of those.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Sheet>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives what it asks about by reference")]
fn is_nought(number: &usize) -> bool {
    *number == 0
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sheet({} rows)", self.rows.len())
    }
}

/// Where the headings stand and what they say.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heads {
    /// The first row of people, counted from nought.
    pub people_from: usize,
    /// The heading of each column, two rows put together where there are two. Read from the sheet and not
    /// kept beside it: where there are no headings, somebody stands in their place.
    #[serde(skip)]
    pub names: Vec<String>,
}

impl std::fmt::Debug for Heads {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Heads({} columns, people from {})", self.names.len(), self.people_from)
    }
}

/// Rows at the top among which the headings are looked for: titles and notes may stand above them.
const LOOKED_AT: usize = 15;

impl Sheet {
    /// Rows of cells, of no workbook.
    pub fn of(rows: Vec<Vec<Cell>>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// What the sheets of the workbook are called, in its order; one for a list in plain text.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self).chain(&self.beside).map(|sheet| sheet.name.as_str())
    }

    /// The sheet that was chosen, by its place among [`Self::names`]; the first when there is no such one.
    #[must_use]
    pub fn chosen(&self, place: usize) -> &Self {
        place.checked_sub(1).and_then(|at| self.beside.get(at)).unwrap_or(self)
    }

    /// Columns of the widest row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or_default()
    }

    /// A cell; one that is not there says nothing.
    pub fn cell(&self, row: usize, column: usize) -> Cell {
        self.rows.get(row).and_then(|row| row.get(column)).cloned().unwrap_or_default()
    }

    /// Where the headings most likely are: in the row that has most words which are headings of people's
    /// lists. One below it that has such words too, or one above it of several words, belongs to them; a
    /// title stands alone in its row.
    pub fn heads(&self) -> Heads {
        let filled = |row: usize| self.rows[row].iter().filter(|cell| !cell.text.is_empty()).count();
        let best = (0..self.rows.len().min(LOOKED_AT)).rev().max_by_key(|row| self.known(*row));
        let best = best.unwrap_or_default();
        if self.known(best) > 0 && self.known(best + 1) > 0 && self.dates(best + 1) == 0 {
            return self.heads_ending(best, best + 1);
        }
        match best.checked_sub(1) {
            Some(above) if filled(above) > 1 && self.dates(above) == 0 => self.heads_ending(above, best),
            _ => self.heads_ending(best, best),
        }
    }

    /// How many cells of a row are headings of people's lists.
    fn known(&self, row: usize) -> usize {
        let is_heading = |cell: &&Cell| Field::guess(&cell.text) != Field::Skip;
        self.rows.get(row).map_or(0, |cells| cells.iter().filter(is_heading).count())
    }

    /// The headings, when somebody says which row is the first of people.
    pub fn heads_before(&self, people_from: usize) -> Heads {
        let likely = self.heads();
        match people_from.checked_sub(1) {
            _ if likely.people_from == people_from => likely,
            Some(last) => self.heads_ending(last, last),
            None => Heads { people_from, names: vec![String::new(); self.width()] },
        }
    }

    fn heads_ending(&self, first: usize, last: usize) -> Heads {
        let mut above = String::new();
        let names = (0..self.width())
            .map(|column| {
                let (upper, lower) = (self.cell(first, column).text, self.cell(last, column).text);
                // A heading over several columns stands in the first of them.
                if !upper.is_empty() || lower.is_empty() {
                    above.clone_from(&upper);
                }
                match first == last || Field::guess(&lower) != Field::Skip {
                    true => {
                        if lower.is_empty() {
                            upper
                        } else {
                            lower
                        }
                    }
                    false => format!("{above} {lower}").trim().to_owned(),
                }
            })
            .collect();
        Heads { people_from: last + 1, names }
    }

    fn dates(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, |cells| {
            let is_date =
                |cell: &&Cell| cell.day.is_some() || domain::shared::days::parse_day(&cell.text).is_ok();
            cells.iter().filter(is_date).count()
        })
    }
}

/// What the spreadsheet calls a cell: "C7". Both are counted from nought.
pub fn address(row: usize, column: usize) -> String {
    format!("{}{}", letters(column), row + 1)
}

/// What the spreadsheet calls a column: "C", "AA".
pub fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (column % 26) as u8);
        match column / 26 {
            0 => break,
            rest => column = rest - 1,
        }
    }
    letters.reverse();
    letters.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        Sheet::of(rows.iter().map(|row| row.iter().map(|text| Cell::text(text)).collect()).collect())
    }

    #[test]
    fn cells_are_called_as_the_spreadsheet_calls_them() {
        assert_eq!(
            ["A1", "Z10", "AA1", "AZ2", "BA3", "ZZ1", "AAA1"],
            [
                address(0, 0),
                address(9, 25),
                address(0, 26),
                address(1, 51),
                address(2, 52),
                address(0, 701),
                address(0, 702),
            ]
            .each_ref()
            .map(String::as_str)
        );
    }

    #[test]
    fn headings_are_found_below_a_title_and_people_begin_below_them() {
        let list = sheet(&[
            &["Our people, March"],
            &[],
            &["Full name", "DOB", "Where"],
            &["Gordon Wells", "14/06/1971", "Mill Lane"],
        ]);
        assert_eq!(
            list.heads(),
            Heads { people_from: 3, names: vec!["Full name".into(), "DOB".into(), "Where".into()] }
        );
    }

    #[test]
    fn two_rows_of_headings_are_read_together() {
        let list = sheet(&[
            &["Name", "", "Contact", "", "Referral"],
            &["First name", "Surname", "Phone", "Email", "Date"],
            &["Gordon", "Wells", "01632 960 001", "", "3/2/2026"],
        ]);
        let heads = list.heads();
        assert_eq!(heads.people_from, 2);
        assert_eq!(heads.names, ["First name", "Surname", "Phone", "Email", "Referral Date"]);
    }

    #[test]
    fn a_person_whose_name_is_a_heading_is_not_taken_for_a_second_row_of_them() {
        let list = sheet(&[&["Name", "Date of birth"], &["Phone", "14/06/1971"]]);
        assert_eq!(list.heads().people_from, 1);
    }
}
