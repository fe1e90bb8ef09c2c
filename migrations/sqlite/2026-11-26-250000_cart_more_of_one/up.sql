-- Up to 9,999 units of one thing lie in a basket. SQLite cannot change a check: the table is written anew.
CREATE TABLE cart_lines_anew (
    cart BLOB NOT NULL REFERENCES cart_carts (id),
    variant BLOB NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 9999),
    position BIGINT NOT NULL,
    seen_unit BIGINT,
    seen_left BIGINT,
    PRIMARY KEY (cart, variant)
) WITHOUT ROWID;
INSERT INTO cart_lines_anew (cart, variant, quantity, position, seen_unit, seen_left)
    SELECT cart, variant, quantity, position, seen_unit, seen_left FROM cart_lines;
DROP TABLE cart_lines;
ALTER TABLE cart_lines_anew RENAME TO cart_lines;
