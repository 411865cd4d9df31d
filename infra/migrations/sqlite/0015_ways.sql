-- How long the way between two parts of town is. A row a change; the last about the same two counts, and one without
-- minutes says that nobody knows any more.
CREATE TABLE ways (
    way_id          BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (organisation_id),
    one             TEXT NOT NULL,
    other           TEXT NOT NULL,
    minutes         INTEGER,
    said_by         BLOB NOT NULL,
    said_at         DATETIME NOT NULL
);
CREATE INDEX ways_of_organisation ON ways (organisation_id);
