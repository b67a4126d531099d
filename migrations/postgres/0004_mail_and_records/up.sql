-- The outbox, the record of what was done, the record of readings, and the wrapped data keys.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    state_id TEXT REFERENCES states (id),
    recipient TEXT NOT NULL,
    sealed BYTEA,
    state TEXT NOT NULL CHECK (state IN ('ready', 'accepted', 'given_up')),
    attempts INTEGER NOT NULL,
    next_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    last_fault TEXT,
    created_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX outbox_due ON outbox (state, next_at);

CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    account_id TEXT REFERENCES accounts (id),
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    state_id TEXT REFERENCES states (id),
    detail TEXT NOT NULL
);
CREATE INDEX audit_by_state ON audit (state_id, at);

-- One row a page on which somebody of the Court or the Secretariat read Court-only answers.
CREATE TABLE readings (
    id TEXT NOT NULL PRIMARY KEY,
    cycle_id TEXT NOT NULL REFERENCES cycles (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    reader TEXT NOT NULL CHECK (reader IN ('registry', 'otp', 'presidency', 'secretariat')),
    states TEXT NOT NULL,
    codes TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX readings_by_cycle ON readings (cycle_id, at);

CREATE TABLE data_keys (
    id TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    state_id TEXT REFERENCES states (id),
    cycle_id TEXT REFERENCES cycles (id),
    wrapped BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX data_keys_by_scope ON data_keys (purpose, COALESCE(state_id, ''), COALESCE(cycle_id, ''));
