CREATE TABLE catalog_attributes (
    id BYTEA PRIMARY KEY NOT NULL,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('text', 'number', 'yes_no', 'choice')),
    unit TEXT COLLATE "C" NOT NULL,
    filterable BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
-- Codes of attributes as a JSON list, in their order; empty: as the category above has it.
ALTER TABLE catalog_categories ADD COLUMN facets TEXT COLLATE "C" NOT NULL DEFAULT '';
