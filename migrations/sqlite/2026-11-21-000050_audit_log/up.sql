-- What staff did, to what.
CREATE TABLE audit_log (
    id BLOB NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    detail TEXT NOT NULL,
    correlation TEXT NOT NULL
);
CREATE INDEX audit_log_by_entity ON audit_log (entity, at);
CREATE INDEX audit_log_by_time ON audit_log (at);
