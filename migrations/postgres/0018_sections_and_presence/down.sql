DROP TABLE presences;
ALTER TABLE responses DROP COLUMN sections;
ALTER TABLE cycles DROP COLUMN by_section;
