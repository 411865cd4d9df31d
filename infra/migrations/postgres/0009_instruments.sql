-- Which questions about how life is an organisation asks, and under which licences. A row a decision; the last counts.
CREATE TABLE instrument_settings (
    setting_id        UUID NOT NULL PRIMARY KEY,
    organisation_id   UUID NOT NULL REFERENCES organisations (organisation_id),
    instrument        TEXT NOT NULL,
    switched_on       BOOLEAN NOT NULL,
    licence_holder    TEXT,
    licence_reference TEXT,
    licence_until     DATE,
    changed_by        UUID NOT NULL,
    changed_at        TIMESTAMPTZ NOT NULL
);
CREATE INDEX instrument_settings_of_organisation ON instrument_settings (organisation_id);

-- The contracts under which the same questions are asked once more after the end.
CREATE TABLE measure_follow_ups (
    organisation_id UUID NOT NULL REFERENCES organisations (organisation_id),
    contract_id     UUID NOT NULL PRIMARY KEY REFERENCES contracts (contract_id)
);
CREATE INDEX measure_follow_ups_of_organisation ON measure_follow_ups (organisation_id);
