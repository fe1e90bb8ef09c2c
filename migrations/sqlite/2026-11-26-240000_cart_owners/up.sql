-- Whose basket it is, once somebody signed in over it.
ALTER TABLE cart_carts ADD COLUMN customer BLOB;
CREATE INDEX cart_carts_customer ON cart_carts (customer, updated_at) WHERE customer IS NOT NULL;
-- Further tokens that open a basket: those of other browsers, and those of baskets that went into it.
CREATE TABLE cart_keys (
    token_hash BLOB NOT NULL PRIMARY KEY,
    cart BLOB NOT NULL REFERENCES cart_carts (id)
) WITHOUT ROWID;
CREATE INDEX cart_keys_cart ON cart_keys (cart);
