-- Who has what of a draft: until which day, with which note, given by whom and when; a whole section, single questions of it, or a section
-- to be read. What was given before has neither day nor note, and nobody knows who gave it.
ALTER TABLE assignments ADD COLUMN extent TEXT NOT NULL DEFAULT 'section' CHECK (extent IN ('section', 'questions', 'reading'));
ALTER TABLE assignments ADD COLUMN due TEXT;
ALTER TABLE assignments ADD COLUMN note BLOB;
ALTER TABLE assignments ADD COLUMN given_by TEXT REFERENCES accounts (id);
ALTER TABLE assignments ADD COLUMN given_at INTEGER;

-- The questions of an assignment of single ones, by their codes; a repeat as a whole.
CREATE TABLE assigned_questions (
    state_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    section TEXT NOT NULL,
    account_id TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (state_id, response_id, section, account_id, code),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id),
    FOREIGN KEY (state_id, account_id) REFERENCES accounts (state_id, id)
) STRICT;

-- When somebody was last told by mail that something was given to them.
CREATE TABLE assignment_mails (
    state_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    mailed_at INTEGER NOT NULL,
    PRIMARY KEY (state_id, account_id),
    FOREIGN KEY (state_id, account_id) REFERENCES accounts (state_id, id)
) STRICT;

-- Where people say that a section stands. 'in_work' is here for one that was ready or cleared and was changed or taken back since.
CREATE TABLE section_statuses (
    state_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    section TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('in_work', 'ready', 'cleared')),
    set_by TEXT NOT NULL REFERENCES accounts (id),
    set_at INTEGER NOT NULL,
    PRIMARY KEY (state_id, response_id, section),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id)
) STRICT;
