-- What a State answers. Every table here belongs to a State: its keys begin with the State's id, so that neither a forgotten
-- condition nor a unique violation can reach across States. Texts are sealed; only codes, choices of visibility and times are not.
CREATE TABLE responses (
    state_id TEXT NOT NULL REFERENCES states (id),
    id TEXT NOT NULL,
    cycle_id TEXT NOT NULL REFERENCES cycles (id),
    form_hash TEXT NOT NULL REFERENCES forms (hash),
    begun_by TEXT NOT NULL REFERENCES accounts (id),
    begun_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    submitted_at BIGINT,
    published_revision INTEGER NOT NULL,
    published_at BIGINT,
    PRIMARY KEY (state_id, id),
    UNIQUE (state_id, cycle_id)
);
CREATE INDEX responses_by_id ON responses (id);
CREATE INDEX responses_by_cycle ON responses (cycle_id);

-- The entries of repeats. An entry has an id of its own, so that removing one moves no answer.
CREATE TABLE entries (
    state_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    id TEXT NOT NULL,
    repeat_code TEXT NOT NULL,
    parent_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (state_id, response_id, id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id)
);

CREATE TABLE answers (
    state_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    code TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    visibility TEXT CHECK (visibility IN ('court', 'states_parties')),
    version INTEGER NOT NULL,
    changed_by TEXT NOT NULL REFERENCES accounts (id),
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (state_id, response_id, code, entry_id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id)
);

-- What somebody typed while a colleague saved the same answer: kept until one of the two is chosen.
CREATE TABLE rival_answers (
    state_id TEXT NOT NULL,
    id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    code TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    visibility TEXT CHECK (visibility IN ('court', 'states_parties')),
    written_by TEXT NOT NULL REFERENCES accounts (id),
    written_at BIGINT NOT NULL,
    PRIMARY KEY (state_id, id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id)
);
CREATE INDEX rival_answers_by_response ON rival_answers (state_id, response_id);

-- A file given as an answer. The flags follow the revisions and snapshots that name it.
CREATE TABLE attachments (
    state_id TEXT NOT NULL,
    id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    code TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    submitted BOOLEAN NOT NULL,
    court_only BOOLEAN NOT NULL,
    published BOOLEAN NOT NULL,
    uploaded_by TEXT NOT NULL REFERENCES accounts (id),
    uploaded_at BIGINT NOT NULL,
    PRIMARY KEY (state_id, id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id)
);
CREATE INDEX attachments_by_id ON attachments (id);

CREATE TABLE assignments (
    state_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    section TEXT NOT NULL,
    account_id TEXT NOT NULL,
    PRIMARY KEY (state_id, response_id, section, account_id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id),
    FOREIGN KEY (state_id, account_id) REFERENCES accounts (state_id, id)
);

-- Submitted, numbered, never updated: the canonical bytes that were hashed, sealed.
CREATE TABLE revisions (
    state_id TEXT NOT NULL,
    id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    form_hash TEXT NOT NULL REFERENCES forms (hash),
    sealed BYTEA NOT NULL,
    sha256 TEXT NOT NULL,
    receipt TEXT NOT NULL,
    submitted_by TEXT NOT NULL REFERENCES accounts (id),
    submitted_at BIGINT NOT NULL,
    late BOOLEAN NOT NULL,
    after_freeze BOOLEAN NOT NULL,
    PRIMARY KEY (state_id, id),
    UNIQUE (state_id, response_id, number),
    UNIQUE (state_id, receipt),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id)
);

-- What other States may read of a revision, frozen at publication. A snapshot that was narrowed later is closed to them.
CREATE TABLE snapshots (
    state_id TEXT NOT NULL,
    id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    cycle_id TEXT NOT NULL REFERENCES cycles (id),
    number INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    sealed BYTEA NOT NULL,
    sha256 TEXT NOT NULL,
    published_by TEXT REFERENCES accounts (id),
    published_at BIGINT NOT NULL,
    superseded_at BIGINT,
    closed_at BIGINT,
    PRIMARY KEY (state_id, id),
    UNIQUE (state_id, response_id, number),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id)
);
CREATE INDEX snapshots_by_cycle ON snapshots (cycle_id);
