-- What became of an answer that was carried over from an earlier year. The text itself is the answer's, sealed there: here stand only the
-- year in which it was last given or confirmed, the form that it was given on, and who settled it this year.
CREATE TABLE carried_answers (
    state_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    code TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    form_hash TEXT NOT NULL REFERENCES forms (hash),
    standing TEXT NOT NULL CHECK (standing IN ('carried', 'confirmed', 'changed')),
    settled_by TEXT REFERENCES accounts (id),
    settled_at INTEGER,
    PRIMARY KEY (state_id, response_id, code, entry_id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id)
) STRICT;
