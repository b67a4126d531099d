-- Forms that were sent: the second of a double click finds what the first has done. The key is a hash of whose form, which act and what
-- was in it; the outcome holds ids and numbers.
CREATE TABLE sent_forms (
    key_hash BLOB NOT NULL PRIMARY KEY,
    outcome TEXT NOT NULL,
    sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sent_forms_by_time ON sent_forms (sent_at);
