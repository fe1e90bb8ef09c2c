CREATE TABLE catalog_products (
    id BYTEA NOT NULL PRIMARY KEY,
    handle TEXT COLLATE "C" NOT NULL UNIQUE,
    category BYTEA,
    title TEXT COLLATE "C" NOT NULL,
    subtitle TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C" NOT NULL,
    brand TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL CHECK (status IN ('draft', 'active', 'archived')),
    tax_class TEXT COLLATE "C" NOT NULL,
    attributes TEXT COLLATE "C" NOT NULL,
    options TEXT COLLATE "C" NOT NULL,
    pictures TEXT COLLATE "C" NOT NULL,
    tags TEXT COLLATE "C" NOT NULL,
    seo_title TEXT COLLATE "C" NOT NULL,
    seo_description TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX catalog_products_newest ON catalog_products (status, created_at, id);
CREATE TABLE catalog_variants (
    id BYTEA NOT NULL PRIMARY KEY,
    product BYTEA NOT NULL REFERENCES catalog_products (id),
    sku TEXT COLLATE "C" NOT NULL UNIQUE,
    option_values TEXT COLLATE "C" NOT NULL,
    barcode TEXT COLLATE "C" NOT NULL,
    weight_grams BIGINT NOT NULL,
    position BIGINT NOT NULL,
    picture BYTEA,
    active BOOLEAN NOT NULL
);
CREATE INDEX catalog_variants_product ON catalog_variants (product, position);
CREATE TABLE catalog_categories (
    id BYTEA NOT NULL PRIMARY KEY,
    parent BYTEA REFERENCES catalog_categories (id),
    slug TEXT COLLATE "C" NOT NULL UNIQUE,
    title TEXT COLLATE "C" NOT NULL,
    intro TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL,
    picture TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE TABLE catalog_category_products (
    category BYTEA NOT NULL REFERENCES catalog_categories (id),
    product BYTEA NOT NULL REFERENCES catalog_products (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (category, product)
);
CREATE INDEX catalog_category_products_order ON catalog_category_products (category, position, product);
CREATE INDEX catalog_category_products_product ON catalog_category_products (product);
-- Texts in other languages than the shop's own: one row an entity, field and locale.
CREATE TABLE catalog_texts (
    entity BYTEA NOT NULL,
    locale TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (entity, locale, field)
);
