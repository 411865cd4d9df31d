//! Who may depend on whom, where Cargo alone would not notice.
//!
//! Both the manifests and the sources are read: a crate that is only in the manifest is an invitation.

use super::{Source, code, hold, says, tell_apart};

/// What each crate must never know.
const NEVER: &[(&str, &[&str])] = &[
    ("domain", &["tokio", "sqlx", "axum", "tracing", "askama", "app", "infra", "web"]),
    ("app", &["sqlx", "axum", "askama", "tower", "infra", "web"]),
    ("infra", &["axum", "askama", "web"]),
    ("web", &["sqlx"]),
];

/// The files of `web` that put the adapters in place; nothing else there knows that they exist.
const WIRING: &[&str] = &["web/src/wiring.rs", "web/src/wiring/", "web/src/main.rs", "web/src/main/"];

/// The one file of `domain` that knows the event-sourcing framework; unit tests may use its test harness.
const FRAMEWORK: &str = "domain/src/shared/aggregate.rs";

fn never_for(source: &Source) -> &'static [&'static str] {
    NEVER.iter().find(|(name, _)| source.under(&format!("{name}/"))).map_or(&[], |(_, never)| never)
}

fn sources_keep_to_their_layer(source: &Source) -> Vec<String> {
    if !source.is(".rs") || !source.path.contains("/src/") {
        return Vec::new();
    }
    let never = never_for(source);
    source.lines_where(|line| {
        let line = code(line);
        never.iter().any(|word| says(&line, word) && speaks_to(&line, word))
    })
}

/// A crate is spoken to as `name::…`, `use name;` or `extern crate name`; `app` alone may be a variable.
fn speaks_to(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + name.len()..]);
        let path_start = !before.ends_with("::") && !before.ends_with('.');
        let whole = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        whole && path_start && (after.starts_with("::") || before.trim_end().ends_with("use"))
    })
}

fn manifests_keep_to_their_layer(source: &Source) -> Vec<String> {
    if !source.is("/Cargo.toml") {
        return Vec::new();
    }
    let never = never_for(source);
    let mut breaches = Vec::new();
    let mut in_dependencies = false;
    for (number, line) in source.text.lines().enumerate() {
        if line.starts_with('[') {
            in_dependencies = line.contains("dependencies");
            continue;
        }
        let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
        if in_dependencies && never.contains(&name) {
            breaches.push(format!("{}:{}: depends on {name}", source.path, number + 1));
        }
        if in_dependencies && !name.is_empty() && !name.starts_with('#') && !line.contains("workspace = true")
        {
            breaches.push(format!("{}:{}: versions live in the root manifest", source.path, number + 1));
        }
    }
    breaches
}

fn adapters_are_known_in_the_wiring_alone(source: &Source) -> Vec<String> {
    if !source.under("web/src/") || !source.is(".rs") || WIRING.iter().any(|file| source.under(file)) {
        return Vec::new();
    }
    source.lines_where(|line| speaks_to(&code(line), "infra"))
}

fn the_framework_is_known_in_one_file_of_the_domain(source: &Source) -> Vec<String> {
    if !source.under("domain/src/")
        || source.path == FRAMEWORK
        || source.is("/tests.rs")
        || source.path.contains("/tests/")
    {
        return Vec::new();
    }
    source.lines_where(|line| says(&code(line), "cqrs_es"))
}

fn every_crate_keeps_the_workspace_lints(source: &Source) -> Vec<String> {
    if !source.is("/Cargo.toml") || source.text.contains("[lints]\nworkspace = true") {
        return Vec::new();
    }
    vec![format!("{}: has no [lints] workspace = true", source.path)]
}

#[test]
fn each_crate_speaks_only_to_those_it_may() {
    hold(sources_keep_to_their_layer);
    hold(manifests_keep_to_their_layer);
}

#[test]
fn web_knows_the_adapters_in_its_wiring_alone() {
    hold(adapters_are_known_in_the_wiring_alone);
}

#[test]
fn the_domain_knows_the_framework_in_one_file() {
    hold(the_framework_is_known_in_one_file_of_the_domain);
}

#[test]
fn every_crate_has_the_workspace_lints() {
    hold(every_crate_keeps_the_workspace_lints);
}

#[test]
fn a_breach_of_a_layer_is_seen() {
    tell_apart(
        sources_keep_to_their_layer,
        &[
            ("domain/src/person/mod.rs", "use tokio::sync::Mutex;"),
            ("web/src/pages/person.rs", "    let row: sqlx::PgRow = x;"),
            ("app/src/lib.rs", "pub use infra::log;"),
            ("infra/src/mail.rs", "axum::serve(x)"),
        ],
        &[
            ("web/src/pages/person.rs", "// sqlx::query is not for here"),
            ("domain/src/lib.rs", "let app = 1;"),
            ("domain/src/lib.rs", "crate::app::x"),
            ("infra/src/log.rs", "use sqlx::Pool;"),
            ("tests/src/lib.rs", "use sqlx::Pool;"),
        ],
    );
    tell_apart(
        manifests_keep_to_their_layer,
        &[
            ("domain/Cargo.toml", "[dependencies]\ntokio.workspace = true"),
            ("app/Cargo.toml", "[dependencies]\nserde = \"1\""),
        ],
        &[("infra/Cargo.toml", "[package]\nname = \"infra\"\n[dependencies]\nsqlx.workspace = true\n")],
    );
    tell_apart(
        adapters_are_known_in_the_wiring_alone,
        &[("web/src/pages/connector/today.rs", "use infra::database::Database;")],
        &[("web/src/wiring.rs", "use infra::database::Database;"), ("web/src/config.rs", "let infra = 1;")],
    );
    tell_apart(
        the_framework_is_known_in_one_file_of_the_domain,
        &[("domain/src/person/mod.rs", "use cqrs_es::Aggregate;")],
        &[(FRAMEWORK, "use cqrs_es::Aggregate;")],
    );
    tell_apart(every_crate_keeps_the_workspace_lints, &[("app/Cargo.toml", "[package]")], &[]);
}
