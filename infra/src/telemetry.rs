//! Log lines on stderr: a message that reads alone, with dotted fields. This is where exporters of
//! traces and metrics are added.
//!
//! Never logged: names, words, dates of birth, identifiers, addresses of people, what was typed, the part
//! of an address after its question mark, cookies, tokens, passwords, keys, the one-time link. Ids,
//! positions, routes, statuses and durations are.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

/// Starts writing lines of these levels (`info`, `infra=debug,info`), as text or as JSON; once a process.
pub fn start(filter: &str, json: bool) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("warn"));
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A subscriber that is there already, as in a test, stays.
    let _ = if json { lines.json().flatten_event(true).try_init() } else { lines.with_target(false).try_init() };
    std::panic::set_hook(Box::new(|panic| {
        // What a panic says may hold a value; where it happened does not.
        let place = panic.location().map(ToString::to_string);
        tracing::error!(panic.place = place.as_deref().unwrap_or("unknown"), "a part of Kith stopped unexpectedly");
    }));
}
