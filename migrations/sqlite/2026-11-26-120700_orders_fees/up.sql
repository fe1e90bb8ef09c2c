-- What the way to pay costs, minor units; its tax stands in the document.
ALTER TABLE orders_orders ADD COLUMN fee BIGINT NOT NULL DEFAULT 0 CHECK (fee >= 0);
