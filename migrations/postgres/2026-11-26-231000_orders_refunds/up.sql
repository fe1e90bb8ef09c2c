-- Units that were paid back before they were sent: they are no longer to be sent.
ALTER TABLE orders_lines ADD COLUMN dropped BIGINT NOT NULL DEFAULT 0 CHECK (dropped >= 0);
-- Money that staff asked to be given back, with what for. Amounts are minor units of the order's currency.
CREATE TABLE orders_refunds (
    id BYTEA NOT NULL PRIMARY KEY,
    order_id BYTEA NOT NULL REFERENCES orders_orders (id),
    doc TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    tax BIGINT NOT NULL CHECK (tax >= 0),
    reason TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX orders_refunds_order ON orders_refunds (order_id, at);
