-- What happened, in the order (xact, seq). `xact` is 0 here: one writer commits in the order of `seq`.
CREATE TABLE events_log (
    seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    xact BIGINT NOT NULL DEFAULT 0,
    stream TEXT NOT NULL,
    version BIGINT NOT NULL,
    type TEXT NOT NULL,
    schema BIGINT NOT NULL,
    payload TEXT NOT NULL,
    correlation TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    UNIQUE (stream, version)
);
CREATE INDEX events_log_in_order ON events_log (xact, seq);
CREATE INDEX events_log_by_time ON events_log (at);

-- How far each subscriber has come, and which types it takes (a JSON list).
CREATE TABLE events_cursors (
    subscriber TEXT NOT NULL PRIMARY KEY,
    xact BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    types TEXT NOT NULL,
    moved_at BIGINT NOT NULL
);

-- Events a subscriber could not take yet: `waiting` for a retry, `behind` an earlier one of their stream,
-- or `parked` for staff.
CREATE TABLE events_parked (
    subscriber TEXT NOT NULL,
    seq BIGINT NOT NULL,
    xact BIGINT NOT NULL,
    stream TEXT NOT NULL,
    version BIGINT NOT NULL,
    type TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'behind', 'parked')),
    attempts BIGINT NOT NULL,
    retry_at BIGINT NOT NULL,
    error TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (subscriber, seq)
);
CREATE INDEX events_parked_by_stream ON events_parked (subscriber, stream, version);
CREATE INDEX events_parked_due ON events_parked (state, retry_at);

CREATE TABLE events_jobs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    id BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ready', 'running', 'dead')),
    priority BIGINT NOT NULL,
    run_after BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    max_attempts BIGINT NOT NULL,
    unique_key TEXT,
    ordering_key TEXT,
    owner TEXT NOT NULL,
    until BIGINT NOT NULL,
    error TEXT NOT NULL,
    correlation TEXT NOT NULL,
    at BIGINT NOT NULL,
    again BLOB,
    again_payload TEXT
);
CREATE UNIQUE INDEX events_jobs_one_live ON events_jobs (unique_key) WHERE unique_key IS NOT NULL AND state <> 'dead';
CREATE UNIQUE INDEX events_jobs_one_running ON events_jobs (ordering_key) WHERE ordering_key IS NOT NULL AND state = 'running';
CREATE INDEX events_jobs_next ON events_jobs (state, priority DESC, seq);
CREATE INDEX events_jobs_due ON events_jobs (state, run_after);
CREATE INDEX events_jobs_by_order ON events_jobs (ordering_key, seq) WHERE ordering_key IS NOT NULL;

CREATE TABLE events_schedules (
    name TEXT NOT NULL PRIMARY KEY,
    every BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

CREATE TABLE events_leases (
    name TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    until BIGINT NOT NULL
);
