-- What the nightly proofs of the books came to.
CREATE TABLE audit_proofs (
    at BIGINT NOT NULL PRIMARY KEY,
    took BIGINT NOT NULL,
    breaches BIGINT NOT NULL CHECK (breaches >= 0),
    report TEXT NOT NULL
);
