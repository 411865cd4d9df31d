-- What the things that people love are called. A row a change; what somebody typed is here as a digest only.
CREATE TABLE term_changes (
    change_id       BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (organisation_id),
    from_term       BLOB NOT NULL,
    became          TEXT NOT NULL,
    changed_by      BLOB NOT NULL,
    changed_at      DATETIME NOT NULL,
    undone_at       DATETIME
);
CREATE INDEX term_changes_of_organisation ON term_changes (organisation_id);
