-- Lists that people bring. These are not events: what comes of them is.
CREATE TABLE imports (
    import_id       UUID     NOT NULL PRIMARY KEY,
    organisation_id UUID     NOT NULL,
    account_id      UUID     NOT NULL,
    begun_at        TIMESTAMPTZ NOT NULL,
    touched_at      TIMESTAMPTZ NOT NULL,
    stage           TEXT     NOT NULL,
    plan            TEXT     NOT NULL,            -- headings, what columns say, rows chosen
    rows_chosen     BIGINT   NOT NULL,
    rows_done       BIGINT   NOT NULL,
    sheet           BYTEA                         -- sealed; emptied once nothing of it is needed
);
CREATE INDEX imports_of_organisation ON imports (organisation_id, begun_at);

-- What became of each row. Who they are stands in the log alone.
CREATE TABLE import_rows (
    import_id          UUID   NOT NULL REFERENCES imports (import_id) ON DELETE CASCADE,
    row_number         BIGINT NOT NULL,
    person_id          UUID   NOT NULL,
    person_version     BIGINT NOT NULL,
    engagement_id      UUID,
    engagement_version BIGINT,
    refused            TEXT,
    taken_back         TEXT,
    PRIMARY KEY (import_id, row_number)
);

-- What columns under the same headings were said to mean the last time.
CREATE TABLE import_mappings (
    organisation_id UUID NOT NULL,
    heads_digest    BYTEA NOT NULL,
    mapping         TEXT NOT NULL,
    PRIMARY KEY (organisation_id, heads_digest)
);
