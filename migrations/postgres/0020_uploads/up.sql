-- Files that come in pieces, until they are whole. The pieces lie in the store of files; only who began one goes on with it.
CREATE TABLE uploads (
    state_id TEXT NOT NULL,
    id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    code TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    -- The file's name and digest.
    sealed BYTEA NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    received INTEGER NOT NULL CHECK (received BETWEEN 0 AND size),
    -- The length of each piece, in order.
    pieces TEXT NOT NULL,
    -- The file that it has become.
    attachment_id TEXT,
    begun_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    PRIMARY KEY (state_id, id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id),
    FOREIGN KEY (state_id, account_id) REFERENCES accounts (state_id, id)
);
CREATE INDEX uploads_by_response ON uploads (state_id, response_id);
