-- Whose basket it is; none for a guest's. A customer has one open basket.
ALTER TABLE cart_carts ADD COLUMN customer BYTEA;
CREATE UNIQUE INDEX cart_carts_customer ON cart_carts (customer) WHERE state = 'open' AND customer IS NOT NULL;
-- What a shopper put aside, to be looked at later.
CREATE TABLE cart_saved (
    cart BYTEA NOT NULL REFERENCES cart_carts (id),
    variant BYTEA NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    position BIGINT NOT NULL,
    PRIMARY KEY (cart, variant)
);
