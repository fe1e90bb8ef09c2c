-- 1 for orders that are paid at the door: they are sent before their money comes. NULL for all others, which no row of
-- the index tells of.
ALTER TABLE orders_orders ADD COLUMN on_delivery BIGINT;
CREATE INDEX orders_orders_on_delivery ON orders_orders (on_delivery, lifecycle, fulfilment, payment, placed_at, id)
    WHERE on_delivery IS NOT NULL;
