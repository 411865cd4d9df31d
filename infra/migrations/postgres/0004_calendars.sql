-- The secret address of somebody's calendar. The secret itself is only where they put it: here is its SHA-256.
CREATE TABLE calendars (
    account_id    UUID NOT NULL PRIMARY KEY REFERENCES accounts (account_id) ON DELETE CASCADE,
    secret_digest BYTEA NOT NULL UNIQUE,
    made_at       TIMESTAMPTZ NOT NULL
);
