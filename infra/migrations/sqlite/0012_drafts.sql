-- What somebody has begun to type and not sent yet: theirs alone, sealed, for a month at most.
CREATE TABLE drafts (
    draft_id        BLOB     NOT NULL PRIMARY KEY, -- follows from the account and the form
    account_id      BLOB     NOT NULL,
    organisation_id BLOB     NOT NULL,
    person_id       BLOB,                          -- under whose key it is sealed; NULL when about nobody yet
    other_id        BLOB,
    saved_at        DATETIME NOT NULL,
    sealed          BLOB     NOT NULL
);
CREATE INDEX drafts_of_account ON drafts (account_id, saved_at);
CREATE INDEX drafts_of_person ON drafts (person_id);
CREATE INDEX drafts_of_other ON drafts (other_id);
CREATE INDEX drafts_by_age ON drafts (saved_at);
