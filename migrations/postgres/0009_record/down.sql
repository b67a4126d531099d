DROP INDEX audit_by_time;
DROP INDEX audit_by_account;
DROP INDEX audit_by_subject;
