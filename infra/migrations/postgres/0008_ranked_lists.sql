-- Lists of who could be introduced to somebody, as they were shown: a row a list, added to and never changed,
-- but for forgetting. These are not events: they change nothing about anybody.
CREATE TABLE ranked_lists (
    list_id         UUID NOT NULL PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (organisation_id),
    person_id       UUID NOT NULL,               -- for whom
    shown_to        UUID NOT NULL,
    shown_at        TIMESTAMPTZ NOT NULL,
    shown_on        DATE NOT NULL,               -- the civil date, where the work is done
    month           TEXT NOT NULL,
    rules           BIGINT NOT NULL,
    searched        BOOLEAN NOT NULL,
    ranked          BIGINT NOT NULL,
    left_out        BIGINT NOT NULL,
    entries         BYTEA                        -- sealed; emptied when the person is forgotten
);
CREATE INDEX ranked_lists_of_organisation ON ranked_lists (organisation_id, shown_at);
CREATE INDEX ranked_lists_of_month ON ranked_lists (organisation_id, month, person_id);

-- How often somebody was shown to others, by month. Ids and counts alone.
CREATE TABLE ranked_shown (
    organisation_id UUID NOT NULL,
    month           TEXT NOT NULL,
    person_id       UUID NOT NULL,
    shown           BIGINT NOT NULL,
    near_the_top    BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, month, person_id)
);
