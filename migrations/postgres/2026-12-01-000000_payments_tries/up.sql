-- What a payment was tried under, as hashes, for refusals that are heard of later; forgotten after two days.
CREATE TABLE payments_tries (
    payment BYTEA NOT NULL PRIMARY KEY,
    subjects TEXT NOT NULL,
    refusal TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX payments_tries_by_time ON payments_tries (at);
