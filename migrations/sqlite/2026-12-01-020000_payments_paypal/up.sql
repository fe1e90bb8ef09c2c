-- What became of a payment whose payer approved it and whose money is taken only at our word: taken, or left for good. Decided once.
CREATE TABLE payments_approvals (
    payment BLOB NOT NULL PRIMARY KEY,
    verdict TEXT NOT NULL,
    decided_at BIGINT NOT NULL
) WITHOUT ROWID;
