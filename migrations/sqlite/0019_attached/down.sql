ALTER TABLE attachments DROP COLUMN removed_at;
ALTER TABLE attachments DROP COLUMN removed_by;
ALTER TABLE attachments DROP COLUMN attached;
