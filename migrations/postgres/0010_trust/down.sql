UPDATE accounts SET confirmed_at = NULL, confirmed_by = NULL WHERE role IN ('secretariat', 'facilitator');
ALTER TABLE accounts DROP COLUMN made_by;
