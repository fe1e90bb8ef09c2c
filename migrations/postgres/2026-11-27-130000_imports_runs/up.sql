CREATE TABLE imports_runs (
    id BYTEA PRIMARY KEY NOT NULL,
    format TEXT COLLATE "C" NOT NULL,
    file TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    stored BOOLEAN NOT NULL,
    settings TEXT COLLATE "C" NOT NULL,
    dry_run BOOLEAN NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'running', 'cancelled', 'failed', 'done')),
    stopping BOOLEAN NOT NULL,
    settled BIGINT NOT NULL,
    consumed BIGINT NOT NULL,
    tally TEXT COLLATE "C" NOT NULL,
    noted BIGINT NOT NULL,
    error TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL
);
CREATE INDEX imports_runs_fingerprint ON imports_runs (fingerprint);
CREATE TABLE imports_rows (
    run BYTEA NOT NULL REFERENCES imports_runs (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('problem', 'remark')),
    line BIGINT NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    why TEXT COLLATE "C" NOT NULL,
    remedy TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (run, seq)
);
CREATE TABLE imports_parts (
    run BYTEA NOT NULL REFERENCES imports_runs (id) ON DELETE CASCADE,
    which TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (run, which, seq)
);
CREATE TABLE imports_pictures (
    product BYTEA NOT NULL,
    source_key BYTEA NOT NULL,
    run BYTEA NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    alt TEXT COLLATE "C" NOT NULL,
    skus TEXT COLLATE "C" NOT NULL,
    place BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'hung', 'refused')),
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    error TEXT COLLATE "C" NOT NULL,
    picture BYTEA,
    PRIMARY KEY (product, source_key)
);
CREATE INDEX imports_pictures_run ON imports_pictures (run, state, next_at);
