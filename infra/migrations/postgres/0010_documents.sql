-- Photographs and papers: what is in them, sealed under the key of whom they are about, in pieces.
-- What they are, and that they were attached or taken away, are events.
CREATE TABLE documents (
    document_id     UUID     NOT NULL PRIMARY KEY,
    organisation_id UUID     NOT NULL,
    person_id       UUID     NOT NULL,
    mark            BYTEA    NOT NULL,            -- by which the same content is known again
    kept_at         TIMESTAMPTZ NOT NULL,
    named           BOOLEAN  NOT NULL             -- whether an event names it
);
CREATE INDEX documents_of_person ON documents (person_id);
CREATE INDEX documents_unnamed ON documents (kept_at) WHERE NOT named;

CREATE TABLE document_pieces (
    document_id UUID   NOT NULL REFERENCES documents (document_id) ON DELETE CASCADE,
    part        TEXT   NOT NULL,
    piece       BIGINT NOT NULL,
    sealed      BYTEA  NOT NULL,
    PRIMARY KEY (document_id, part, piece)
);
