DROP TABLE section_statuses;
DROP TABLE assignment_mails;
DROP TABLE assigned_questions;
-- SQLite drops no column that refers to another table.
CREATE TABLE assignments_before (
    state_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    section TEXT NOT NULL,
    account_id TEXT NOT NULL,
    PRIMARY KEY (state_id, response_id, section, account_id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id),
    FOREIGN KEY (state_id, account_id) REFERENCES accounts (state_id, id)
) STRICT;
INSERT INTO assignments_before SELECT state_id, response_id, section, account_id FROM assignments;
DROP TABLE assignments;
ALTER TABLE assignments_before RENAME TO assignments;
CREATE INDEX assignments_by_account ON assignments (state_id, account_id);
