-- One stamp an order.
CREATE TABLE stamps_stamps (
    order_id BLOB NOT NULL PRIMARY KEY,
    total BIGINT NOT NULL,
    at BIGINT NOT NULL
) WITHOUT ROWID;
