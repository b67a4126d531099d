DROP TABLE sign_in_failures;
DROP TABLE sessions;
DROP TABLE invitations;
DROP TABLE accounts;
DROP TABLE states;
