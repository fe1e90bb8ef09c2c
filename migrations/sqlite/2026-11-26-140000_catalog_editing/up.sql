-- When a draft goes live by itself, and when it is taken off again: microseconds, 0 for never.
ALTER TABLE catalog_products ADD COLUMN publish_from BIGINT NOT NULL DEFAULT 0;
ALTER TABLE catalog_products ADD COLUMN publish_until BIGINT NOT NULL DEFAULT 0;
-- The version whose words are in catalog_words.
ALTER TABLE catalog_products ADD COLUMN indexed BIGINT NOT NULL DEFAULT 0;
CREATE INDEX catalog_products_due_from ON catalog_products (publish_from) WHERE publish_from > 0;
CREATE INDEX catalog_products_due_until ON catalog_products (publish_until) WHERE publish_until > 0;
CREATE INDEX catalog_products_unindexed ON catalog_products (id) WHERE indexed <> version;
CREATE INDEX catalog_products_status ON catalog_products (status, id);
CREATE INDEX catalog_products_brand ON catalog_products (brand, id);
-- How much there is, as the stock room told last: in, low, out; empty until it did.
ALTER TABLE catalog_variants ADD COLUMN level TEXT NOT NULL DEFAULT '';
CREATE INDEX catalog_variants_level ON catalog_variants (level, product);
CREATE INDEX catalog_variants_level_sku ON catalog_variants (level, sku);
-- The words of titles, brands and SKUs, for the back office's search.
CREATE TABLE catalog_words (
    word TEXT NOT NULL,
    product BLOB NOT NULL REFERENCES catalog_products (id),
    PRIMARY KEY (word, product)
) WITHOUT ROWID;
CREATE INDEX catalog_words_product ON catalog_words (product, word);
-- Addresses that were: a product's or a category's former slug leads to it.
CREATE TABLE catalog_redirects (
    kind TEXT NOT NULL CHECK (kind IN ('product', 'category')),
    slug TEXT NOT NULL,
    target BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (kind, slug)
) WITHOUT ROWID;
-- What deeds on many things changed, so that they can be taken back for a while.
CREATE TABLE catalog_undos (
    id BLOB NOT NULL PRIMARY KEY,
    actor TEXT NOT NULL,
    deed TEXT NOT NULL,
    things BIGINT NOT NULL,
    before TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX catalog_undos_at ON catalog_undos (at);
