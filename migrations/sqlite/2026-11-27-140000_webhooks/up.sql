-- Programs that want to be told. kinds: types of event, with a space between them. An old secret signs along until old_until
-- (microseconds, UTC), so that a receiver can change over.
CREATE TABLE webhooks_endpoints (
    id BLOB NOT NULL PRIMARY KEY,
    url TEXT NOT NULL,
    note TEXT NOT NULL,
    kinds TEXT NOT NULL,
    secret TEXT NOT NULL,
    old_secret TEXT NOT NULL,
    old_until BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL
);
-- What each of them was told, or is to be.
CREATE TABLE webhooks_deliveries (
    id BLOB NOT NULL PRIMARY KEY,
    endpoint BLOB NOT NULL REFERENCES webhooks_endpoints (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    stream TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
    attempts BIGINT NOT NULL CHECK (attempts >= 0),
    status BIGINT NOT NULL,
    told TEXT NOT NULL,
    at BIGINT NOT NULL,
    tried_at BIGINT NOT NULL
);
CREATE INDEX webhooks_deliveries_endpoint ON webhooks_deliveries (endpoint, id);
CREATE INDEX webhooks_deliveries_at ON webhooks_deliveries (at);
