//! The log as JSON lines, from one database into another: positions, hashes and sealed values stay
//! what they were. First a header, then each organisation with its contracts and accounts (since
//! format 2), then every wrapped key, then the commands, then the events, then the files of the people (since
//! format 3), sealed as they are, and last how many lines there were (since format 4), so that what was cut off is
//! seen.
//!
//! A payload is carried as text, because its hash covers its very bytes.

use std::io::{BufRead, Write};

use app::log::LogError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use futures::TryStreamExt;
use serde::{Deserialize, Serialize};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::stored::Stored;
use super::{chain, failed, feed, head, wrong};
use crate::accounts::carried::{self, ACCOUNTS, House, keep_house};
use crate::database::Database;
use crate::on;

/// What is written. What was written since the first is read.
const FORMAT: u32 = 4;
/// The first whose last line says how many there were before it.
const COUNTED: u32 = 4;
/// Events read at once.
const PAGE: i64 = 5_000;
/// Rows written at once: 14 values each, and SQLite takes 32,766.
const ROWS: usize = 1_000;
/// Pieces of files that are held at once, each a quarter of a megabyte.
const PIECES: usize = 64;

const KEYS: &str = "SELECT subject, wrapped, created_at, destroyed_at FROM subject_keys ORDER BY subject";
const COMMANDS: &str = "SELECT command_id, fingerprint, position, recorded_at FROM commands WHERE position <= $1 ORDER BY position";
const EMPTY: &str = "UPDATE log_head SET position = 0 WHERE position = 0";
const ADVANCE: &str = "UPDATE log_head SET position = $1";

/// One line.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Log { format: u32, head: i64 },
    Organisation(House),
    Key(KeyRow),
    Command(CommandRow),
    Event(Stored),
    Document(DocumentRow),
    Piece(PieceRow),
    End { lines: u64 },
}

#[derive(Serialize, Deserialize, sqlx::FromRow)]
struct KeyRow {
    subject: Uuid,
    #[serde(with = "maybe_base64")]
    wrapped: Option<Vec<u8>>,
    created_at: DateTime<Utc>,
    destroyed_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, Deserialize, sqlx::FromRow)]
struct CommandRow {
    command_id: Uuid,
    #[serde(with = "in_base64")]
    fingerprint: Vec<u8>,
    position: i64,
    recorded_at: DateTime<Utc>,
}

const DOCUMENTS: &str = "SELECT document_id, organisation_id, person_id, mark, kept_at FROM documents
    WHERE named ORDER BY document_id";
const PIECES_OF: &str = "SELECT p.document_id, p.part, p.piece, p.sealed FROM document_pieces p
    JOIN documents d ON d.document_id = p.document_id WHERE d.named ORDER BY p.document_id, p.part, p.piece";

/// A file, without what is in it.
#[derive(Serialize, Deserialize, sqlx::FromRow)]
struct DocumentRow {
    document_id: Uuid,
    organisation_id: Uuid,
    person_id: Uuid,
    #[serde(with = "in_base64")]
    mark: Vec<u8>,
    kept_at: DateTime<Utc>,
}

/// A piece of a file, sealed as it is.
#[derive(Serialize, Deserialize, sqlx::FromRow)]
struct PieceRow {
    document_id: Uuid,
    part: String,
    piece: i64,
    #[serde(with = "in_base64")]
    sealed: Vec<u8>,
}

/// An export on its way out.
struct Writing<'a, W> {
    out: &'a mut W,
    lines: u64,
}

impl<W: Write> Writing<'_, W> {
    fn write(&mut self, line: &Line) -> Result<(), LogError> {
        self.lines += 1;
        serde_json::to_writer(&mut *self.out, line).map_err(failed("exporting the log"))?;
        self.out.write_all(b"\n").map_err(failed("exporting the log"))
    }
}

