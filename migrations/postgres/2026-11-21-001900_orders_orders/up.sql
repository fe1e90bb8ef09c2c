CREATE TABLE orders_orders (
    id BYTEA NOT NULL PRIMARY KEY,
    number TEXT COLLATE "C" NOT NULL UNIQUE,
    link_token TEXT COLLATE "C" NOT NULL UNIQUE,
    market BYTEA NOT NULL,
    locale TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    lifecycle TEXT COLLATE "C" NOT NULL CHECK (lifecycle IN ('placed', 'completed', 'cancelled')),
    payment TEXT COLLATE "C" NOT NULL CHECK (payment IN ('pending', 'authorized', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'failed')),
    fulfilment TEXT COLLATE "C" NOT NULL CHECK (fulfilment IN ('unfulfilled', 'partial', 'fulfilled', 'returned')),
    email TEXT COLLATE "C" NOT NULL,
    buyer_name TEXT COLLATE "C" NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
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
    order_id BYTEA NOT NULL REFERENCES orders_orders (id),
    position BIGINT NOT NULL,
    variant BYTEA NOT NULL,
    sku TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    options TEXT COLLATE "C" NOT NULL,
    picture TEXT COLLATE "C" NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    unit BIGINT NOT NULL,
    discount BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    shipped BIGINT NOT NULL CHECK (shipped >= 0 AND shipped <= quantity),
    PRIMARY KEY (order_id, position)
);
-- The order's own story; folding it gives the order's state. Trimmed never.
CREATE TABLE orders_history (
    order_id BYTEA NOT NULL REFERENCES orders_orders (id),
    version BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    correlation TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (order_id, version)
);
CREATE TABLE orders_fulfilments (
    id BYTEA NOT NULL PRIMARY KEY,
    order_id BYTEA NOT NULL REFERENCES orders_orders (id),
    lines TEXT COLLATE "C" NOT NULL,
    carrier TEXT COLLATE "C" NOT NULL,
    tracking TEXT COLLATE "C" NOT NULL,
    shipped_at BIGINT NOT NULL
);
CREATE INDEX orders_fulfilments_order ON orders_fulfilments (order_id, shipped_at);
-- Order numbers are handed out in blocks, one an instance at a time; gaps are allowed.
CREATE TABLE orders_numbers (
    series TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    next BIGINT NOT NULL
);
