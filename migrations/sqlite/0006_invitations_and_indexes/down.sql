DROP INDEX attachments_by_response;
DROP INDEX data_keys_by_owner;
CREATE TABLE invitations_as_before (
    state_id TEXT NOT NULL REFERENCES states (id),
    cycle_id TEXT NOT NULL REFERENCES cycles (id),
    mail_id TEXT NOT NULL,
    invited_at INTEGER NOT NULL,
    PRIMARY KEY (state_id, cycle_id)
) STRICT;
INSERT INTO invitations_as_before
    SELECT state_id, cycle_id, mail_id, invited_at FROM cycle_invitations WHERE mail_id IS NOT NULL;
DROP TABLE cycle_invitations;
ALTER TABLE invitations_as_before RENAME TO cycle_invitations;
