-- Who was asked to look at a draft before it is submitted, and what they said. It never leaves the State.
CREATE TABLE clearances (
    state_id TEXT NOT NULL,
    id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    asked_of TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    note BLOB,
    verdict TEXT CHECK (verdict IN ('cleared', 'remarks')),
    remarks BLOB,
    answered_at INTEGER,
    -- The version of the draft that was looked at.
    seen_version INTEGER,
    withdrawn_at INTEGER,
    PRIMARY KEY (state_id, id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id),
    FOREIGN KEY (state_id, asked_of) REFERENCES accounts (state_id, id),
    FOREIGN KEY (state_id, asked_by) REFERENCES accounts (state_id, id)
) STRICT;
CREATE INDEX clearances_by_response ON clearances (state_id, response_id);
