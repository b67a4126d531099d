-- Forms (immutable, named by their hash) and the yearly cycles that use them.
CREATE TABLE forms (
    hash TEXT NOT NULL PRIMARY KEY,
    form_id TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    compiled BYTEA NOT NULL,
    source BYTEA NOT NULL,
    problems TEXT NOT NULL,
    imported_by TEXT REFERENCES accounts (id),
    imported_at BIGINT NOT NULL
);

CREATE TABLE cycles (
    id TEXT NOT NULL PRIMARY KEY,
    year INTEGER NOT NULL UNIQUE CHECK (year BETWEEN 2000 AND 2999),
    form_hash TEXT NOT NULL REFERENCES forms (hash),
    note_reference TEXT NOT NULL,
    note_date TEXT NOT NULL,
    expected_by BIGINT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('prepared', 'open', 'frozen')),
    invented BOOLEAN NOT NULL,
    opened_at BIGINT,
    frozen_at BIGINT
);

CREATE TABLE cycle_invitations (
    state_id TEXT NOT NULL REFERENCES states (id),
    cycle_id TEXT NOT NULL REFERENCES cycles (id),
    mail_id TEXT NOT NULL,
    invited_at BIGINT NOT NULL,
    PRIMARY KEY (state_id, cycle_id)
);
