DROP TABLE cycle_invitations;
DROP TABLE cycles;
DROP TABLE forms;
