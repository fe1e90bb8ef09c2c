-- Counts the changes of each, for the events that tell of them.
ALTER TABLE markets_markets ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE markets_settings ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
