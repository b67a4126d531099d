-- States Parties, the accounts of all seven roles, and how they come in. The id of a State is its ISO 3166-1 alpha-3 code.
CREATE TABLE states (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 3),
    alpha2 TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_fr TEXT NOT NULL,
    name_en_text TEXT NOT NULL,
    name_fr_de TEXT NOT NULL,
    other_names TEXT NOT NULL,
    regional_group TEXT NOT NULL,
    entry_into_force TEXT NOT NULL,
    withdrawal_effective TEXT,
    official_address TEXT,
    copy_address TEXT
) STRICT;

CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    state_id TEXT REFERENCES states (id),
    organ TEXT CHECK (organ IN ('registry', 'otp', 'presidency')),
    role TEXT NOT NULL CHECK (role IN
        ('coordinator', 'contributor', 'reader', 'court_reader', 'court_coordinator', 'secretariat', 'facilitator')),
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL,
    password_hash TEXT,
    standing TEXT NOT NULL CHECK (standing IN ('invited', 'active', 'suspended', 'ended')),
    note_reference TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (state_id, id),
    CHECK ((role IN ('coordinator', 'contributor', 'reader')) = (state_id IS NOT NULL)),
    CHECK ((role IN ('court_reader', 'court_coordinator')) = (organ IS NOT NULL))
) STRICT;
CREATE INDEX accounts_by_state ON accounts (state_id);

CREATE TABLE invitations (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    token_hash BLOB NOT NULL UNIQUE,
    code_hash BLOB NOT NULL,
    wrong_codes INTEGER NOT NULL,
    issued_by TEXT REFERENCES accounts (id),
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX invitations_by_account ON invitations (account_id);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id);

-- Failures by account, by address and by device known to the account, each under a hash: a stranger's failures slow the stranger.
CREATE TABLE sign_in_failures (
    subject TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT;
