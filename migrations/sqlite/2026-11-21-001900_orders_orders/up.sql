CREATE TABLE orders_orders (
    id BLOB NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    link_token TEXT NOT NULL UNIQUE,
    market BLOB NOT NULL,
    locale TEXT NOT NULL,
    currency TEXT NOT NULL,
    lifecycle TEXT NOT NULL CHECK (lifecycle IN ('placed', 'completed', 'cancelled')),
    payment TEXT NOT NULL CHECK (payment IN ('pending', 'authorized', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'failed')),
    fulfilment TEXT NOT NULL CHECK (fulfilment IN ('unfulfilled', 'partial', 'fulfilled', 'returned')),
    email TEXT NOT NULL,
    buyer_name TEXT NOT NULL,
    doc TEXT NOT NULL,
    goods BIGINT NOT NULL,
    discount BIGINT NOT NULL,
    shipping BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    total BIGINT NOT NULL CHECK (total >= 0),
    placed_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX orders_orders_placed ON orders_orders (placed_at, id);
CREATE INDEX orders_orders_axes ON orders_orders (lifecycle, fulfilment, payment, placed_at, id);
CREATE INDEX orders_orders_email ON orders_orders (email, placed_at);
CREATE TABLE orders_lines (
    order_id BLOB NOT NULL REFERENCES orders_orders (id),
    position BIGINT NOT NULL,
    variant BLOB NOT NULL,
    sku TEXT NOT NULL,
    title TEXT NOT NULL,
    options TEXT NOT NULL,
    picture TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    unit BIGINT NOT NULL,
    discount BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    shipped BIGINT NOT NULL CHECK (shipped >= 0 AND shipped <= quantity),
    PRIMARY KEY (order_id, position)
) WITHOUT ROWID;
-- The order's own story; folding it gives the order's state. Trimmed never.
CREATE TABLE orders_history (
    order_id BLOB NOT NULL REFERENCES orders_orders (id),
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    actor TEXT NOT NULL,
    correlation TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (order_id, version)
) WITHOUT ROWID;
CREATE TABLE orders_fulfilments (
    id BLOB NOT NULL PRIMARY KEY,
    order_id BLOB NOT NULL REFERENCES orders_orders (id),
    lines TEXT NOT NULL,
    carrier TEXT NOT NULL,
    tracking TEXT NOT NULL,
    shipped_at BIGINT NOT NULL
);
CREATE INDEX orders_fulfilments_order ON orders_fulfilments (order_id, shipped_at);
-- Order numbers are handed out in blocks, one an instance at a time; gaps are allowed.
CREATE TABLE orders_numbers (
    series TEXT NOT NULL PRIMARY KEY,
    next BIGINT NOT NULL
);
