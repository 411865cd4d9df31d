-- How long the way between two parts of town is. A row a change; the last about the same two counts, and one without
-- minutes says that nobody knows any more.
CREATE TABLE ways (
    way_id          UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (organisation_id),
    one             TEXT NOT NULL,
    other           TEXT NOT NULL,
    minutes         BIGINT,
    said_by         UUID NOT NULL,
    said_at         TIMESTAMPTZ NOT NULL
);
CREATE INDEX ways_of_organisation ON ways (organisation_id);
