DROP TABLE clarification_mails;
DROP TABLE clarification_entries;
DROP TABLE clarifications;
