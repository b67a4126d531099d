-- Whether who has single questions of a section to write has all the rest of it to read.
ALTER TABLE assignments ADD COLUMN reads_rest INTEGER NOT NULL DEFAULT 0 CHECK (reads_rest IN (0, 1));
