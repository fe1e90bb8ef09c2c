-- Goods on the way from one location to another: `draft`, `sent`, `received`.
CREATE TABLE inventory_transfers (
    id BLOB NOT NULL PRIMARY KEY,
    source BLOB NOT NULL REFERENCES inventory_locations (id),
    target BLOB NOT NULL REFERENCES inventory_locations (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'received')),
    note TEXT NOT NULL,
    version BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    sent_at BIGINT,
    received_at BIGINT,
    CHECK (source <> target)
) WITHOUT ROWID;
CREATE TABLE inventory_transfer_lines (
    transfer BLOB NOT NULL REFERENCES inventory_transfers (id),
    variant BLOB NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    received BIGINT NOT NULL CHECK (received >= 0 AND received <= quantity),
    PRIMARY KEY (transfer, variant)
) WITHOUT ROWID;
CREATE INDEX inventory_transfer_lines_variant ON inventory_transfer_lines (variant, transfer);
-- What a supplier is to bring: `open` until all of it came or the rest is no longer waited for, then `closed`.
CREATE TABLE inventory_supplies (
    id BLOB NOT NULL PRIMARY KEY,
    location BLOB NOT NULL REFERENCES inventory_locations (id),
    supplier TEXT NOT NULL,
    reference TEXT NOT NULL,
    expected_on BIGINT,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    version BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    closed_at BIGINT
) WITHOUT ROWID;
CREATE TABLE inventory_supply_lines (
    supply BLOB NOT NULL REFERENCES inventory_supplies (id),
    variant BLOB NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    received BIGINT NOT NULL CHECK (received >= 0),
    PRIMARY KEY (supply, variant)
) WITHOUT ROWID;
CREATE INDEX inventory_supply_lines_variant ON inventory_supply_lines (variant, supply);
