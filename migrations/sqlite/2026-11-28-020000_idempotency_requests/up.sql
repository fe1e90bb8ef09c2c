-- Requests that are to be carried out once, with what they were answered.
CREATE TABLE idempotency_requests (
    request BLOB NOT NULL PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    holder BLOB NOT NULL,
    held_until BIGINT NOT NULL,
    written BOOLEAN NOT NULL,
    status BIGINT,
    headers TEXT NOT NULL,
    body BLOB NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX idempotency_requests_expires_at ON idempotency_requests (expires_at);
