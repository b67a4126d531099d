ALTER TABLE assignments DROP COLUMN reads_rest;
