DROP TABLE section_statuses;
DROP TABLE assignment_mails;
DROP TABLE assigned_questions;
ALTER TABLE assignments DROP COLUMN given_at;
ALTER TABLE assignments DROP COLUMN given_by;
ALTER TABLE assignments DROP COLUMN note;
ALTER TABLE assignments DROP COLUMN due;
ALTER TABLE assignments DROP COLUMN extent;
