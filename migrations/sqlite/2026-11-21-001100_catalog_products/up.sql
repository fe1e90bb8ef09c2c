CREATE TABLE catalog_products (
    id BLOB NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    category BLOB,
    title TEXT NOT NULL,
    subtitle TEXT NOT NULL,
    description TEXT NOT NULL,
    brand TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'archived')),
    tax_class TEXT NOT NULL,
    attributes TEXT NOT NULL,
    options TEXT NOT NULL,
    pictures TEXT NOT NULL,
    tags TEXT NOT NULL,
    seo_title TEXT NOT NULL,
    seo_description TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX catalog_products_newest ON catalog_products (status, created_at, id);
CREATE TABLE catalog_variants (
    id BLOB NOT NULL PRIMARY KEY,
    product BLOB NOT NULL REFERENCES catalog_products (id),
    sku TEXT NOT NULL UNIQUE,
    option_values TEXT NOT NULL,
    barcode TEXT NOT NULL,
    weight_grams BIGINT NOT NULL,
    position BIGINT NOT NULL,
    picture BLOB,
    active BOOLEAN NOT NULL
);
CREATE INDEX catalog_variants_product ON catalog_variants (product, position);
CREATE TABLE catalog_categories (
    id BLOB NOT NULL PRIMARY KEY,
    parent BLOB REFERENCES catalog_categories (id),
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    intro TEXT NOT NULL,
    position BIGINT NOT NULL,
    picture TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE TABLE catalog_category_products (
    category BLOB NOT NULL REFERENCES catalog_categories (id),
    product BLOB NOT NULL REFERENCES catalog_products (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (category, product)
) WITHOUT ROWID;
CREATE INDEX catalog_category_products_order ON catalog_category_products (category, position, product);
CREATE INDEX catalog_category_products_product ON catalog_category_products (product);
-- Texts in other languages than the shop's own: one row an entity, field and locale.
CREATE TABLE catalog_texts (
    entity BLOB NOT NULL,
    locale TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (entity, locale, field)
) WITHOUT ROWID;
