-- What a team lead keeps beside the log. How much each colleague can take; who says nothing takes the default.
CREATE TABLE capacities (
    account_id       UUID     NOT NULL PRIMARY KEY,
    organisation_id  UUID     NOT NULL REFERENCES organisations (organisation_id),
    open_cases       BIGINT   NOT NULL,
    minutes_per_week BIGINT,
    set_by           UUID     NOT NULL,
    set_at           TIMESTAMPTZ NOT NULL
);
CREATE INDEX capacities_of_organisation ON capacities (organisation_id);

-- Whether a team lead has to agree to more time and to early endings.
CREATE TABLE agreement_rules (
    organisation_id UUID     NOT NULL PRIMARY KEY REFERENCES organisations (organisation_id),
    needed          BOOLEAN  NOT NULL,
    set_by          UUID     NOT NULL,
    set_at          TIMESTAMPTZ NOT NULL
);

-- Supervision: what was said is sealed.
CREATE TABLE supervisions (
    supervision_id  UUID     NOT NULL PRIMARY KEY,
    organisation_id UUID     NOT NULL REFERENCES organisations (organisation_id),
    colleague       UUID     NOT NULL,
    lead            UUID     NOT NULL,
    held_on         DATE     NOT NULL,
    next_on         DATE,
    kept_at         TIMESTAMPTZ NOT NULL,
    notes           BYTEA     NOT NULL
);
CREATE INDEX supervisions_of_organisation ON supervisions (organisation_id, held_on);

-- Samples of records, and what was found in them. What was written is sealed, and emptied when the person goes.
CREATE TABLE samples (
    sample_id       UUID     NOT NULL PRIMARY KEY,
    organisation_id UUID     NOT NULL REFERENCES organisations (organisation_id),
    from_on         DATE     NOT NULL,
    to_on           DATE     NOT NULL,
    of_connector    UUID,
    seed            BIGINT   NOT NULL,
    population      BIGINT   NOT NULL,
    drawn_by        UUID     NOT NULL,
    drawn_at        TIMESTAMPTZ NOT NULL
);
CREATE INDEX samples_of_organisation ON samples (organisation_id, drawn_at);
CREATE TABLE sample_cases (
    sample_id     UUID   NOT NULL REFERENCES samples (sample_id) ON DELETE CASCADE,
    place         BIGINT NOT NULL,
    engagement_id UUID   NOT NULL,
    person_id     UUID   NOT NULL,
    connector     UUID,
    checked_by    UUID,
    checked_on    DATE,
    results       TEXT,
    words         BYTEA,
    PRIMARY KEY (sample_id, engagement_id)
);
CREATE INDEX sample_cases_of_person ON sample_cases (person_id);
