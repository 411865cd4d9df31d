//! Pictures that answer a question. Each is a small struct that draws itself as SVG, says itself in a
//! sentence and lists itself as a table, from the same numbers. Colour comes only from classes
//! (`stage-…`, `fill`, `stroke`), so dark mode, print and forced colours need nothing here.

pub mod bars;
pub mod burn;
pub mod fit;
pub mod funnel;
pub mod loads;
pub mod path;
pub mod presence;
pub mod rings;
pub mod spark;
pub mod squares;
pub mod trend;
pub mod week;

/// A picture with its sentence and its table. In a page: `{{ ui::chart(chart) }}`.
pub trait Picture {
    /// The whole `<svg>`, safe to write into a page: every given text is escaped.
    fn svg(&self) -> String;
    /// What the picture shows, for those who cannot or would rather not look at it.
    fn sentence(&self) -> String;
    /// Column heads of the table.
    fn heads(&self) -> Vec<&'static str>;
    /// The table's rows; the first cell names the row.
    fn rows(&self) -> Vec<Vec<String>>;
    /// The table's name, and the picture's.
    fn title(&self) -> String;
}

/// Text as it may stand inside SVG or HTML, also between double quotes.
pub(crate) fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// The frame of a chart: named for readers by its title, described by its sentence.
/// `view` is the viewBox; `role` is "img", or "group" when something inside can be followed.
pub(crate) fn frame(view: &str, role: &str, class: &str, title: &str, sentence: &str, body: &str) -> String {
    format!(
        "<svg class=\"chart {class}\" role=\"{role}\" viewBox=\"{view}\" aria-label=\"{}\"><title>{}</title><desc>{}</desc>{body}</svg>",
        esc(title),
        esc(title),
        esc(sentence)
    )
}

/// How wide a text is about, in user units: enough to keep labels apart, erring on the wide side.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    text.chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | '’' | '!' | '|' | ' ' => 0.32,
            'f' | 'r' | 't' | '-' | '(' | ')' => 0.42,
            'm' | 'w' | 'M' | 'W' | '@' | '–' => 0.92,
            c if c.is_uppercase() => 0.72,
            c if c.is_ascii() => 0.6,
            c if c.is_alphabetic() && (c as u32) < 0x0500 => 0.64,
            _ => 1.05,
        })
        .sum::<f64>()
        * size
}

/// The text, or as much of its start as fits, with an ellipsis.
pub(crate) fn shorten(text: &str, size: f64, room: f64) -> String {
    if text_width(text, size) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if text_width(&out, size) + text_width(&c.to_string(), size) + size * 0.9 > room {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}

#[cfg(test)]
pub(crate) mod proof {
    use super::Picture;

    /// What holds for every chart: it is named, described, carries no colour, and no "NaN".
    pub(crate) fn is_well_drawn(chart: &impl Picture) {
        let svg = chart.svg();
        assert!(svg.starts_with("<svg class=\"chart"), "{svg}");
        assert!(svg.contains("<title>") && svg.contains("<desc>") && svg.ends_with("</svg>"));
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        assert!(
            !svg.contains("style=") && !svg.contains("fill=") && !svg.contains("stroke="),
            "colours belong to classes: {svg}"
        );
        assert!(!chart.sentence().is_empty() && !chart.title().is_empty());
        let heads = chart.heads().len();
        assert!(chart.rows().iter().all(|row| row.len() == heads));
    }
}