/// Writes the log up to its present head, which is answered.
pub(super) async fn export(database: &Database, out: &mut (impl Write + Send)) -> Result<i64, LogError> {
    let doing = failed("exporting the log");
    let head = head(database).await?;
    let mut file = Writing { out, lines: 0 };
    file.write(&Line::Log { format: FORMAT, head })?;
    let houses = carried::houses(database).await.map_err(failed("exporting the log"))?;
    houses.into_iter().try_for_each(|house| file.write(&Line::Organisation(house)))?;
    on!(database, read, pool => {
        let mut keys = sqlx::query_as(KEYS).fetch(pool);
        while let Some(key) = keys.try_next().await.map_err(&doing)? {
            file.write(&Line::Key(key))?;
        }
        let mut commands = sqlx::query_as(COMMANDS).bind(head).fetch(pool);
        while let Some(command) = commands.try_next().await.map_err(&doing)? {
            file.write(&Line::Command(command))?;
        }
    });
    let mut position = 0;
    while position < head {
        let rows = feed::rows_after(database, position, PAGE.min(head - position)).await?;
        position = rows.last().map_or(head, |row| row.position);
        rows.into_iter().try_for_each(|row| file.write(&Line::Event(row)))?;
    }
    on!(database, read, pool => {
        let mut documents = sqlx::query_as(DOCUMENTS).fetch(pool);
        while let Some(document) = documents.try_next().await.map_err(&doing)? {
            file.write(&Line::Document(document))?;
        }
        let mut pieces = sqlx::query_as(PIECES_OF).fetch(pool);
        while let Some(piece) = pieces.try_next().await.map_err(&doing)? {
            file.write(&Line::Piece(piece))?;
        }
    });
    file.write(&Line::End { lines: file.lines })?;
    file.out.flush().map_err(failed("exporting the log"))?;
    Ok(head)
}

