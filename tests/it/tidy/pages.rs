//! Templates: each lies where its page lies, carries no script or style of its own, and asks no other host for anything.
//!
//! The content security policy would stop most of this in a browser; here it is stopped before it gets there.

use super::{Source, TREE, hold, tell_apart};

const TEMPLATES: &str = "web/templates/";

/// What pages are put into, which is no page itself.
const FRAMES: &[&str] = &["layout", "trouble"];

/// Where the page of a template lies: the same path. Frames, and the shared pieces in `parts`, have none.
fn page_of(template: &str) -> Option<[String; 2]> {
    let path = template.strip_prefix(TEMPLATES)?.strip_suffix(".html")?;
    if FRAMES.contains(&path) || path.starts_with("parts/") {
        return None;
    }
    Some([format!("web/src/pages/{path}.rs"), format!("web/src/pages/{path}/mod.rs")])
}

fn is_template(source: &Source) -> bool {
    source.under(TEMPLATES) && source.is(".html")
}

/// The tags of a template, each from `<` to `>`, with the line it starts on.
fn tags(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('<').map(|(at, _)| {
        let end = text[at..].find('>').map_or(text.len(), |end| at + end + 1);
        (text[..at].lines().count().max(1), &text[at..end])
    })
}

fn carries_no_script_or_style(source: &Source) -> Vec<String> {
    if !is_template(source) {
        return Vec::new();
    }
    let broken = |tag: &str| {
        let tag = tag.to_ascii_lowercase();
        let script = tag.starts_with("<script") && !tag.contains(" src=");
        let handler = tag.split_ascii_whitespace().skip(1).any(|attribute| {
            attribute.starts_with("on")
                && attribute.split('=').next().is_some_and(|name| {
                    attribute.contains('=') && name.chars().all(|letter| letter.is_ascii_lowercase())
                })
        });
        script
            || handler
            || tag.starts_with("<style")
            || tag.contains(" style=")
            || tag.contains("javascript:")
    };
    let found = tags(&source.text).filter(|(_, tag)| broken(tag));
    found.map(|(line, tag)| format!("{}:{line}: {tag}", source.path)).collect()
}

/// A link may lead away; nothing else may. Names of XML vocabularies are not addresses.
fn asks_no_other_host(source: &Source) -> Vec<String> {
    if is_template(source) {
        let away = |tag: &str| ["http://", "https://", "\"//", "'//"].iter().any(|start| tag.contains(start));
        let found = tags(&source.text).filter(|(_, tag)| {
            !tag.starts_with("<a ") && !tag.starts_with("<!") && away(&tag.replace("http://www.w3.org/", ""))
        });
        return found.map(|(line, tag)| format!("{}:{line}: {tag}", source.path)).collect();
    }
    if source.under("web/assets/") && source.is(".css") {
        let asks = |line: &str| line.contains("url(") || line.contains("@import");
        return source.lines_where(|line| asks(line) && (line.contains("//")));
    }
    Vec::new()
}

#[test]
fn every_template_lies_where_its_page_lies() {
    let homeless: Vec<_> = TREE
        .iter()
        .filter_map(|source| Some((&source.path, page_of(&source.path)?)))
        .filter(|(_, pages)| !TREE.iter().any(|source| pages.contains(&source.path)))
        .map(|(template, [page, _])| format!("{template} has no {page}"))
        .collect();
    assert!(homeless.is_empty(), "{}", homeless.join("\n"));
}

#[test]
fn templates_carry_no_script_or_style_of_their_own() {
    hold(carries_no_script_or_style);
}

#[test]
fn no_page_asks_another_host_for_anything() {
    hold(asks_no_other_host);
}

#[test]
fn a_breach_in_a_template_is_seen() {
    let at = "web/templates/person/record.html";
    assert_eq!(page_of(at).expect("a page")[0], "web/src/pages/person/record.rs");
    assert_eq!(page_of("web/templates/layout.html"), None);
    assert_eq!(page_of("web/templates/parts/rings.html"), None);
    tell_apart(
        carries_no_script_or_style,
        &[
            (at, "<script>alert(1)</script>"),
            (at, "<p\n style=\"color:red\">"),
            (at, "<style>p{}</style>"),
            (at, "<button onclick=\"x()\">"),
        ],
        &[
            (at, "<script src=\"/assets/app.js\" defer></script>"),
            (at, "<input name=\"on_the_day\" value=\"once=1\">"),
            ("web/src/charts.rs", "style=\"x\""),
        ],
    );
    tell_apart(
        asks_no_other_host,
        &[
            (at, "<img src=\"https://example.org/x.png\">"),
            (at, "<script src=\"//example.org/x.js\">"),
            ("web/assets/css/base.css", "@import url(\"https://example.org/x.css\");"),
        ],
        &[
            (at, "<svg xmlns=\"http://www.w3.org/2000/svg\">"),
            (at, "<a href=\"https://example.org/source\">"),
            ("web/assets/css/base.css", "src: url(\"../fonts/x.woff2\")"),
        ],
    );
}
