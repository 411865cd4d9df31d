//! Documentation: every link between our own pages leads somewhere, and every decision is numbered and dated.

use std::collections::BTreeSet;

use super::{Source, TREE, root};

const DECISIONS: &str = "docs/decisions/";

fn pages() -> impl Iterator<Item = &'static Source> {
    TREE.iter().filter(|source| source.is(".md"))
}

/// The targets of `[text](target)` outside code, with their lines.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (number, line) in text.lines().enumerate() {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        // Every second piece between backticks is code.
        let prose: String = line.split('`').step_by(2).collect();
        for (at, _) in prose.match_indices("](") {
            let target: String = prose[at + 2..].chars().take_while(|c| *c != ')' && *c != ' ').collect();
            found.push((number + 1, target));
        }
    }
    found
}

/// The name a heading can be linked to by: lower case, hyphens for spaces, no other punctuation.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let slug = |heading: &str| {
        let title = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-' || *c == '_');
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(slug).collect()
}

/// Where a link on a page leads, from the root of the repository.
fn resolve(page: &str, target: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[test]
fn every_link_between_our_pages_leads_somewhere() {
    let mut lost = Vec::new();
    for page in pages() {
        for (line, link) in links(&page.text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (target, anchor) = link.split_once('#').map_or((link.as_str(), None), |(t, a)| (t, Some(a)));
            let path = if target.is_empty() { page.path.clone() } else { resolve(&page.path, target) };
            let known = |anchor: &str| {
                TREE.iter().any(|source| source.path == path && anchors(&source.text).contains(anchor))
            };
            if !root().join(&path).exists() || anchor.is_some_and(|anchor| !known(anchor)) {
                lost.push(format!("{}:{line}: {link}", page.path));
            }
        }
    }
    assert!(lost.is_empty(), "links that lead nowhere:\n  {}", lost.join("\n  "));
}

#[test]
fn every_decision_is_numbered_without_gaps_and_dated() {
    let records: Vec<_> = pages()
        .filter_map(|page| Some((page, page.path.strip_prefix(DECISIONS)?)))
        .filter(|(_, name)| *name != "README.md")
        .collect();
    assert!(!records.is_empty(), "{DECISIONS} holds no record");
    for (number, (page, name)) in (1..).zip(records) {
        assert!(name.starts_with(&format!("{number:04}-")), "{name} should be number {number:04}");
        let dated = page
            .text
            .lines()
            .take(10)
            .any(|line| line.split(|c: char| c.is_whitespace() || c == '*').any(is_date));
        assert!(dated, "{} carries no date (YYYY-MM-DD) in its first ten lines", page.path);
    }
}

fn is_date(word: &str) -> bool {
    chrono::NaiveDate::parse_from_str(word.trim_end_matches(['.', ',', ';']), "%Y-%m-%d").is_ok()
}

#[test]
fn a_link_that_leads_nowhere_is_seen() {
    let text = "See [a](../b.md#the-log) and `[not](this)`.\n```\n[nor](this)\n```\n[and](c.md \"title\")";
    assert_eq!(links(text), [(1, "../b.md#the-log".to_owned()), (5, "c.md".to_owned())]);
    assert_eq!(resolve("docs/how-to/event.md", "../architecture.md"), "docs/architecture.md");
    assert_eq!(resolve("README.md", "./docs/"), "docs");
    assert!(anchors("# One: the `log`\n## Two").contains("one-the-log"));
    assert!(is_date("2026-01-31.") && !is_date("2026-13-01"));
}
