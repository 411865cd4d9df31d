//! How a file opens, how long it may grow, and the words and paths that stay out.
//!
//! The forbidden words are put together from halves here, so that this file may be held to its own rules.

use super::{Source, TREE, code, hold, says, tell_apart};

/// At this length, ask which noun is hiding.
const LONGEST: usize = 400;

/// Files that may be longer, each with its reason.
const LONGER: &[(&str, &str)] = &[];

/// A folder is called after what connectors would call it, never after a technical role.
const NO_FOLDERS: &[&str] = &["utils", "util", "common", "helpers", "services", "models", "misc"];

fn opens_with_what_it_is(source: &Source) -> Vec<String> {
    if !source.is(".rs") || source.text.starts_with("//!") {
        return Vec::new();
    }
    vec![format!("{}: does not open with //!", source.path)]
}

fn stays_short(source: &Source) -> Vec<String> {
    let written = [".rs", ".ts", ".mjs", ".html", ".sql"].iter().any(|ending| source.is(ending));
    let lines = source.text.lines().count();
    if !written || lines <= LONGEST || LONGER.iter().any(|(path, _)| *path == source.path) {
        return Vec::new();
    }
    vec![format!("{}: {lines} lines, and {LONGEST} is the most", source.path)]
}

fn lies_in_a_folder_with_a_noun(source: &Source) -> Vec<String> {
    let folders = source.path.split('/').rev().skip(1);
    folders.filter(|name| NO_FOLDERS.contains(name)).map(|_| source.path.clone()).collect()
}

fn is_finished(source: &Source) -> Vec<String> {
    let written = [".rs", ".ts", ".mjs", ".html", ".css", ".sql", ".md", ".toml"];
    if !written.iter().any(|ending| source.is(ending)) {
        return Vec::new();
    }
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];
    let macros = [concat!("to", "do!"), concat!("unimple", "mented!")];
    source.lines_where(|line| {
        marks.iter().any(|mark| says(line, mark))
            || (source.is(".rs") && macros.iter().any(|name| code(line).contains(name)))
    })
}

fn leaves_no_test_or_lint_out(source: &Source) -> Vec<String> {
    if !source.is(".rs") {
        return Vec::new();
    }
    source.lines_where(|line| {
        let line = code(line);
        ["#[ignore", "#[allow(", "#![allow("].iter().any(|attribute| line.contains(attribute))
    })
}

fn the_domain_has_no_floats(source: &Source) -> Vec<String> {
    if !source.under("domain/src/") {
        return Vec::new();
    }
    source.lines_where(|line| ["f32", "f64"].iter().any(|float| says(&code(line), float)))
}

fn speaks_of_kith_alone(source: &Source) -> Vec<String> {
    let paths = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
    let words = [
        concat!("Cla", "ude"),
        concat!("Anth", "ropic"),
        concat!("Chat", "GPT"),
        concat!("Open", "AI"),
        concat!("Copi", "lot"),
        concat!("L", "LM"),
        concat!("sub", "agent"),
    ];
    let phrases = [
        concat!("language ", "model"),
        concat!("AI-", "generated"),
        concat!("AI ", "assistant"),
        concat!("house", ".md"),
        concat!("practice", ".md"),
        concat!("synthetic", "-data.md"),
        concat!("shared/", "design"),
        concat!("shared/", "domain"),
        concat!("issues ", "show"),
        concat!("before-", "stop"),
    ];
    source.lines_where(|line| {
        let from_the_root = |path: &str| {
            line.match_indices(path)
                .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}$*".contains(c)))
        };
        paths.iter().any(|path| from_the_root(path))
            || words.iter().any(|word| says(line, word))
            || phrases.iter().any(|phrase| line.contains(phrase))
    })
}

#[test]
fn every_file_opens_with_what_it_is() {
    hold(opens_with_what_it_is);
}

#[test]
fn no_file_is_longer_than_four_hundred_lines() {
    hold(stays_short);
    for (path, reason) in LONGER {
        assert!(
            !reason.is_empty() && TREE.iter().any(|source| source.path == *path),
            "{path} needs no exception"
        );
    }
}

#[test]
fn no_folder_is_called_after_a_technical_role() {
    hold(lies_in_a_folder_with_a_noun);
}

#[test]
fn nothing_is_left_for_later() {
    hold(is_finished);
}

#[test]
fn no_test_is_ignored_and_no_lint_is_silenced() {
    hold(leaves_no_test_or_lint_out);
}

#[test]
fn the_domain_knows_no_floating_point() {
    hold(the_domain_has_no_floats);
}

#[test]
fn the_repository_speaks_of_kith_alone() {
    hold(speaks_of_kith_alone);
}

#[test]
fn the_wall_clock_is_read_in_one_file() {
    let reads = |source: &&Source| {
        source.is(".rs") && source.text.lines().any(|line| code(line).contains("Utc::now"))
    };
    let readers: Vec<_> = TREE.iter().filter(reads).map(|source| &source.path).collect();
    assert!(readers.len() <= 1, "the clock is read in {readers:?}");
}

#[test]
fn a_breach_of_the_words_is_seen() {
    let long = "x\n".repeat(LONGEST + 1);
    let as_long_as_may_be = "x\n".repeat(LONGEST);
    tell_apart(opens_with_what_it_is, &[("a.rs", "use x;")], &[("a.rs", "//! What it is."), ("a.sql", "x")]);
    tell_apart(stays_short, &[("a.rs", &long)], &[("a.rs", &as_long_as_may_be), ("a.css", &long)]);
    tell_apart(
        lies_in_a_folder_with_a_noun,
        &[("web/src/utils/x.rs", "")],
        &[("web/src/person/utils.rs", ""), ("web/src/common_ground/x.rs", "")],
    );
    tell_apart(
        is_finished,
        &[
            ("a.rs", concat!("    to", "do!()")),
            ("a.md", concat!("TO", "DO: write")),
            ("a.ts", concat!("// FIX", "ME")),
        ],
        &[("a.rs", "let to_do = 1;"), ("a.md", "TODOS")],
    );
    tell_apart(
        leaves_no_test_or_lint_out,
        &[("a.rs", concat!("#[ig", "nore]")), ("a.rs", concat!("#![al", "low(dead_code)]"))],
        &[("a.rs", "#[expect(dead_code, reason = \"x\")]")],
    );
    tell_apart(
        the_domain_has_no_floats,
        &[("domain/src/money.rs", "fn x(a: f64) {}")],
        &[("domain/src/money.rs", "// no f64 here"), ("web/src/charts.rs", "a: f64")],
    );
    tell_apart(
        speaks_of_kith_alone,
        &[("a.md", concat!("see /wo", "rk/main")), ("a.sh", concat!("cd /ro", "ot/x"))],
        &[("a.md", "a network/work/ratio, and homes nearby"), ("a.sh", "$HOME/work/x")],
    );
}
