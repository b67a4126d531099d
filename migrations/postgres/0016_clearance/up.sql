-- Who was asked to look at a draft before it is submitted, and what they said. It never leaves the State.
CREATE TABLE clearances (
    state_id TEXT NOT NULL,
    id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    asked_of TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    note BYTEA,
    verdict TEXT CHECK (verdict IN ('cleared', 'remarks')),
    remarks BYTEA,
    answered_at BIGINT,
    -- The version of the draft that was looked at.
    seen_version INTEGER,
    withdrawn_at BIGINT,
    PRIMARY KEY (state_id, id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id),
    FOREIGN KEY (state_id, asked_of) REFERENCES accounts (state_id, id),
    FOREIGN KEY (state_id, asked_by) REFERENCES accounts (state_id, id)
);
CREATE INDEX clearances_by_response ON clearances (state_id, response_id);
