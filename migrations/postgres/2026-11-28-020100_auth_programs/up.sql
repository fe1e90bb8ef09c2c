-- What a program that signed somebody in comes back with, once each. The token itself is never stored, only its SHA-256.
CREATE TABLE auth_refresh_tokens (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    session BYTEA NOT NULL REFERENCES auth_sessions (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX auth_refresh_tokens_session ON auth_refresh_tokens (session);

-- Whose pages may call the API from a browser.
CREATE TABLE auth_origins (
    origin TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    added_at BIGINT NOT NULL
);
