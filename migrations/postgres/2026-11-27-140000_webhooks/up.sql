-- Programs that want to be told. kinds: types of event, with a space between them. An old secret signs along until old_until
-- (microseconds, UTC), so that a receiver can change over.
CREATE TABLE webhooks_endpoints (
    id BYTEA NOT NULL PRIMARY KEY,
    url TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    kinds TEXT COLLATE "C" NOT NULL,
    secret TEXT COLLATE "C" NOT NULL,
    old_secret TEXT COLLATE "C" NOT NULL,
    old_until BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL
);
-- What each of them was told, or is to be.
CREATE TABLE webhooks_deliveries (
    id BYTEA NOT NULL PRIMARY KEY,
    endpoint BYTEA NOT NULL REFERENCES webhooks_endpoints (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    stream TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
    attempts BIGINT NOT NULL CHECK (attempts >= 0),
    status BIGINT NOT NULL,
    told TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    tried_at BIGINT NOT NULL
);
CREATE INDEX webhooks_deliveries_endpoint ON webhooks_deliveries (endpoint, id);
CREATE INDEX webhooks_deliveries_at ON webhooks_deliveries (at);
