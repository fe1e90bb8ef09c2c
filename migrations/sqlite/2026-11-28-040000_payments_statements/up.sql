-- What a provider says beside captures and refunds, minor units: taken from us while somebody disputes it, lost for good in
-- a dispute, and what it charges for its service.
ALTER TABLE payments_payments ADD COLUMN disputed BIGINT NOT NULL DEFAULT 0 CHECK (disputed >= 0);
ALTER TABLE payments_payments ADD COLUMN charged_back BIGINT NOT NULL DEFAULT 0 CHECK (charged_back >= 0);
ALTER TABLE payments_payments ADD COLUMN fees BIGINT NOT NULL DEFAULT 0;
-- Why people must look at it; empty when nobody need.
ALTER TABLE payments_payments ADD COLUMN attention TEXT NOT NULL DEFAULT '';
CREATE INDEX payments_payments_attention ON payments_payments (updated_at, id) WHERE attention <> '' OR disputed > 0;
CREATE INDEX payments_payments_told ON payments_payments (provider_reference) WHERE provider_reference <> '';
-- What a transfer of the ledger is: capture, refund, refund_returned, dispute, dispute_won, chargeback, fee.
ALTER TABLE payments_ledger ADD COLUMN kind TEXT NOT NULL DEFAULT '';
UPDATE payments_ledger SET kind = CASE
    WHEN (account LIKE 'provider:%' AND amount > 0) OR (account LIKE 'order:%' AND amount < 0) THEN 'capture'
    ELSE 'refund'
END;
-- Written once, for good.
CREATE TRIGGER payments_ledger_stands BEFORE UPDATE ON payments_ledger
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER payments_ledger_stays BEFORE DELETE ON payments_ledger
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;
-- What providers told by themselves, once each; what they told is asked for, never believed.
CREATE TABLE payments_notices (
    provider TEXT NOT NULL,
    event TEXT NOT NULL,
    kind TEXT NOT NULL,
    payment BLOB,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (provider, event)
) WITHOUT ROWID;
CREATE INDEX payments_notices_received ON payments_notices (received_at);
