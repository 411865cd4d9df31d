-- Lists of places that were shown for somebody: a row a list, added to and never changed, but for forgetting.
-- Apart from the lists of people, so that what is counted of people stays what it was.
CREATE TABLE place_lists (
    list_id         UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (organisation_id),
    person_id       UUID NOT NULL,               -- for whom
    shown_to        UUID NOT NULL,
    shown_at        TIMESTAMPTZ NOT NULL,
    shown_on        DATE NOT NULL,               -- the civil date, where the work is done
    rules           BIGINT NOT NULL,
    ranked          BIGINT NOT NULL,
    left_out        BIGINT NOT NULL,
    entries         BYTEA                        -- sealed; emptied when the person is forgotten
);
CREATE INDEX place_lists_of_person ON place_lists (organisation_id, person_id, shown_at);
