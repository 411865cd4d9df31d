-- The lists that were shown for one person, and the supervisions of one colleague, along an index each.
CREATE INDEX ranked_lists_of_person ON ranked_lists (organisation_id, person_id, shown_at);
CREATE INDEX supervisions_of_colleague ON supervisions (organisation_id, colleague, held_on);
