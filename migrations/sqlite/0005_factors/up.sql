-- Second factors, recovery codes, and sessions that are half-way in. Sessions from before were begun without a factor: they end.
DELETE FROM sessions;
ALTER TABLE sessions ADD COLUMN stage TEXT NOT NULL DEFAULT 'full' CHECK (stage IN ('factor', 'enrolment', 'full'));
ALTER TABLE sessions ADD COLUMN proved_at INTEGER;
ALTER TABLE sessions ADD COLUMN wrong INTEGER NOT NULL DEFAULT 0;
-- Browser and system in two words, and the network without its last part: for the person's own list of sessions.
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN network TEXT NOT NULL DEFAULT '';
-- Where to go once fully in, and a form that was posted when an earlier session had expired, sealed.
ALTER TABLE sessions ADD COLUMN back TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN carried BLOB;

CREATE TABLE factors (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('codes', 'passkey')),
    name TEXT NOT NULL,
    sealed BLOB NOT NULL,
    -- A passkey is found by the hash of its credential's id.
    credential_hash BLOB UNIQUE,
    -- The latest step of 30 seconds whose code was accepted: none is accepted twice.
    last_step INTEGER,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT;
CREATE INDEX factors_by_account ON factors (account_id);

-- The secret of an authenticator that is being set up in a session, until a code from it confirms it.
CREATE TABLE factor_drafts (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_codes (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    code_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (account_id, code_hash)
) STRICT;

-- Challenges of passkeys that were answered, so that none is answered twice.
CREATE TABLE answered_challenges (
    challenge_hash BLOB NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT;
