-- The event log. The first seven columns of events are those of postgres-es, so that its readers
-- read this table; json (not jsonb) keeps the stored bytes as they were, because hashes cover them.

CREATE TABLE events (
    aggregate_type text                         NOT NULL,
    aggregate_id   text                         NOT NULL,
    sequence       bigint CHECK (sequence >= 1) NOT NULL,
    event_type     text                         NOT NULL,
    event_version  text                         NOT NULL,
    payload        json                         NOT NULL,
    metadata       json                         NOT NULL,
    position       bigint                       NOT NULL UNIQUE,
    event_id       uuid                         NOT NULL UNIQUE,
    organisation   uuid                         NOT NULL,
    recorded_at    timestamptz                  NOT NULL,
    command_id     uuid                         NOT NULL,
    actor          uuid                         NOT NULL,
    hash           bytea                        NOT NULL,
    PRIMARY KEY (aggregate_type, aggregate_id, sequence)
);

-- One row. Whoever appends locks it first, so positions are gapless and in the order of commits.
CREATE TABLE log_head (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    position bigint NOT NULL
);
INSERT INTO log_head (position) VALUES (0);
-- It is updated by every append: room on the page keeps the updates on it.
ALTER TABLE log_head SET (fillfactor = 10);

-- What was asked: the same command again is answered as the first time.
CREATE TABLE commands (
    command_id  uuid        PRIMARY KEY,
    fingerprint bytea       NOT NULL,
    position    bigint      NOT NULL,
    recorded_at timestamptz NOT NULL
);

-- The data key of each person, wrapped by a master key that is not in the database.
-- A destroyed key keeps its row, so that none is made again.
CREATE TABLE subject_keys (
    subject      uuid        PRIMARY KEY,
    wrapped      bytea,
    created_at   timestamptz NOT NULL,
    destroyed_at timestamptz,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);

CREATE FUNCTION events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an event, once stored, is never changed or deleted';
END
$$;
CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION events_stay();
