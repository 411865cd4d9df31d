-- The event log. The first seven columns of events are those of sqlite-es, so that its readers read
-- this table. Position is the row's own number, so that the feed is read in the order of the file.

CREATE TABLE events (
    aggregate_type TEXT    NOT NULL,
    aggregate_id   TEXT    NOT NULL,
    sequence       INTEGER NOT NULL CHECK (sequence >= 1),
    event_type     TEXT    NOT NULL,
    event_version  TEXT    NOT NULL,
    payload        TEXT    NOT NULL,
    metadata       TEXT    NOT NULL,
    position       INTEGER PRIMARY KEY,
    event_id       BLOB    NOT NULL UNIQUE,
    organisation   BLOB    NOT NULL,
    recorded_at    TEXT    NOT NULL,
    command_id     BLOB    NOT NULL,
    actor          BLOB    NOT NULL,
    hash           BLOB    NOT NULL,
    UNIQUE (aggregate_type, aggregate_id, sequence)
) STRICT;

-- One row: the position of the last event.
CREATE TABLE log_head (
    only_one INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_one = 1),
    position INTEGER NOT NULL
) STRICT;
INSERT INTO log_head (position) VALUES (0);

-- What was asked: the same command again is answered as the first time.
CREATE TABLE commands (
    command_id  BLOB    PRIMARY KEY,
    fingerprint BLOB    NOT NULL,
    position    INTEGER NOT NULL,
    recorded_at TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- The data key of each person, wrapped by a master key that is not in the database.
-- A destroyed key keeps its row, so that none is made again.
CREATE TABLE subject_keys (
    subject      BLOB PRIMARY KEY,
    wrapped      BLOB,
    created_at   TEXT NOT NULL,
    destroyed_at TEXT,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'an event, once stored, is never changed or deleted');
END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'an event, once stored, is never changed or deleted');
END;
