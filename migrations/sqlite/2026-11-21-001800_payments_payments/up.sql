CREATE TABLE payments_payments (
    id BLOB NOT NULL PRIMARY KEY,
    reference BLOB NOT NULL,
    provider TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('created', 'pending', 'authorized', 'captured', 'failed', 'voided')),
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    authorized BIGINT NOT NULL CHECK (authorized >= 0),
    captured BIGINT NOT NULL CHECK (captured >= 0 AND captured <= amount),
    refunded BIGINT NOT NULL CHECK (refunded >= 0 AND refunded <= captured),
    provider_reference TEXT NOT NULL,
    error TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX payments_payments_reference ON payments_payments (reference, created_at);
CREATE INDEX payments_payments_state ON payments_payments (state, updated_at);
-- A capture, void or refund that was asked for; a job carries it out.
CREATE TABLE payments_requests (
    id BLOB NOT NULL PRIMARY KEY,
    payment BLOB NOT NULL REFERENCES payments_payments (id),
    kind TEXT NOT NULL CHECK (kind IN ('capture', 'void', 'refund')),
    amount BIGINT NOT NULL CHECK (amount >= 0),
    state TEXT NOT NULL CHECK (state IN ('requested', 'done', 'failed')),
    error TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX payments_requests_payment ON payments_requests (payment, created_at);
-- Append-only double entry: the lines of one transfer add up to nothing, per currency.
CREATE TABLE payments_ledger (
    transfer BLOB NOT NULL,
    line BIGINT NOT NULL,
    account TEXT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    payment BLOB NOT NULL REFERENCES payments_payments (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (transfer, line)
) WITHOUT ROWID;
CREATE INDEX payments_ledger_payment ON payments_ledger (payment);
