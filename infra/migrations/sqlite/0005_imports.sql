-- Lists that people bring. These are not events: what comes of them is.
CREATE TABLE imports (
    import_id       BLOB     NOT NULL PRIMARY KEY,
    organisation_id BLOB     NOT NULL,
    account_id      BLOB     NOT NULL,
    begun_at        DATETIME NOT NULL,
    touched_at      DATETIME NOT NULL,
    stage           TEXT     NOT NULL,
    plan            TEXT     NOT NULL,            -- headings, what columns say, rows chosen
    rows_chosen     BIGINT   NOT NULL,
    rows_done       BIGINT   NOT NULL,
    sheet           BLOB                          -- sealed; emptied once nothing of it is needed
);
CREATE INDEX imports_of_organisation ON imports (organisation_id, begun_at);

-- What became of each row. Who they are stands in the log alone.
CREATE TABLE import_rows (
    import_id          BLOB   NOT NULL REFERENCES imports (import_id) ON DELETE CASCADE,
    row_number         BIGINT NOT NULL,
    person_id          BLOB   NOT NULL,
    person_version     BIGINT NOT NULL,
    engagement_id      BLOB,
    engagement_version BIGINT,
    refused            TEXT,
    taken_back         TEXT,
    PRIMARY KEY (import_id, row_number)
);

-- What columns under the same headings were said to mean the last time.
CREATE TABLE import_mappings (
    organisation_id BLOB NOT NULL,
    heads_digest    BLOB NOT NULL,
    mapping         TEXT NOT NULL,
    PRIMARY KEY (organisation_id, heads_digest)
);
