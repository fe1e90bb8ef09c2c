-- What a shopkeeper sets about the ways to pay. Values are JSON.
CREATE TABLE payments_settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
-- When the provider was last asked what became of it, and when the payer was reminded; microseconds, 0 for never.
ALTER TABLE payments_payments ADD COLUMN checked_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payments_payments ADD COLUMN reminded_at BIGINT NOT NULL DEFAULT 0;
