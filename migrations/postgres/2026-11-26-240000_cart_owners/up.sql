-- Whose basket it is, once somebody signed in over it.
ALTER TABLE cart_carts ADD COLUMN customer BYTEA;
CREATE INDEX cart_carts_customer ON cart_carts (customer, updated_at) WHERE customer IS NOT NULL;
-- Further tokens that open a basket: those of other browsers, and those of baskets that went into it.
CREATE TABLE cart_keys (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    cart BYTEA NOT NULL REFERENCES cart_carts (id)
);
CREATE INDEX cart_keys_cart ON cart_keys (cart);
