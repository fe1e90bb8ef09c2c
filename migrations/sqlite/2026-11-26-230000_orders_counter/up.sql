-- What staff find orders by: numbers, words of names, mail addresses, SKUs, tracking numbers, tags. Kept by a subscriber.
CREATE TABLE orders_terms (
    term TEXT NOT NULL,
    order_id BLOB NOT NULL,
    PRIMARY KEY (term, order_id)
) WITHOUT ROWID;
CREATE TABLE orders_tags (
    order_id BLOB NOT NULL REFERENCES orders_orders (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (order_id, tag)
) WITHOUT ROWID;
-- What staff write down about an order for one another.
CREATE TABLE orders_notes (
    id BLOB NOT NULL PRIMARY KEY,
    order_id BLOB NOT NULL REFERENCES orders_orders (id),
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX orders_notes_order ON orders_notes (order_id, at);
-- How far slow work over all orders has come.
CREATE TABLE orders_marks (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
