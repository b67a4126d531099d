DROP TABLE comment_mails;
DROP TABLE comments;
DROP TABLE removed_entries;
DROP TABLE answer_versions;
