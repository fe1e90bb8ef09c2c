-- A frozen quote on its way to becoming an order. `doc` holds lines, buyer and quote as JSON.
CREATE TABLE checkout_attempts (
    id BLOB NOT NULL PRIMARY KEY,
    cart BLOB NOT NULL,
    order_id BLOB NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('prepared', 'paying', 'placed', 'void', 'expired')),
    idempotency_key TEXT UNIQUE,
    payment_method TEXT NOT NULL,
    currency TEXT NOT NULL,
    total BIGINT NOT NULL CHECK (total >= 0),
    doc TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX checkout_attempts_cart ON checkout_attempts (cart, created_at);
CREATE INDEX checkout_attempts_expiry ON checkout_attempts (state, expires_at);
