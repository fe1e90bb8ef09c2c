-- The coupon that made an order cheaper: the books prove that its use was counted.
ALTER TABLE orders_orders ADD COLUMN coupon BYTEA;
CREATE INDEX orders_orders_coupon ON orders_orders (coupon, id) WHERE coupon IS NOT NULL;
