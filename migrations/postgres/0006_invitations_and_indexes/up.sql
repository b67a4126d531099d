-- A State that has no official address is invited through its coordinators, without a mail of its own.
ALTER TABLE cycle_invitations ALTER COLUMN mail_id DROP NOT NULL;

-- Found by the load tests over twenty years: a key was looked for among those of all States, a file among those of all years.
CREATE INDEX data_keys_by_owner ON data_keys (purpose, state_id, cycle_id);
CREATE INDEX attachments_by_response ON attachments (state_id, response_id);
