-- What became of a payment whose payer approved it and whose money is taken only at our word: taken, or left for good. Decided once.
CREATE TABLE payments_approvals (
    payment BYTEA NOT NULL PRIMARY KEY,
    verdict TEXT COLLATE "C" NOT NULL,
    decided_at BIGINT NOT NULL
);
