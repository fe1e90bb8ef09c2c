-- What programs of staff come in with. The token itself is never stored, only its SHA-256.
CREATE TABLE staff_tokens (
    id BYTEA NOT NULL PRIMARY KEY,
    member BYTEA NOT NULL REFERENCES staff_members (id),
    name TEXT COLLATE "C" NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    hint TEXT COLLATE "C" NOT NULL,
    powers TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX staff_tokens_member ON staff_tokens (member);
