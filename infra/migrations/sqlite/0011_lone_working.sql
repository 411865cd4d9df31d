-- How an organisation looks out for those who are out alone; the usual where there is no row.
CREATE TABLE lone_working (
    organisation_id BLOB    NOT NULL PRIMARY KEY,
    grace_minutes   INTEGER NOT NULL,
    on_call         TEXT
);
-- Somebody's own word of alarm, as an argon2id hash.
CREATE TABLE alarm_words (
    account_id BLOB NOT NULL PRIMARY KEY REFERENCES accounts (account_id) ON DELETE CASCADE,
    word       TEXT NOT NULL
);
