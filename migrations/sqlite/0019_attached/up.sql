-- Whether a file stands beside an answer, which it is not itself; and who took such a file away again, and when.
ALTER TABLE attachments ADD COLUMN attached INTEGER NOT NULL DEFAULT 0 CHECK (attached IN (0, 1));
ALTER TABLE attachments ADD COLUMN removed_by TEXT REFERENCES accounts (id);
ALTER TABLE attachments ADD COLUMN removed_at INTEGER;