/// Takes in a whole export, or nothing of it. Every hash is checked on the way.
pub(super) async fn import(database: &Database, lines: &mut (impl BufRead + Send)) -> Result<i64, LogError> {
    let doing = failed("importing a log");
    let mut lines = lines.lines().map(|line| -> Result<Line, LogError> {
        let line = line.map_err(failed("importing a log"))?;
        serde_json::from_str(&line).map_err(failed("importing a log"))
    });
    let (format, head) = match lines.next().transpose()? {
        Some(Line::Log { format: format @ 1..=FORMAT, head }) => (format, head),
        _ => return Err(wrong("importing a log", "this is not an export that this version reads")),
    };
    let (mut check, mut position) = (chain::Check::default(), 0);
    let (mut read, mut ended) = (1, format < COUNTED);
    let (begin, as_json) = (database.begin_write(), if database.is_postgres() { "::json" } else { "" });
    on!(database, write, pool => {
        let mut change = pool.begin_with(begin).await.map_err(&doing)?;
        if sqlx::query(EMPTY).execute(&mut *change).await.map_err(&doing)?.rows_affected() == 0 {
            return Err(wrong("importing a log", "something has happened here already: import into an empty log"));
        }
        let accounts: i64 = sqlx::query_scalar(ACCOUNTS).fetch_one(&mut *change).await.map_err(&doing)?;
        if accounts > 0 {
            return Err(wrong("importing a log", "somebody has an account here already: import where nobody has one"));
        }
        loop {
            let some = next_lines(&mut lines)?;
            if some.is_empty() {
                break;
            }
            let (mut keys, mut commands, mut events) = (Vec::new(), Vec::new(), Vec::new());
            let (mut documents, mut pieces) = (Vec::new(), Vec::new());
            for line in some {
                if ended && format >= COUNTED {
                    return Err(wrong("importing a log", "something stands after its end"));
                }
                ended |= matches!(line, Line::End { lines } if lines == read);
                read += 1;
                match line {
                    Line::End { .. } => {}
                    Line::Log { .. } => return Err(wrong("importing a log", "there is a second header")),
                    Line::Organisation(house) if !house.is_understood() => {
                        return Err(wrong("importing a log", "an account has a role that this version does not know"));
                    }
                    Line::Organisation(house) => {
                        let kept: Result<(), sqlx::Error> = async { keep_house!(house, &mut *change) }.await;
                        kept.map_err(&doing)?;
                    }
                    Line::Key(key) => keys.push(key),
                    Line::Command(command) => commands.push(command),
                    Line::Event(event) => {
                        position += 1;
                        if !check.follows(&event) {
                            return Err(wrong("importing a log", &format!("the event at position {position} is not what was recorded")));
                        }
                        events.push(event);
                    }
                    Line::Document(document) => documents.push(document),
                    Line::Piece(piece) => pieces.push(piece),
                }
            }
            if !keys.is_empty() {
                QueryBuilder::new("INSERT INTO subject_keys (subject, wrapped, created_at, destroyed_at) ")
                    .push_values(keys, |mut row, key| {
                        row.push_bind(key.subject).push_bind(key.wrapped);
                        row.push_bind(key.created_at).push_bind(key.destroyed_at);
                    })
                    .build().execute(&mut *change).await.map_err(&doing)?;
            }
            if !commands.is_empty() {
                QueryBuilder::new("INSERT INTO commands (command_id, fingerprint, position, recorded_at) ")
                    .push_values(commands, |mut row, command| {
                        row.push_bind(command.command_id).push_bind(command.fingerprint);
                        row.push_bind(command.position).push_bind(command.recorded_at);
                    })
                    .build().execute(&mut *change).await.map_err(&doing)?;
            }
            if !events.is_empty() {
                QueryBuilder::new("INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type,
                        event_version, payload, metadata, position, event_id, organisation, recorded_at,
                        command_id, actor, hash) ")
                    .push_values(events, |mut row, event| {
                        row.push_bind(event.aggregate_type).push_bind(event.aggregate_id);
                        row.push_bind(event.sequence).push_bind(event.event_type).push_bind(event.event_version);
                        row.push_bind(event.payload).push_unseparated(as_json).push("'{}'");
                        row.push_bind(event.position).push_bind(event.event_id).push_bind(event.organisation);
                        row.push_bind(event.recorded_at).push_bind(event.command_id);
                        row.push_bind(event.actor).push_bind(event.hash);
                    })
                    .build().execute(&mut *change).await.map_err(&doing)?;
            }
            if !documents.is_empty() {
                QueryBuilder::new("INSERT INTO documents (document_id, organisation_id, person_id, mark, kept_at, named) ")
                    .push_values(documents, |mut row, document| {
                        row.push_bind(document.document_id).push_bind(document.organisation_id);
                        row.push_bind(document.person_id).push_bind(document.mark);
                        row.push_bind(document.kept_at).push_bind(true);
                    })
                    .build().execute(&mut *change).await.map_err(&doing)?;
            }
            if !pieces.is_empty() {
                QueryBuilder::new("INSERT INTO document_pieces (document_id, part, piece, sealed) ")
                    .push_values(pieces, |mut row, piece| {
                        row.push_bind(piece.document_id).push_bind(piece.part);
                        row.push_bind(piece.piece).push_bind(piece.sealed);
                    })
                    .build().execute(&mut *change).await.map_err(&doing)?;
            }
        }
        if !ended {
            return Err(wrong("importing a log", &format!("the export is cut off after line {read}, or lines of it are missing")));
        }
        if position != head {
            return Err(wrong("importing a log", &format!("the export ends at position {position} of {head}")));
        }
        sqlx::query(ADVANCE).bind(head).execute(&mut *change).await.map_err(&doing)?;
        change.commit().await.map_err(&doing)?;
    });
    Ok(head)
}

/// The next lines: as many as are written at once, and fewer where they are pieces of files.
fn next_lines(lines: &mut impl Iterator<Item = Result<Line, LogError>>) -> Result<Vec<Line>, LogError> {
    let (mut some, mut pieces) = (Vec::new(), 0);
    while some.len() < ROWS && pieces < PIECES {
        let Some(line) = lines.next().transpose()? else { break };
        pieces += usize::from(matches!(line, Line::Piece(_)));
        some.push(line);
    }
    Ok(some)
}

/// Bytes as a text that fits into JSON.
pub(super) mod in_base64 {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Engine, STANDARD};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        STANDARD.decode(String::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// The same, where there may be none.
mod maybe_base64 {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Engine, STANDARD};

    pub(super) fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, to: S) -> Result<S::Ok, S::Error> {
        bytes.as_ref().map(|bytes| STANDARD.encode(bytes)).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<u8>>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| STANDARD.decode(text).map_err(D::Error::custom)).transpose()
    }
}
