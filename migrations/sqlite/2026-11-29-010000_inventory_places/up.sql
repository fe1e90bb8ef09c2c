-- Nothing is promised from a location that is switched off, and nothing comes to it.
ALTER TABLE inventory_locations ADD COLUMN active BOOLEAN NOT NULL DEFAULT TRUE;
-- What is sold before it is there: on which day it is expected (days since 1970-01-01), as staff say and as shipments of
-- suppliers say; and whether it has not come out at all yet.
ALTER TABLE inventory_stock ADD COLUMN preorder BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE inventory_stock ADD COLUMN expected_on BIGINT;
ALTER TABLE inventory_stock ADD COLUMN arrives_on BIGINT;
-- How the shop keeps stock: `strategy` is `priority` or `fewest`.
CREATE TABLE inventory_settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
-- Movements may go from one location to another, and none is ever changed.
CREATE TABLE inventory_movements_new (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    variant BLOB NOT NULL,
    location BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('received', 'shipped', 'returned', 'adjusted', 'transferred')),
    quantity BIGINT NOT NULL,
    reference TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL
);
INSERT INTO inventory_movements_new (seq, variant, location, kind, quantity, reference, actor, at)
    SELECT seq, variant, location, kind, quantity, reference, actor, at FROM inventory_movements;
DROP TABLE inventory_movements;
ALTER TABLE inventory_movements_new RENAME TO inventory_movements;
CREATE INDEX inventory_movements_variant ON inventory_movements (variant, location, seq);
CREATE TRIGGER inventory_movements_stand BEFORE UPDATE ON inventory_movements
BEGIN
    SELECT RAISE(ABORT, 'movements are append-only');
END;
CREATE TRIGGER inventory_movements_stay BEFORE DELETE ON inventory_movements
BEGIN
    SELECT RAISE(ABORT, 'movements are append-only');
END;
