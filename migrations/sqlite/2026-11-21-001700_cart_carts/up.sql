CREATE TABLE cart_carts (
    id BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    market BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'ordered')),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX cart_carts_idle ON cart_carts (state, updated_at);
CREATE TABLE cart_lines (
    cart BLOB NOT NULL REFERENCES cart_carts (id),
    variant BLOB NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    position BIGINT NOT NULL,
    PRIMARY KEY (cart, variant)
) WITHOUT ROWID;
