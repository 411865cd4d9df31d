-- Who signs in, and who pays. These are not events: they say nothing about a person supported.
CREATE TABLE organisations (
    organisation_id BLOB NOT NULL PRIMARY KEY,
    name            TEXT NOT NULL
);

CREATE TABLE accounts (
    account_id      BLOB    NOT NULL PRIMARY KEY,
    organisation_id BLOB    NOT NULL REFERENCES organisations (organisation_id),
    sign_in_name    TEXT    NOT NULL UNIQUE,      -- lower case
    name            TEXT    NOT NULL,
    role            TEXT    NOT NULL,
    active          BOOLEAN NOT NULL,
    password        TEXT,                         -- argon2id, as a PHC string; none cannot sign in with one
    persona         BIGINT                        -- place on the demo's sign-in page
);
CREATE INDEX accounts_of_organisation ON accounts (organisation_id);

-- What a commissioner pays for.
CREATE TABLE account_contracts (
    account_id  BLOB NOT NULL REFERENCES accounts (account_id) ON DELETE CASCADE,
    contract_id BLOB NOT NULL,
    PRIMARY KEY (account_id, contract_id)
);

-- Sessions. The token itself is only in the browser: here is its SHA-256.
CREATE TABLE sign_ins (
    token_digest BLOB     NOT NULL PRIMARY KEY,
    account_id   BLOB     NOT NULL REFERENCES accounts (account_id) ON DELETE CASCADE,
    started_at   DATETIME NOT NULL,
    used_at      DATETIME NOT NULL                -- at most a minute old
);
CREATE INDEX sign_ins_of_account ON sign_ins (account_id);
CREATE INDEX sign_ins_by_use ON sign_ins (used_at);

-- Passwords tried for a name since the first wrong one. Names are digests: people type passwords there.
CREATE TABLE wrong_passwords (
    name_digest BLOB     NOT NULL PRIMARY KEY,
    since       DATETIME NOT NULL,
    tried       BIGINT   NOT NULL
);
CREATE INDEX wrong_passwords_by_age ON wrong_passwords (since);

-- The one-time secret for the first administrator.
CREATE TABLE first_secret (
    only_one BOOLEAN NOT NULL PRIMARY KEY DEFAULT TRUE CHECK (only_one),
    digest   BLOB    NOT NULL
);

CREATE TABLE contracts (
    contract_id     BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (organisation_id),
    reference       TEXT NOT NULL,
    funder          TEXT NOT NULL,
    anchor          DATE NOT NULL                 -- a Monday from which its four-week periods are counted
);
CREATE INDEX contracts_of_organisation ON contracts (organisation_id);
