ALTER TABLE accounts ADD COLUMN note_reference TEXT;
ALTER TABLE accounts ADD COLUMN warned INTEGER;
ALTER TABLE accounts ADD COLUMN note_date TEXT;
UPDATE accounts SET
    note_reference = (SELECT reference FROM account_notes WHERE account_id = accounts.id),
    note_date = (SELECT date FROM account_notes WHERE account_id = accounts.id),
    warned = (SELECT days FROM account_warnings WHERE account_id = accounts.id);
DROP TABLE account_warnings;
DROP TABLE account_notes;
