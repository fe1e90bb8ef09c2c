-- One stamp an order.
CREATE TABLE stamps_stamps (
    order_id BYTEA NOT NULL PRIMARY KEY,
    total BIGINT NOT NULL,
    at BIGINT NOT NULL
);
