-- On whose word an account is there. Who made it stays, whoever proposes a role later; nothing for the operator.
ALTER TABLE accounts ADD COLUMN made_by TEXT REFERENCES accounts (id);
UPDATE accounts SET made_by =
    (SELECT min(account_id) FROM audit WHERE audit.action = 'account_made' AND audit.subject = accounts.id);

-- Members of the Secretariat and co-facilitators are confirmed by another member from now on. Those who have come in, and those whom the
-- operator made, go on; who was only made by a member waits.
UPDATE accounts SET confirmed_at = created_at
    WHERE role IN ('secretariat', 'facilitator') AND (password_hash IS NOT NULL OR proposed_by IS NULL);
