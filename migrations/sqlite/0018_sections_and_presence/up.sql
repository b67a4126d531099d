-- Whether States may submit section by section in a cycle, and which sections a response has submitted (nothing: all of them), by their codes.
ALTER TABLE cycles ADD COLUMN by_section INTEGER NOT NULL DEFAULT 0 CHECK (by_section IN (0, 1));
ALTER TABLE responses ADD COLUMN sections TEXT;
-- Who has been editing a section just now. A row counts for about a minute; it never leaves the State.
CREATE TABLE presences (
    state_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    section TEXT NOT NULL,
    account_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (state_id, response_id, section, account_id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id),
    FOREIGN KEY (state_id, account_id) REFERENCES accounts (state_id, id)
) STRICT;
