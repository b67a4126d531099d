-- The way back in: links for a forgotten password, and requests of persons who have lost every second factor.
ALTER TABLE invitations ADD COLUMN purpose TEXT NOT NULL DEFAULT 'account' CHECK (purpose IN ('account', 'factors'));

CREATE TABLE password_resets (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    token_hash BLOB NOT NULL UNIQUE,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX password_resets_by_account ON password_resets (account_id);

-- The word with which a request was refused is sealed.
CREATE TABLE lost_factors (
    id TEXT NOT NULL PRIMARY KEY,
    state_id TEXT REFERENCES states (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    standing TEXT NOT NULL CHECK (standing IN ('open', 'agreed', 'refused', 'withdrawn', 'done')),
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    settled_at INTEGER,
    settled_by TEXT REFERENCES accounts (id),
    word BLOB,
    UNIQUE (state_id, id),
    FOREIGN KEY (state_id, account_id) REFERENCES accounts (state_id, id)
) STRICT;
CREATE INDEX lost_factors_by_account ON lost_factors (account_id, asked_at);
CREATE INDEX lost_factors_by_standing ON lost_factors (standing, expires_at);

-- Two persons agree, each for one part: so one person cannot agree twice, nor two for the same part.
CREATE TABLE lost_factor_agreements (
    request_id TEXT NOT NULL REFERENCES lost_factors (id),
    part TEXT NOT NULL CHECK (part IN ('own', 'secretariat', 'second')),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    agreed_at INTEGER NOT NULL,
    PRIMARY KEY (request_id, part),
    UNIQUE (request_id, account_id)
) STRICT;
