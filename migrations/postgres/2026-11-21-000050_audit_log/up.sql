-- What staff did, to what.
CREATE TABLE audit_log (
    id BYTEA NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    entity TEXT COLLATE "C" NOT NULL,
    detail TEXT COLLATE "C" NOT NULL,
    correlation TEXT COLLATE "C" NOT NULL
);
CREATE INDEX audit_log_by_entity ON audit_log (entity, at);
CREATE INDEX audit_log_by_time ON audit_log (at);
