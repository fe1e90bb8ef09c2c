-- From how many saleable units down staff are to be told; none: the shop's usual number.
ALTER TABLE inventory_stock ADD COLUMN low_at BIGINT CHECK (low_at >= 0);
