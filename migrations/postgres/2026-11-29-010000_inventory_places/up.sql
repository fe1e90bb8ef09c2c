-- Nothing is promised from a location that is switched off, and nothing comes to it.
ALTER TABLE inventory_locations ADD COLUMN active BOOLEAN NOT NULL DEFAULT TRUE;
-- What is sold before it is there: on which day it is expected (days since 1970-01-01), as staff say and as shipments of
-- suppliers say; and whether it has not come out at all yet.
ALTER TABLE inventory_stock ADD COLUMN preorder BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE inventory_stock ADD COLUMN expected_on BIGINT;
ALTER TABLE inventory_stock ADD COLUMN arrives_on BIGINT;
-- How the shop keeps stock: `strategy` is `priority` or `fewest`.
CREATE TABLE inventory_settings (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);
-- Movements may go from one location to another, and none is ever changed.
ALTER TABLE inventory_movements DROP CONSTRAINT inventory_movements_kind_check;
ALTER TABLE inventory_movements ADD CONSTRAINT inventory_movements_kind_check
    CHECK (kind IN ('received', 'shipped', 'returned', 'adjusted', 'transferred'));
CREATE FUNCTION inventory_movements_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'movements are append-only';
END
$$;
CREATE TRIGGER inventory_movements_stand BEFORE UPDATE OR DELETE ON inventory_movements
    FOR EACH ROW EXECUTE FUNCTION inventory_movements_stand();
