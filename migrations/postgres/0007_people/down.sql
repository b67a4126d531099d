DROP INDEX assignments_by_account;
DROP INDEX accounts_by_end;
ALTER TABLE accounts DROP COLUMN confirmed_by;
ALTER TABLE accounts DROP COLUMN confirmed_at;
ALTER TABLE accounts DROP COLUMN proposed_by;
ALTER TABLE accounts DROP COLUMN proposed_role;
ALTER TABLE accounts DROP COLUMN note_date;
ALTER TABLE accounts DROP COLUMN warned;
ALTER TABLE accounts DROP COLUMN ends_on;
