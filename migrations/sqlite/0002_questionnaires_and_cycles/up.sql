-- Forms (immutable, named by their hash) and the yearly cycles that use them.
CREATE TABLE forms (
    hash TEXT NOT NULL PRIMARY KEY,
    form_id TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    compiled BLOB NOT NULL,
    source BLOB NOT NULL,
    problems TEXT NOT NULL,
    imported_by TEXT REFERENCES accounts (id),
    imported_at INTEGER NOT NULL
) STRICT;

CREATE TABLE cycles (
    id TEXT NOT NULL PRIMARY KEY,
    year INTEGER NOT NULL UNIQUE CHECK (year BETWEEN 2000 AND 2999),
    form_hash TEXT NOT NULL REFERENCES forms (hash),
    note_reference TEXT NOT NULL,
    note_date TEXT NOT NULL,
    expected_by INTEGER NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('prepared', 'open', 'frozen')),
    invented INTEGER NOT NULL CHECK (invented IN (0, 1)),
    opened_at INTEGER,
    frozen_at INTEGER
) STRICT;

CREATE TABLE cycle_invitations (
    state_id TEXT NOT NULL REFERENCES states (id),
    cycle_id TEXT NOT NULL REFERENCES cycles (id),
    mail_id TEXT NOT NULL,
    invited_at INTEGER NOT NULL,
    PRIMARY KEY (state_id, cycle_id)
) STRICT;
