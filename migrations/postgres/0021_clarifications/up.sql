-- A question that an organ of the Court puts to one State about one answer, and where it stands: whose turn it is, or how it ended.
CREATE TABLE clarifications (
    state_id TEXT NOT NULL,
    id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    -- The revision that was read when it was asked.
    revision INTEGER NOT NULL,
    code TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    organ TEXT NOT NULL CHECK (organ IN ('registry', 'otp', 'presidency')),
    -- Whether the Secretariat reads it too.
    copied BOOLEAN NOT NULL,
    hoped_for TEXT,
    standing TEXT NOT NULL CHECK (standing IN ('state', 'court', 'settled', 'withdrawn')),
    entries INTEGER NOT NULL,
    asked_by TEXT NOT NULL REFERENCES accounts (id),
    asked_at BIGINT NOT NULL,
    -- When it last came to stand so.
    turned_at BIGINT NOT NULL,
    PRIMARY KEY (state_id, id),
    FOREIGN KEY (state_id, response_id, revision) REFERENCES revisions (state_id, response_id, number)
);
CREATE INDEX clarifications_by_id ON clarifications (id);
CREATE INDEX clarifications_by_response ON clarifications (state_id, response_id);
CREATE INDEX clarifications_by_organ ON clarifications (organ, turned_at);

-- What the organ and the State write in it, in turn. It is only added to.
CREATE TABLE clarification_entries (
    state_id TEXT NOT NULL,
    clarification_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('court', 'state')),
    sealed BYTEA NOT NULL,
    written_by TEXT NOT NULL REFERENCES accounts (id),
    written_at BIGINT NOT NULL,
    PRIMARY KEY (state_id, clarification_id, number),
    FOREIGN KEY (state_id, clarification_id) REFERENCES clarifications (state_id, id)
);

-- When somebody was last told by mail that something was written in a clarification of this State.
CREATE TABLE clarification_mails (
    state_id TEXT NOT NULL REFERENCES states (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    mailed_at BIGINT NOT NULL,
    PRIMARY KEY (state_id, account_id)
);
