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

/// Where pounds and pence are decided, added up, read or shown. A workbook is not among them: its format
/// knows no other numbers, so whole pence become one at the last moment, in `web/src/export/workbook.rs`.
const MONEY: &[&str] = &[
    "domain/src/",
    "app/src/views/budgets.rs",
    "infra/src/read_models/budgets.rs",
    "infra/src/read_models/sessions.rs",
    "web/src/pages/finance/",
    "web/src/api/accounting.rs",
    "web/src/form/reader.rs",
    "web/src/format.rs",
];

fn money_knows_no_floats(source: &Source) -> Vec<String> {
    let is_test = source.path.contains("/tests/") || source.is("/tests.rs");
    if !source.is(".rs") || is_test || !MONEY.iter().any(|place| source.under(place)) {
        return Vec::new();
    }
    source.lines_where(|line| {
        let line = code(line);
        ["f32", "f64"].iter().any(|float| says(&line, float)) || holds_a_float(&line)
    })
}

/// Whether a number with a fraction or an exponent stands in a line of code: `0.5`, `1e3`; not
/// `pair.0.1`, `1..5` or `1.max(2)`.
fn holds_a_float(line: &str) -> bool {
    let letters: Vec<char> = line.chars().collect();
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut at = 0;
    while at < letters.len() {
        let begins = letters[at].is_ascii_digit() && (at == 0 || !in_word(letters[at - 1]));
        let whole = letters[at..].iter().take_while(|c| in_word(**c)).count().max(1);
        if !begins {
            at += whole;
            continue;
        }
        let number: String = letters[at..at + whole].iter().collect();
        let field = at > 0 && letters[at - 1] == '.' && !(at > 1 && letters[at - 2] == '.');
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '_');
        let exponent =
            number.split_once(['e', 'E']).is_some_and(|(before, after)| digits(before) && digits(after));
        let mut after = letters[at + whole..].iter();
        let fraction = after.next() == Some(&'.')
            && after.next().is_none_or(|c| *c != '.' && !c.is_alphabetic() && *c != '_');
        if !field && (exponent || fraction) {
            return true;
        }
        at += whole;
    }
    false
}

/// What makes a rule answer otherwise on another day, machine or try.
fn the_domain_takes_no_time_and_no_chance(source: &Source) -> Vec<String> {
    if !source.under("domain/src/") || !source.is(".rs") || source.path.contains("/tests") {
        return Vec::new();
    }
    let words = [
        "SystemTime",
        "Instant",
        "getrandom",
        "rand",
        "thread_rng",
        "new_v4",
        "now_v7",
        "RandomState",
        "HashMap",
        "HashSet",
        "thread",
    ];
    let paths =
        ["Utc::now", "Local::now", "::now(", "std::env", "std::fs", "std::net", "std::process", "std::io"];
    source.lines_where(|line| {
        let line = code(line);
        words.iter().any(|word| says(&line, word)) || paths.iter().any(|path| line.contains(path))
    })
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
fn money_knows_no_floating_point() {
    hold(money_knows_no_floats);
    for place in MONEY {
        assert!(TREE.iter().any(|source| source.under(place)), "{place} is not there any more");
    }
}

#[test]
fn the_domain_is_pure() {
    hold(the_domain_takes_no_time_and_no_chance);
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
    let finance = "web/src/pages/finance/budget.rs";
    tell_apart(
        money_knows_no_floats,
        &[
            ("domain/src/money.rs", "fn x(a: f64) {}"),
            (finance, "let share = 0.5;"),
            (finance, "let half = pence * 1_000.25;"),
            (finance, "x(1e3)"),
            (finance, "let a = 2.;"),
            (finance, "a..0.5"),
        ],
        &[
            ("domain/src/money.rs", "// no f64 here"),
            ("web/src/charts.rs", "a: f64"),
            (finance, "let a = pair.0.1;"),
            (finance, "for a in 1..5 { 1.max(2); }"),
            (finance, "\"0.5\""),
            (finance, "let mask = 0xBE; let line2 = 1_u8;"),
        ],
    );
    let rule = "domain/src/person/decide.rs";
    tell_apart(
        the_domain_takes_no_time_and_no_chance,
        &[
            (rule, "let now = SystemTime::now();"),
            (rule, "use std::time::Instant;"),
            (rule, "let today = Utc::now().date_naive();"),
            (rule, "std::env::var(x)"),
            (rule, "Uuid::new_v4()"),
        ],
        &[
            (rule, "// an Instant belongs to the log"),
            (rule, "today: NaiveDate"),
            ("infra/src/clock.rs", "Utc::now()"),
        ],
    );
    tell_apart(
        speaks_of_kith_alone,
        &[("a.md", concat!("see /wo", "rk/main")), ("a.sh", concat!("cd /ro", "ot/x"))],
        &[("a.md", "a network/work/ratio, and homes nearby"), ("a.sh", "$HOME/work/x")],
    );
}
