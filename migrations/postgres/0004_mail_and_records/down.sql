DROP TABLE data_keys;
DROP TABLE readings;
DROP TABLE audit;
DROP TABLE outbox;
