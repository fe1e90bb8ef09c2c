-- Up to 9,999 units of one thing lie in a basket.
ALTER TABLE cart_lines DROP CONSTRAINT cart_lines_quantity_check;
ALTER TABLE cart_lines ADD CONSTRAINT cart_lines_quantity_check CHECK (quantity BETWEEN 1 AND 9999);
