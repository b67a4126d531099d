-- A State that has no official address is invited through its coordinators, without a mail of its own.
CREATE TABLE invitations_as_before (
    state_id TEXT NOT NULL REFERENCES states (id),
    cycle_id TEXT NOT NULL REFERENCES cycles (id),
    mail_id TEXT,
    invited_at INTEGER NOT NULL,
    PRIMARY KEY (state_id, cycle_id)
) STRICT;
INSERT INTO invitations_as_before SELECT state_id, cycle_id, mail_id, invited_at FROM cycle_invitations;
DROP TABLE cycle_invitations;
ALTER TABLE invitations_as_before RENAME TO cycle_invitations;

-- Found by the load tests over twenty years: a key was looked for among those of all States, a file among those of all years.
CREATE INDEX data_keys_by_owner ON data_keys (purpose, state_id, cycle_id);
CREATE INDEX attachments_by_response ON attachments (state_id, response_id);
