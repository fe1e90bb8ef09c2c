-- The code that was typed into the basket, as it is stored with the coupon.
ALTER TABLE cart_carts ADD COLUMN coupon TEXT;
-- What the shopper saw last: the price of one in minor units, and how many of those wanted could be had.
ALTER TABLE cart_lines ADD COLUMN seen_unit BIGINT;
ALTER TABLE cart_lines ADD COLUMN seen_left BIGINT;
