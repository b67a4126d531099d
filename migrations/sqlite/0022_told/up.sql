-- When somebody was last told by mail that something of this kind waits for them, so that they are not told of each: on which response, where it
-- is one response's matter.
CREATE TABLE told (
    state_id TEXT NOT NULL REFERENCES states (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('assigned', 'on_draft', 'clarification')),
    response_id TEXT NOT NULL,
    told_at INTEGER NOT NULL,
    PRIMARY KEY (state_id, account_id, kind, response_id)
) STRICT;
INSERT INTO told (state_id, account_id, kind, response_id, told_at)
    SELECT state_id, account_id, 'on_draft', response_id, mailed_at FROM comment_mails;
INSERT INTO told (state_id, account_id, kind, response_id, told_at)
    SELECT state_id, account_id, 'assigned', '', mailed_at FROM assignment_mails;
INSERT INTO told (state_id, account_id, kind, response_id, told_at)
    SELECT state_id, account_id, 'clarification', '', mailed_at FROM clarification_mails;
DROP TABLE comment_mails;
DROP TABLE assignment_mails;
DROP TABLE clarification_mails;
