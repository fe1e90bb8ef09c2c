CREATE TABLE cart_carts (
    id BYTEA NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    market BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'ordered')),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX cart_carts_idle ON cart_carts (state, updated_at);
CREATE TABLE cart_lines (
    cart BYTEA NOT NULL REFERENCES cart_carts (id),
    variant BYTEA NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    position BIGINT NOT NULL,
    PRIMARY KEY (cart, variant)
);
