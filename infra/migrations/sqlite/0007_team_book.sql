-- What a team lead keeps beside the log. How much each colleague can take; who says nothing takes the default.
CREATE TABLE capacities (
    account_id       BLOB     NOT NULL PRIMARY KEY,
    organisation_id  BLOB     NOT NULL REFERENCES organisations (organisation_id),
    open_cases       BIGINT   NOT NULL,
    minutes_per_week BIGINT,
    set_by           BLOB     NOT NULL,
    set_at           DATETIME NOT NULL
);
CREATE INDEX capacities_of_organisation ON capacities (organisation_id);

-- Whether a team lead has to agree to more time and to early endings.
CREATE TABLE agreement_rules (
    organisation_id BLOB     NOT NULL PRIMARY KEY REFERENCES organisations (organisation_id),
    needed          BOOLEAN  NOT NULL,
    set_by          BLOB     NOT NULL,
    set_at          DATETIME NOT NULL
);

-- Supervision: what was said is sealed.
CREATE TABLE supervisions (
    supervision_id  BLOB     NOT NULL PRIMARY KEY,
    organisation_id BLOB     NOT NULL REFERENCES organisations (organisation_id),
    colleague       BLOB     NOT NULL,
    lead            BLOB     NOT NULL,
    held_on         DATE     NOT NULL,
    next_on         DATE,
    kept_at         DATETIME NOT NULL,
    notes           BLOB     NOT NULL
);
CREATE INDEX supervisions_of_organisation ON supervisions (organisation_id, held_on);

-- Samples of records, and what was found in them. What was written is sealed, and emptied when the person goes.
CREATE TABLE samples (
    sample_id       BLOB     NOT NULL PRIMARY KEY,
    organisation_id BLOB     NOT NULL REFERENCES organisations (organisation_id),
    from_on         DATE     NOT NULL,
    to_on           DATE     NOT NULL,
    of_connector    BLOB,
    seed            BIGINT   NOT NULL,
    population      BIGINT   NOT NULL,
    drawn_by        BLOB     NOT NULL,
    drawn_at        DATETIME NOT NULL
);
CREATE INDEX samples_of_organisation ON samples (organisation_id, drawn_at);
CREATE TABLE sample_cases (
    sample_id     BLOB   NOT NULL REFERENCES samples (sample_id) ON DELETE CASCADE,
    place         BIGINT NOT NULL,
    engagement_id BLOB   NOT NULL,
    person_id     BLOB   NOT NULL,
    connector     BLOB,
    checked_by    BLOB,
    checked_on    DATE,
    results       TEXT,
    words         BLOB,
    PRIMARY KEY (sample_id, engagement_id)
);
CREATE INDEX sample_cases_of_person ON sample_cases (person_id);
