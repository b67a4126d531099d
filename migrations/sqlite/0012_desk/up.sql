-- The desk of a State: every saved version of an answer, entries that were taken out, and internal comments.
--
-- A version is only ever added. What stood before there was a history is copied as it was sealed, as an answer.
CREATE TABLE answer_versions (
    state_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    code TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    visibility TEXT CHECK (visibility IN ('court', 'states_parties')),
    changed_by TEXT NOT NULL REFERENCES accounts (id),
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (state_id, response_id, code, entry_id, version),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id)
) STRICT;
INSERT INTO answer_versions
    SELECT state_id, response_id, code, entry_id, version, sealed, visibility, changed_by, changed_at FROM answers;

-- An entry of a repeat that was removed, with the entries inside it: `removed_with` is the one that somebody chose to remove.
CREATE TABLE removed_entries (
    state_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    id TEXT NOT NULL,
    repeat_code TEXT NOT NULL,
    parent_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    removed_with TEXT NOT NULL,
    removed_by TEXT NOT NULL REFERENCES accounts (id),
    removed_at INTEGER NOT NULL,
    PRIMARY KEY (state_id, response_id, id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id)
) STRICT;

-- What people of a State write to each other on a question. It never leaves the State.
CREATE TABLE comments (
    state_id TEXT NOT NULL,
    id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    section TEXT NOT NULL,
    code TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    written_by TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    addressed_to TEXT,
    resolved INTEGER NOT NULL CHECK (resolved IN (0, 1)),
    turned_by TEXT,
    turned_at INTEGER,
    PRIMARY KEY (state_id, id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id),
    FOREIGN KEY (state_id, written_by) REFERENCES accounts (state_id, id),
    FOREIGN KEY (state_id, addressed_to) REFERENCES accounts (state_id, id),
    FOREIGN KEY (state_id, turned_by) REFERENCES accounts (state_id, id)
) STRICT;
CREATE INDEX comments_by_response ON comments (state_id, response_id, section, code, entry_id);

-- When somebody was last told by mail that something was written to them on a draft.
CREATE TABLE comment_mails (
    state_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    mailed_at INTEGER NOT NULL,
    PRIMARY KEY (state_id, response_id, account_id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id),
    FOREIGN KEY (state_id, account_id) REFERENCES accounts (state_id, id)
) STRICT;
