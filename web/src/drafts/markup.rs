//! The forms of a page of ours, found in its text and filled in. Our templates write every attribute in double
//! quotes and every sign that could end a tag as a reference, so that tags can be told apart by their ends.

use std::collections::HashMap;
use std::ops::Range;

/// A form that is kept while it is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FormAt {
    /// Where it is sent.
    pub(super) action: String,
    /// What stands between its tags.
    pub(super) inside: Range<usize>,
}

/// What the tag of a long form says that has no room for words and is kept all the same.
const LONG: &str = " data-draft";

/// The forms of a page that are kept: those with at least one field of several lines, those that say so, and none that
/// sends a file.
pub(super) fn forms_to_keep(page: &str) -> Vec<FormAt> {
    let mut found = Vec::new();
    for (start, _) in page.match_indices("<form ") {
        let Some(tag) = page[start..].find('>').map(|end| &page[start..=start + end]) else { continue };
        let from = start + tag.len();
        let Some(to) = page[from..].find("</form>").map(|end| from + end) else { continue };
        let kept = page[from..to].contains("<textarea ") || tag.contains(LONG);
        let posts =
            attribute(tag, "method").as_deref() == Some("post") && attribute(tag, "enctype").is_none();
        if let Some(action) = attribute(tag, "action").filter(|_| kept && posts) {
            found.push(FormAt { action, inside: from..to });
        }
    }
    found
}

/// What an attribute of a tag says.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = &tag[from..];
    Some(unescaped(&value[..value.find('"')?]))
}

/// A text as it stands in an attribute or between tags.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;")
}

fn unescaped(text: &str) -> String {
    let named = [
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
        ("&#38;", "&"),
    ];
    named.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Values by name, each taken once.
struct Values<'a> {
    fields: &'a [(String, String)],
    taken: Vec<bool>,
    next: HashMap<String, usize>,
}

impl<'a> Values<'a> {
    fn new(fields: &'a [(String, String)]) -> Self {
        Self { fields, taken: vec![false; fields.len()], next: HashMap::new() }
    }

    /// The next value of a name that has not been used.
    fn next(&mut self, name: &str) -> Option<&'a str> {
        let from = self.next.get(name).copied().unwrap_or_default();
        let at = (from..self.fields.len()).find(|at| self.fields[*at].0 == name)?;
        self.next.insert(name.to_owned(), at + 1);
        self.taken[at] = true;
        Some(&self.fields[at].1)
    }

    /// Whether one of a name's values is this one.
    fn has(&mut self, name: &str, value: &str) -> bool {
        let at = self.fields.iter().position(|(known, given)| known == name && given == value);
        if let Some(at) = at {
            self.taken[at] = true;
        }
        at.is_some()
    }

    fn left(self) -> Vec<(String, String)> {
        let left = self.fields.iter().zip(self.taken).filter(|(_, taken)| !taken);
        left.map(|(field, _)| field.clone()).collect()
    }
}

/// What stands in a form, with these values in its fields, and the values that have no field. Fields of the
/// page's own stay as they are.
pub(super) fn fill(
    inside: &str,
    fields: &[(String, String)],
    own: &[&str],
) -> (String, Vec<(String, String)>) {
    let (mut out, mut rest) = (String::with_capacity(inside.len() + 512), inside);
    let (mut values, mut select) = (Values::new(fields), String::new());
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let tag = &rest[..end];
        rest = &rest[end..];
        let name = attribute(tag, "name").filter(|name| !own.contains(&name.as_str()));
        let kind = tag[1..].split([' ', '>']).next().unwrap_or_default();
        match (kind, name) {
            ("input", Some(name)) => out.push_str(&input(tag, &name, &mut values)),
            ("textarea", Some(name)) => {
                out.push_str(tag);
                let until = rest.find("</textarea>").unwrap_or(rest.len());
                match values.next(&name) {
                    Some(value) => out.push_str(&format!("\n{}", escaped(value))),
                    None => out.push_str(&rest[..until]),
                }
                rest = &rest[until..];
            }
            ("select", Some(name)) => {
                out.push_str(tag);
                select = name;
            }
            ("/select", _) => {
                out.push_str(tag);
                select.clear();
            }
            ("option", _) if !select.is_empty() => {
                let value = attribute(tag, "value").unwrap_or_default();
                out.push_str(&set(tag, "selected", values.has(&select, &value)));
            }
            _ => out.push_str(tag),
        }
    }
    out.push_str(rest);
    (out, values.left())
}

fn input(tag: &str, name: &str, values: &mut Values<'_>) -> String {
    match attribute(tag, "type").as_deref().unwrap_or("text") {
        "radio" | "checkbox" => {
            let value = attribute(tag, "value").unwrap_or_default();
            set(tag, "checked", values.has(name, &value))
        }
        "password" | "file" => tag.to_owned(),
        _ => match values.next(name) {
            Some(value) => with_value(tag, value),
            None => tag.to_owned(),
        },
    }
}

