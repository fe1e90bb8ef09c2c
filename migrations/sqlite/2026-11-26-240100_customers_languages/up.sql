-- The language that somebody wants to be written to in; empty: the shop's.
ALTER TABLE customers_accounts ADD COLUMN locale TEXT NOT NULL DEFAULT '';
ALTER TABLE customers_notices ADD COLUMN locale TEXT NOT NULL DEFAULT '';
