-- Where tax is rounded (line, unit, order), and whether a price keeps its net across a border instead of its gross.
ALTER TABLE markets_markets ADD COLUMN tax_rounding TEXT COLLATE "C" NOT NULL DEFAULT 'line';
ALTER TABLE markets_markets ADD COLUMN hold_net BOOLEAN NOT NULL DEFAULT FALSE;
