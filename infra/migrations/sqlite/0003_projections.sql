-- How far each read model has followed the log. The tables themselves are made by the projector, one
-- a generation (people_v3), and can always be made again from the log.
CREATE TABLE projections (
    model          TEXT    NOT NULL PRIMARY KEY,
    generation     BIGINT  NOT NULL,           -- the table that the view of this name shows
    version        BIGINT  NOT NULL,           -- of the code that folds it
    shape          TEXT    NOT NULL,           -- digest of its columns and indexes
    position       BIGINT  NOT NULL,           -- of the last event taken
    halted_at      BIGINT,                     -- position of the event that a money model could not take
    halted_because TEXT
);

-- Streams that a model follows no further until it is rebuilt.
CREATE TABLE parked_streams (
    model      TEXT     NOT NULL,
    generation BIGINT   NOT NULL,
    noun       TEXT     NOT NULL,
    stream_id  BLOB     NOT NULL,
    position   BIGINT   NOT NULL,              -- of the event it could not take
    reason     TEXT     NOT NULL,
    PRIMARY KEY (model, generation, noun, stream_id)
);
