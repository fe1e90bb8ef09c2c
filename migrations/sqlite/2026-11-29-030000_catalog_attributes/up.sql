CREATE TABLE catalog_attributes (
    id BLOB PRIMARY KEY NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'number', 'yes_no', 'choice')),
    unit TEXT NOT NULL,
    filterable BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
-- Codes of attributes as a JSON list, in their order; empty: as the category above has it.
ALTER TABLE catalog_categories ADD COLUMN facets TEXT NOT NULL DEFAULT '';
