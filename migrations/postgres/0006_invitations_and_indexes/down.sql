DROP INDEX attachments_by_response;
DROP INDEX data_keys_by_owner;
DELETE FROM cycle_invitations WHERE mail_id IS NULL;
ALTER TABLE cycle_invitations ALTER COLUMN mail_id SET NOT NULL;
