//! What Cargo and clippy cannot hold: who may speak of whom, how a file opens, how long it grows, which words
//! and paths stay out, and that every link leads somewhere.
//!
//! A rule is a function from one file to its breaches. Each is also tried on a line that breaks it, because a
//! rule that has gone blind looks just like a tidy tree.

mod docs;
mod layers;
mod pages;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A text file of the repository.
struct Source {
    /// From the root of the repository, with `/` between the names.
    path: String,
    text: String,
}

/// The breaches of one rule in one file, each as `path:line: what`.
type Rule = fn(&Source) -> Vec<String>;

/// Folders that hold what was built, fetched or made by a run.
const NOT_OURS: &[&str] = &["target", "node_modules", "screenshots", "data"];

static TREE: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let mut sources = Vec::new();
    collect(&root(), "", &mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
});

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests crate lies in the repository").into()
}

fn collect(folder: &Path, below: &str, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository can be read") {
        let entry = entry.expect("a folder of the repository can be listed");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        let hidden_folder = name.starts_with('.') && name != ".ci";
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                if !hidden_folder && !NOT_OURS.contains(&name.as_str()) {
                    collect(&entry.path(), &path, sources);
                }
            }
            // What is not text (a font, a picture) has no lines to keep tidy.
            _ if name.ends_with(".snap.new") => {}
            _ => sources.extend(fs::read_to_string(entry.path()).ok().map(|text| Source { path, text })),
        }
    }
}

impl Source {
    fn is(&self, ending: &str) -> bool {
        self.path.ends_with(ending)
    }

    fn under(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// Every line that the question is true of, as a breach.
    fn lines_where(&self, broken: impl Fn(&str) -> bool) -> Vec<String> {
        let lines = self.text.lines().enumerate().filter(|(_, line)| broken(line));
        lines.map(|(number, line)| format!("{}:{}: {}", self.path, number + 1, line.trim())).collect()
    }
}

/// A line of Rust without its strings and its comment, so that prose may name what code may not.
fn code(line: &str) -> String {
    let mut kept = String::new();
    let (mut inside, mut escaped) = (false, false);
    let mut rest = line.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            // A quote as a character is not the start of a string.
            '"' if !kept.ends_with('\'') => inside = !inside,
            '/' if !inside && rest.peek() == Some(&'/') => break,
            _ if inside => {}
            other => kept.push(other),
        }
    }
    kept
}

/// Whether a word stands in the text as a whole identifier.
fn says(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(part) && !text[at + word.len()..].starts_with(part))
}

/// Holds a rule over the whole tree.
#[track_caller]
fn hold(rule: Rule) {
    let breaches: Vec<_> = TREE.iter().flat_map(rule).collect();
    assert!(breaches.is_empty(), "{} breaches:\n  {}", breaches.len(), breaches.join("\n  "));
}

/// Shows that a rule sees what it is for, and lets through what it is not for.
#[track_caller]
fn tell_apart(rule: Rule, broken: &[(&str, &str)], sound: &[(&str, &str)]) {
    let source = |(path, text): &(&str, &str)| Source { path: (*path).into(), text: (*text).into() };
    for sample in broken {
        assert!(!rule(&source(sample)).is_empty(), "the rule is blind to {sample:?}");
    }
    for sample in sound {
        assert_eq!(rule(&source(sample)), Vec::<String>::new(), "the rule objects to {sample:?}");
    }
}

#[test]
fn the_walk_finds_the_tree() {
    for file in ["Cargo.toml", "bin/test", "tests/it/tidy.rs", ".ci/run", "domain/src/lib.rs"] {
        assert!(TREE.iter().any(|source| source.path == file), "{file} was not found");
    }
    assert!(!TREE.iter().any(|source| source.path.contains("node_modules/")));
}

#[test]
fn code_is_what_remains_without_strings_and_comments() {
    assert_eq!(code(r#"let a = "sqlx::x // y"; // sqlx::z"#), "let a = ; ");
    assert_eq!(code(r#"split('"').next(); axum::x"#), r#"split('"').next(); axum::x"#);
    assert!(says("use sqlx::Pool;", "sqlx") && !says("use my_sqlx::Pool;", "sqlx"));
}
