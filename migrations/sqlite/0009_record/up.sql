-- The record of access is asked by whom it concerns, by who acted, and by time.
CREATE INDEX audit_by_subject ON audit (subject, at);
CREATE INDEX audit_by_account ON audit (account_id, at);
CREATE INDEX audit_by_time ON audit (at);
