-- What somebody has begun to type and not sent yet: theirs alone, sealed, for a month at most.
CREATE TABLE drafts (
    draft_id        UUID     NOT NULL PRIMARY KEY, -- follows from the account and the form
    account_id      UUID     NOT NULL,
    organisation_id UUID     NOT NULL,
    person_id       UUID,                          -- under whose key it is sealed; NULL when about nobody yet
    other_id        UUID,
    saved_at        TIMESTAMPTZ NOT NULL,
    sealed          BYTEA    NOT NULL
);
CREATE INDEX drafts_of_account ON drafts (account_id, saved_at);
CREATE INDEX drafts_of_person ON drafts (person_id);
CREATE INDEX drafts_of_other ON drafts (other_id);
CREATE INDEX drafts_by_age ON drafts (saved_at);
