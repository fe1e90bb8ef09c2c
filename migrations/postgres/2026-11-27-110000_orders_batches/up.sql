-- One deed on all orders of a list: what is to be done, by whom, and how far it has come.
CREATE TABLE orders_batches (
    id BYTEA NOT NULL PRIMARY KEY,
    doc TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    total BIGINT NOT NULL CHECK (total >= 0),
    seen BIGINT NOT NULL DEFAULT 0,
    done BIGINT NOT NULL DEFAULT 0,
    last BYTEA,
    state TEXT COLLATE "C" NOT NULL,
    ended_at BIGINT
);
CREATE INDEX orders_batches_state ON orders_batches (state, at);
-- Orders that would not have it, with the code of the reason.
CREATE TABLE orders_batch_refusals (
    batch_id BYTEA NOT NULL REFERENCES orders_batches (id),
    order_id BYTEA NOT NULL REFERENCES orders_orders (id),
    code TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (batch_id, order_id)
);
