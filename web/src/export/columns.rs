//! A list said once: each column is what stands above it beside what it says of a row, so that the two cannot come
//! apart when a column is added in the middle.

use super::{Cell, Sheet};

/// What stands above a column, and what it says of a row.
pub type Column<R> = (&'static str, fn(&R) -> Cell);

impl Sheet {
    /// The same with these columns, filled from these rows.
    #[must_use]
    pub fn with<R>(mut self, columns: &[Column<R>], rows: impl IntoIterator<Item = R>) -> Self {
        self.heads = columns.iter().map(|(head, _)| *head).collect();
        let row = |row: R| columns.iter().map(|(_, says)| says(&row)).collect();
        self.rows = rows.into_iter().map(row).collect();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_cell_for_every_head() {
        let columns: [Column<(&str, usize)>; 2] =
            [("Who", |row| Cell::text(row.0)), ("How many", |row| Cell::count(row.1))];
        let sheet = Sheet::default().with(&columns, [("Gordon", 2), ("Ivy", 0)]);
        assert_eq!(sheet.heads, ["Who", "How many"]);
        assert_eq!(sheet.rows[1], [Cell::text("Ivy"), Cell::Int(0)]);
    }
}
