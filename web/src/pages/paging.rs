//! Long lists, a page at a time. A number that leads beyond the list leads to its last page.

use crate::form::Typed;

/// Rows a page.
pub const ROWS: usize = 50;

/// Which rows of a list are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// From one.
    pub page: usize,
    /// How many there are, one at least.
    pub pages: usize,
    /// Rows on each.
    each: usize,
}

impl Paging {
    /// The page that the address or form asks for, of a list of so many.
    pub fn read(asked: &Typed, rows: usize) -> Self {
        Self::by(asked, rows, ROWS)
    }

    /// The same with another number of rows a page.
    pub fn by(asked: &Typed, rows: usize, each: usize) -> Self {
        let each = each.max(1);
        let pages = rows.div_ceil(each).max(1);
        let page = asked.one("page").trim().parse::<usize>().unwrap_or(1).clamp(1, pages);
        Self { page, pages, each }
    }

    /// How many rows come before it.
    pub fn skip(self) -> usize {
        (self.page - 1) * self.each
    }

    /// The same, and how many rows it has at most, for a database that is asked for them alone.
    pub fn part(self) -> (i64, i64) {
        let count = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
        (count(self.skip()), count(self.each))
    }

    /// Its rows.
    pub fn of<T>(self, list: &[T]) -> &[T] {
        let end = list.len().min(self.skip() + self.each);
        list.get(self.skip()..end).unwrap_or_default()
    }

    /// Whether there is more than one page.
    pub fn is_needed(self) -> bool {
        self.pages > 1
    }

    /// "Page 2 of 9"
    pub fn words(self) -> String {
        format!("Page {} of {}", self.page, self.pages)
    }

    /// The page before, where `address` already has its question mark; "" when there is none.
    pub fn before(self, address: &str) -> String {
        if self.page > 1 { format!("{address}&page={}", self.page - 1) } else { String::new() }
    }

    /// The next page, likewise.
    pub fn after(self, address: &str) -> String {
        if self.page < self.pages { format!("{address}&page={}", self.page + 1) } else { String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_on_one_page_and_no_number_leads_beyond() {
        let list: Vec<usize> = (0..250).collect();
        let at = |page: &str| Paging::read(&Typed::default().with("page", page), list.len());
        let all: Vec<usize> =
            ["1", "2", "3", "4", "5"].iter().flat_map(|page| at(page).of(&list).to_vec()).collect();
        assert_eq!(all, list);
        for beyond in ["0", "6", "99999999999999999999", "-1", "x", ""] {
            assert!((1..=5).contains(&at(beyond).page), "{beyond}");
        }
        let none = Paging::read(&Typed::default(), 0);
        assert_eq!((none.page, none.pages, none.part()), (1, 1, (0, 50)));
        assert_eq!(Paging::by(&Typed::default().with("page", "3"), 250, 60).part(), (120, 60));
    }
}
