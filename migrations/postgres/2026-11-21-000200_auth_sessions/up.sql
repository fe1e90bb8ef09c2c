-- Who is signed in. The token itself is never stored, only its SHA-256.
CREATE TABLE auth_sessions (
    id BYTEA NOT NULL PRIMARY KEY,
    realm TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    absolute_expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    user_agent TEXT COLLATE "C" NOT NULL
);
CREATE INDEX auth_sessions_subject ON auth_sessions (realm, subject);
CREATE INDEX auth_sessions_expires_at ON auth_sessions (expires_at);

-- How often something that can be guessed was tried. A key names what is counted and its bucket of time.
CREATE TABLE auth_throttles (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    window_start BIGINT NOT NULL,
    count BIGINT NOT NULL CHECK (count >= 0)
);
CREATE INDEX auth_throttles_window_start ON auth_throttles (window_start);
