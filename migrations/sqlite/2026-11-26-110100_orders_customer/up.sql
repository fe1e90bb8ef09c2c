-- Whose account an order belongs to; none for a guest's.
ALTER TABLE orders_orders ADD COLUMN customer BLOB;
CREATE INDEX orders_orders_customer ON orders_orders (customer, placed_at, id) WHERE customer IS NOT NULL;
CREATE INDEX orders_orders_login ON orders_orders (lower(email));
