-- By which note an account was asked for, and which warning of its last day was given, are tables of their own: a table of the program has
-- sixteen columns at most, since diesel compiles more than twice as long for wider ones. Nothing refers to the columns that go.
CREATE TABLE account_notes (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    reference TEXT NOT NULL,
    -- Notes that were kept before their dates were have none.
    date TEXT
) STRICT;
INSERT INTO account_notes (account_id, reference, date)
    SELECT id, note_reference, note_date FROM accounts WHERE note_reference IS NOT NULL;

CREATE TABLE account_warnings (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    -- How many days before the last one the latest warning was for.
    days INTEGER NOT NULL
) STRICT;
INSERT INTO account_warnings (account_id, days) SELECT id, warned FROM accounts WHERE warned IS NOT NULL;

ALTER TABLE accounts DROP COLUMN note_reference;
ALTER TABLE accounts DROP COLUMN note_date;
ALTER TABLE accounts DROP COLUMN warned;
