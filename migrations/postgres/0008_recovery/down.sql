DROP TABLE lost_factor_agreements;
DROP TABLE lost_factors;
DROP TABLE password_resets;
ALTER TABLE invitations DROP COLUMN purpose;
