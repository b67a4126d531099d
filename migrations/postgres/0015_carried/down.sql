DROP TABLE carried_answers;
