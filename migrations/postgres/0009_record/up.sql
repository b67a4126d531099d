-- The record of access is asked by whom it concerns, by who acted, and by time.
CREATE INDEX audit_by_subject ON audit (subject, at);
CREATE INDEX audit_by_account ON audit (account_id, at);
CREATE INDEX audit_by_time ON audit (at);

-- A scope may have several data keys: the latest that is current seals, all of them open. One that was destroyed holds nothing any more,
-- and stays so that none is made in its place.
ALTER TABLE data_keys ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE data_keys ADD COLUMN current_from BIGINT NOT NULL DEFAULT 0;
ALTER TABLE data_keys ADD COLUMN destroyed_at BIGINT;
DROP INDEX data_keys_by_scope;
CREATE UNIQUE INDEX data_keys_by_scope
    ON data_keys (purpose, COALESCE(state_id, ''), COALESCE(cycle_id, ''), generation);
ALTER TABLE responses ADD COLUMN destroyed_at BIGINT;
