-- What a list said of work that was under way when it was brought: days and a length, about nobody by name.
ALTER TABLE import_rows ADD COLUMN started_on DATE;
ALTER TABLE import_rows ADD COLUMN agreed_until DATE;
ALTER TABLE import_rows ADD COLUMN minutes_a_week BIGINT;
