CREATE TABLE imports_runs (
    id BLOB PRIMARY KEY NOT NULL,
    format TEXT NOT NULL,
    file TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    size BIGINT NOT NULL,
    stored BOOLEAN NOT NULL,
    settings TEXT NOT NULL,
    dry_run BOOLEAN NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'cancelled', 'failed', 'done')),
    stopping BOOLEAN NOT NULL,
    settled BIGINT NOT NULL,
    consumed BIGINT NOT NULL,
    tally TEXT NOT NULL,
    noted BIGINT NOT NULL,
    error TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL
);
CREATE INDEX imports_runs_fingerprint ON imports_runs (fingerprint);
CREATE TABLE imports_rows (
    run BLOB NOT NULL REFERENCES imports_runs (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('problem', 'remark')),
    line BIGINT NOT NULL,
    subject TEXT NOT NULL,
    place TEXT NOT NULL,
    value TEXT NOT NULL,
    why TEXT NOT NULL,
    remedy TEXT NOT NULL,
    PRIMARY KEY (run, seq)
);
CREATE TABLE imports_parts (
    run BLOB NOT NULL REFERENCES imports_runs (id) ON DELETE CASCADE,
    which TEXT NOT NULL,
    seq BIGINT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (run, which, seq)
);
CREATE TABLE imports_pictures (
    product BLOB NOT NULL,
    source_key BLOB NOT NULL,
    run BLOB NOT NULL,
    source TEXT NOT NULL,
    alt TEXT NOT NULL,
    skus TEXT NOT NULL,
    place BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'hung', 'refused')),
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    error TEXT NOT NULL,
    picture BLOB,
    PRIMARY KEY (product, source_key)
);
CREATE INDEX imports_pictures_run ON imports_pictures (run, state, next_at);
