CREATE TABLE comment_mails (
    state_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    mailed_at INTEGER NOT NULL,
    PRIMARY KEY (state_id, response_id, account_id),
    FOREIGN KEY (state_id, response_id) REFERENCES responses (state_id, id),
    FOREIGN KEY (state_id, account_id) REFERENCES accounts (state_id, id)
) STRICT;
CREATE TABLE assignment_mails (
    state_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    mailed_at INTEGER NOT NULL,
    PRIMARY KEY (state_id, account_id),
    FOREIGN KEY (state_id, account_id) REFERENCES accounts (state_id, id)
) STRICT;
CREATE TABLE clarification_mails (
    state_id TEXT NOT NULL REFERENCES states (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    mailed_at INTEGER NOT NULL,
    PRIMARY KEY (state_id, account_id)
) STRICT;
INSERT INTO comment_mails SELECT state_id, response_id, account_id, told_at FROM told WHERE kind = 'on_draft';
INSERT INTO assignment_mails SELECT state_id, account_id, told_at FROM told WHERE kind = 'assigned';
INSERT INTO clarification_mails SELECT state_id, account_id, told_at FROM told WHERE kind = 'clarification';
DROP TABLE told;
