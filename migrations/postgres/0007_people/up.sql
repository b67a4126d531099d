-- How accounts are looked after: until when each is given, who named a coordinator and who confirmed that, and by which note.
ALTER TABLE accounts ADD COLUMN ends_on TEXT;
-- The last warning that the end comes: so many days before. One of each is sent.
ALTER TABLE accounts ADD COLUMN warned INTEGER;
ALTER TABLE accounts ADD COLUMN note_date TEXT;
-- The role that a person is to have once it is confirmed, and who proposed it or made the account; nothing for the operator.
ALTER TABLE accounts ADD COLUMN proposed_role TEXT CHECK (proposed_role IN ('coordinator', 'court_coordinator'));
ALTER TABLE accounts ADD COLUMN proposed_by TEXT REFERENCES accounts (id);
ALTER TABLE accounts ADD COLUMN confirmed_at BIGINT;
ALTER TABLE accounts ADD COLUMN confirmed_by TEXT REFERENCES accounts (id);

-- Coordinators who are there already were made by the Secretariat or the operator, and go on.
UPDATE accounts SET confirmed_at = created_at WHERE role IN ('coordinator', 'court_coordinator');
CREATE INDEX accounts_by_end ON accounts (ends_on);
CREATE INDEX assignments_by_account ON assignments (state_id, account_id);
