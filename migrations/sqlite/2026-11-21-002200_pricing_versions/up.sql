-- Goes up with each change; the version of the event that tells of it.
ALTER TABLE pricing_prices ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
