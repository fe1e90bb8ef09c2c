-- A frozen quote on its way to becoming an order. `doc` holds lines, buyer and quote as JSON.
CREATE TABLE checkout_attempts (
    id BYTEA NOT NULL PRIMARY KEY,
    cart BYTEA NOT NULL,
    order_id BYTEA NOT NULL UNIQUE,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('prepared', 'paying', 'placed', 'void', 'expired')),
    idempotency_key TEXT COLLATE "C" UNIQUE,
    payment_method TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    total BIGINT NOT NULL CHECK (total >= 0),
    doc TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX checkout_attempts_cart ON checkout_attempts (cart, created_at);
CREATE INDEX checkout_attempts_expiry ON checkout_attempts (state, expires_at);