/// A tag with or without an attribute that has no value.
fn set(tag: &str, name: &str, on: bool) -> String {
    let word = format!(" {name}");
    let plain = tag.strip_suffix('>').unwrap_or(tag);
    let plain = plain.replacen(&word, "", 1);
    if on { format!("{plain}{word}>") } else { format!("{plain}>") }
}

/// A tag with another value.
fn with_value(tag: &str, value: &str) -> String {
    let value = format!(" value=\"{}\"", escaped(value));
    match tag.find(" value=\"") {
        Some(at) => {
            let after = at + 8 + tag[at + 8..].find('"').map_or(0, |end| end + 1);
            format!("{}{value}{}", &tag[..at], &tag[after..])
        }
        None => format!("{}{value}>", tag.strip_suffix('>').unwrap_or(tag)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    const PAGE: &str = "<form class=\"keep\" method=\"post\" action=\"/sign-out\"><button>Out</button></form>\
        <form class=\"card form\" method=\"post\" action=\"/people/1/profile\" novalidate><input type=\"hidden\" name=\"csrf\" \
        value=\"t\"><input type=\"hidden\" name=\"seen\" value=\"9\"><input name=\"on\" type=\"date\" value=\"2026-03-12\" max=\"2026-03-12\">\
        <label><input type=\"radio\" name=\"kind\" value=\"a\" checked><span>A &#60; B</span></label><input type=\"radio\" name=\"kind\" value=\"b\">\
        <select id=\"f\" name=\"who\"><option value=\"\">Choose</option><option value=\"1\" selected>Pat</option><option value=\"2\">Dev</option></select>\
        <textarea id=\"w\" name=\"admire\" rows=\"3\">\nPatient</textarea></form>\
        <form method=\"post\" action=\"/files\" enctype=\"multipart/form-data\"><textarea name=\"x\"></textarea></form>";

    #[test]
    fn forms_to_keep_are_found_and_others_are_not() {
        let found = forms_to_keep(PAGE);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].action, "/people/1/profile");
        assert!(PAGE[found[0].inside.clone()].ends_with("</textarea>"));
    }

    #[test]
    fn a_long_form_without_room_for_words_is_kept_when_it_says_so() {
        let form = |more: &str| {
            format!(
                "<form class=\"card form\" method=\"post\" action=\"/people/1/travel\"{more} novalidate><input name=\"on\"></form>"
            )
        };
        assert_eq!(forms_to_keep(&form(" data-draft")).len(), 1);
        assert_eq!(forms_to_keep(&form("")).len(), 0);
        assert_eq!(forms_to_keep(&form(" data-draft enctype=\"multipart/form-data\"")).len(), 0);
    }

    #[test]
    fn every_kind_of_field_is_filled_and_the_pages_own_are_left() {
        let inside = &PAGE[forms_to_keep(PAGE)[0].inside.clone()];
        let draft = fields(&[
            ("csrf", "stolen"),
            ("seen", "7"),
            ("on", "2026-03-10"),
            ("kind", "b"),
            ("who", "2"),
            ("admire", "Funny & <b>kind</b>\nand \"calm\""),
            ("gone", "No field has this"),
        ]);
        let (filled, left) = fill(inside, &draft, &["csrf"]);
        assert!(filled.contains("name=\"csrf\" value=\"t\"") && filled.contains("name=\"seen\" value=\"7\""));
        assert!(filled.contains("type=\"date\" value=\"2026-03-10\" max="));
        assert!(
            filled.contains("value=\"a\"><span>A &#60; B</span>") && filled.contains("value=\"b\" checked>")
        );
        assert!(filled.contains("value=\"1\">Pat") && filled.contains("value=\"2\" selected>Dev"));
        assert!(filled.contains(">\nFunny &#38; &#60;b&#62;kind&#60;/b&#62;\nand &#34;calm&#34;</textarea>"));
        assert_eq!(left, fields(&[("csrf", "stolen"), ("gone", "No field has this")]));
    }

    #[test]
    fn what_was_unticked_is_unticked_again_and_rows_of_one_name_keep_their_order() {
        let inside = "<input type=\"checkbox\" name=\"need\" value=\"x\" checked><input name=\"row\" type=\"text\" value=\"\">\
            <input name=\"row\" type=\"text\"><input type=\"password\" name=\"password\" value=\"\">";
        let (filled, left) = fill(inside, &fields(&[("row", "one"), ("row", "two"), ("password", "p")]), &[]);
        assert!(filled.starts_with("<input type=\"checkbox\" name=\"need\" value=\"x\"><"), "{filled}");
        assert!(
            filled.contains("type=\"text\" value=\"one\"><input name=\"row\" type=\"text\" value=\"two\">")
        );
        assert!(filled.ends_with("name=\"password\" value=\"\">") && left.len() == 1);
    }
}
