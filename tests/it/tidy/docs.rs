//! Documentation: every link between our own pages leads somewhere, every file they name is there, every line of
//! Rust they show stands in the tree, and every decision is numbered and dated.

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

/// What stands between backticks, with `{a,b}` written out.
fn named(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        found.extend(line.split('`').skip(1).step_by(2).filter(|_| !fenced).map(str::to_owned));
    }
    found.iter().flat_map(|name| written_out(name)).collect()
}

fn written_out(name: &str) -> Vec<String> {
    let Some((before, rest)) = name.split_once('{') else { return vec![name.to_owned()] };
    let Some((choices, after)) = rest.split_once('}') else { return vec![name.to_owned()] };
    choices.split(',').map(|choice| format!("{before}{choice}{after}")).collect()
}

#[test]
fn every_file_that_our_pages_name_is_there() {
    let crates = ["domain/", "app/", "infra/", "web/", "tests/", "docs/", "bin/"];
    let ours = |name: &String| {
        crates.iter().any(|start| name.starts_with(start)) && !name.contains(['<', ' ', '*', '…'])
    };
    let lost: Vec<_> = pages()
        // A page of what changed speaks of files that were.
        .filter(|page| page.path != "CHANGELOG.md")
        .flat_map(|page| named(&page.text).into_iter().filter(ours).map(|name| (&page.path, name)))
        .filter(|(_, name)| !root().join(name).exists())
        .map(|(page, name)| format!("{page}: {name}"))
        .collect();
    assert!(lost.is_empty(), "our pages name what is not there:\n  {}", lost.join("\n  "));
}

/// The page that says where SQLite and PostgreSQL differ.
const TWO_DATABASES: &str = "docs/decisions/0004-two-databases-from-one-source.md";

#[test]
fn the_two_databases_differ_only_where_the_decision_says() {
    let decision = TREE.iter().find(|source| source.path == TWO_DATABASES).expect("the decision is there");
    let listed = named(&decision.text);
    let tells_apart = |source: &&Source| {
        let words = ["Database::Sqlite", "Database::Postgres", "is_postgres"];
        let lines = source.text.lines().map(super::code);
        lines.into_iter().any(|line| words.iter().any(|word| line.contains(word)))
    };
    let unlisted: Vec<_> = TREE
        .iter()
        .filter(|source| source.under("infra/src/") && source.is(".rs") && tells_apart(source))
        .filter(|source| !listed.contains(&source.path))
        .map(|source| &source.path)
        .collect();
    assert!(unlisted.is_empty(), "{TWO_DATABASES} does not name {unlisted:?}");
}

/// The lines of Rust that a page shows, without comments and without what is left out.
fn shown(text: &str) -> Vec<String> {
    let mut in_rust = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with("```") {
            in_rust = line == "```rust";
        } else if in_rust && !line.contains('…') && !line.contains("/*") {
            lines.push(super::code(line).trim().to_owned());
        }
    }
    lines.retain(|line| line.chars().any(char::is_alphanumeric));
    lines
}

#[test]
fn every_line_of_rust_that_a_how_to_shows_stands_in_the_tree() {
    let sources = TREE.iter().filter(|source| source.is(".rs"));
    let lines: BTreeSet<String> = sources
        .flat_map(|source| source.text.lines())
        .map(|line| super::code(line).trim().to_owned())
        .collect();
    let mut lost = Vec::new();
    for page in pages().filter(|page| page.under("docs/how-to/")) {
        for line in shown(&page.text) {
            if !lines.contains(&line) {
                lost.push(format!("{}: {line}", page.path));
            }
        }
    }
    assert!(lost.is_empty(), "no file of Rust holds these lines:\n  {}", lost.join("\n  "));
}

/// Facts whose day is the day on which they were recorded: they put a record right, and change nothing else.
const WITHOUT_A_DAY: &[&str] = &["person/details_corrected", "person/identifier_added"];

#[test]
fn every_stored_event_carries_its_day_but_two_that_the_architecture_names() {
    let folder = "tests/fixtures/events/";
    let mut without = BTreeSet::new();
    for source in TREE.iter().filter(|source| source.under(folder) && source.is(".json")) {
        let dated = source.text.lines().any(|line| {
            let name = line.trim_start().split('"').nth(1).unwrap_or_default();
            name == "on" || (name.ends_with("_on") && name != "born_on")
        });
        let name = source.path.trim_start_matches(folder).split('.').next().unwrap_or_default();
        without.extend((!dated).then_some(name));
    }
    assert_eq!(without, WITHOUT_A_DAY.iter().copied().collect());
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
    assert_eq!(named("in `a/{b,c}.rs`\n```\n`d`\n```"), ["a/b.rs", "a/c.rs"]);
    assert_eq!(shown("```rust\nlet a = 1; // b\n}\nx(…)\n```\n```html\n<p>\n```"), ["let a = 1;"]);
}
