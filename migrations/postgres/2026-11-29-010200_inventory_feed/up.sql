-- From where stock levels are fetched by themselves. One row at most.
CREATE TABLE inventory_feed (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    url TEXT COLLATE "C" NOT NULL,
    minutes BIGINT NOT NULL CHECK (minutes > 0),
    location BYTEA,
    active BOOLEAN NOT NULL,
    due_at BIGINT NOT NULL
);
-- What each fetch came to.
CREATE TABLE inventory_feed_runs (
    id BYTEA NOT NULL PRIMARY KEY,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    error TEXT COLLATE "C" NOT NULL,
    read BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE TABLE inventory_feed_rows (
    run BYTEA NOT NULL REFERENCES inventory_feed_runs (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    sku TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    was BIGINT,
    now BIGINT,
    PRIMARY KEY (run, line)
);
