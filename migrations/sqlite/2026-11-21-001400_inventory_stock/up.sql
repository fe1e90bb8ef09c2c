CREATE TABLE inventory_locations (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    priority BIGINT NOT NULL
);
-- saleable = on_hand - allocated - reserved - safety; it may fall to -backorder.
CREATE TABLE inventory_stock (
    variant BLOB NOT NULL,
    location BLOB NOT NULL REFERENCES inventory_locations (id),
    on_hand BIGINT NOT NULL CHECK (on_hand >= 0),
    allocated BIGINT NOT NULL CHECK (allocated >= 0),
    reserved BIGINT NOT NULL CHECK (reserved >= 0),
    safety BIGINT NOT NULL CHECK (safety >= 0),
    backorder BIGINT NOT NULL CHECK (backorder >= 0),
    version BIGINT NOT NULL,
    PRIMARY KEY (variant, location),
    CHECK (on_hand - allocated - reserved >= -backorder)
) WITHOUT ROWID;
-- The only writer of on_hand: received, shipped, returned, adjusted. Signed quantities.
CREATE TABLE inventory_movements (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    variant BLOB NOT NULL,
    location BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('received', 'shipped', 'returned', 'adjusted')),
    quantity BIGINT NOT NULL,
    reference TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX inventory_movements_variant ON inventory_movements (variant, location, seq);
-- Stock held for a checkout that has not ended yet.
CREATE TABLE inventory_reservations (
    reference BLOB NOT NULL,
    variant BLOB NOT NULL,
    location BLOB NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (reference, variant, location)
) WITHOUT ROWID;
CREATE INDEX inventory_reservations_expiry ON inventory_reservations (expires_at, reference);
-- Stock promised to an order. Live quantity = quantity - shipped - released.
CREATE TABLE inventory_allocations (
    reference BLOB NOT NULL,
    variant BLOB NOT NULL,
    location BLOB NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    shipped BIGINT NOT NULL CHECK (shipped >= 0),
    released BIGINT NOT NULL CHECK (released >= 0),
    PRIMARY KEY (reference, variant, location),
    CHECK (shipped + released <= quantity)
) WITHOUT ROWID;
