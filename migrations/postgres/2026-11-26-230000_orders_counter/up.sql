-- What staff find orders by: numbers, words of names, mail addresses, SKUs, tracking numbers, tags. Kept by a subscriber.
CREATE TABLE orders_terms (
    term TEXT COLLATE "C" NOT NULL,
    order_id BYTEA NOT NULL,
    PRIMARY KEY (term, order_id)
);
CREATE TABLE orders_tags (
    order_id BYTEA NOT NULL REFERENCES orders_orders (id),
    tag TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (order_id, tag)
);
-- What staff write down about an order for one another.
CREATE TABLE orders_notes (
    id BYTEA NOT NULL PRIMARY KEY,
    order_id BYTEA NOT NULL REFERENCES orders_orders (id),
    author TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX orders_notes_order ON orders_notes (order_id, at);
-- How far slow work over all orders has come.
CREATE TABLE orders_marks (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);
