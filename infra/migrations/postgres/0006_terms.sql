-- What the things that people love are called. A row a change; what somebody typed is here as a digest only.
CREATE TABLE term_changes (
    change_id       UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (organisation_id),
    from_term       UUID NOT NULL,
    became          TEXT NOT NULL,
    changed_by      UUID NOT NULL,
    changed_at      TIMESTAMPTZ NOT NULL,
    undone_at       TIMESTAMPTZ
);
CREATE INDEX term_changes_of_organisation ON term_changes (organisation_id);
