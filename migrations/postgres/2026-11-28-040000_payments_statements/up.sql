-- What a provider says beside captures and refunds, minor units: taken from us while somebody disputes it, lost for good in
-- a dispute, and what it charges for its service.
ALTER TABLE payments_payments ADD COLUMN disputed BIGINT NOT NULL DEFAULT 0 CHECK (disputed >= 0);
ALTER TABLE payments_payments ADD COLUMN charged_back BIGINT NOT NULL DEFAULT 0 CHECK (charged_back >= 0);
ALTER TABLE payments_payments ADD COLUMN fees BIGINT NOT NULL DEFAULT 0;
-- Why people must look at it; empty when nobody need.
ALTER TABLE payments_payments ADD COLUMN attention TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX payments_payments_attention ON payments_payments (updated_at, id) WHERE attention <> '' OR disputed > 0;
CREATE INDEX payments_payments_told ON payments_payments (provider_reference) WHERE provider_reference <> '';
-- What a transfer of the ledger is: capture, refund, refund_returned, dispute, dispute_won, chargeback, fee.
ALTER TABLE payments_ledger ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE payments_ledger SET kind = CASE
    WHEN (account LIKE 'provider:%' AND amount > 0) OR (account LIKE 'order:%' AND amount < 0) THEN 'capture'
    ELSE 'refund'
END;
-- Written once, for good.
CREATE FUNCTION payments_ledger_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only';
END
$$;
CREATE TRIGGER payments_ledger_stands BEFORE UPDATE OR DELETE ON payments_ledger
    FOR EACH ROW EXECUTE FUNCTION payments_ledger_stands();
-- What providers told by themselves, once each; what they told is asked for, never believed.
CREATE TABLE payments_notices (
    provider TEXT COLLATE "C" NOT NULL,
    event TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    payment BYTEA,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (provider, event)
);
CREATE INDEX payments_notices_received ON payments_notices (received_at);
