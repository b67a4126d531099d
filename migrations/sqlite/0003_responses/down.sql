DROP TABLE snapshots;
DROP TABLE revisions;
DROP TABLE assignments;
DROP TABLE attachments;
DROP TABLE rival_answers;
DROP TABLE answers;
DROP TABLE entries;
DROP TABLE responses;
