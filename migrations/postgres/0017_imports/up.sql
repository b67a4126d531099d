-- What was read from files that were filled in away from the platform, until it is taken over or discarded. It never leaves the State.
CREATE TABLE imports (
    state_id TEXT NOT NULL,
    id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    progress TEXT NOT NULL CHECK (progress IN ('open', 'applied', 'discarded', 'expired')),
    -- Gone once it is not open any more.
    sealed BYTEA,
    settled_by TEXT,
    settled_at BIGINT,
    PRIMARY KEY (state_id, id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id),
    FOREIGN KEY (state_id, account_id) REFERENCES accounts (state_id, id)
);
CREATE INDEX imports_by_response ON imports (state_id, response_id);
