//! Named figures, as a table for people and as one flat object for machines.

use std::collections::BTreeMap;

/// What was measured, in order.
#[derive(Debug, Default)]
pub(crate) struct Report {
    rows: Vec<(String, f64, String)>,
}

impl Report {
    /// A figure with what it means or is compared with.
    pub(crate) fn add(&mut self, name: impl Into<String>, figure: f64, meaning: impl Into<String>) {
        let (name, meaning) = (name.into(), meaning.into());
        eprintln!("{name:36} {figure:>12.2}  {meaning}");
        self.rows.push((name, figure, meaning));
    }

    /// A figure that is the worse of the two databases' wherever both have one.
    pub(crate) fn worse(&mut self, name: &str, figure: f64, meaning: &str) {
        match self.rows.iter_mut().find(|(known, _, _)| known == name) {
            Some(row) if row.1 >= figure => {}
            Some(row) => row.1 = figure,
            None => self.add(name, figure, meaning),
        }
    }

    #[expect(clippy::print_stdout, reason = "the table is what the command is for")]
    pub(crate) fn print(&self) {
        println!("| figure | value | what it is |\n|---|---:|---|");
        for (name, figure, meaning) in &self.rows {
            println!("| {name} | {figure:.2} | {meaning} |");
        }
    }

    pub(crate) fn json(&self) -> serde_json::Result<String> {
        let figures: BTreeMap<&str, f64> = self
            .rows
            .iter()
            .map(|(name, figure, _)| (name.as_str(), (figure * 1000.0).round() / 1000.0))
            .collect();
        serde_json::to_string_pretty(&figures)
    }
}

/// The value below which so many in a hundred lie; `values` in any order.
pub(crate) fn percentile(values: &mut [f64], hundredths: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get(((last as f64) * hundredths / 100.0).round() as usize).copied().unwrap_or(f64::NAN)
}
