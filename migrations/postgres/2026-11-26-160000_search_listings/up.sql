-- What lists of products are cut from: no truth of its own, made anew from the other rooms at any time.
-- A shelf is a price list and a category (or none, for everything) folded into one number; a brand likewise.
CREATE TABLE search_products (
    product BYTEA NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    -- The categories it stands in, parents included: their ids with spaces between.
    categories TEXT COLLATE "C" NOT NULL,
    -- When a price begins or ends by itself; 0 for never.
    stale_at BIGINT NOT NULL
);
CREATE INDEX search_products_stale ON search_products (stale_at);
CREATE TABLE search_listings (
    shelf BIGINT NOT NULL,
    product BYTEA NOT NULL,
    sold_out BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    title_key TEXT COLLATE "C" NOT NULL,
    price BIGINT NOT NULL,
    brand BIGINT NOT NULL,
    band BIGINT NOT NULL,
    PRIMARY KEY (shelf, product)
);
CREATE INDEX search_listings_product ON search_listings (product);
-- One index an order, each with what filters and counts look at.
CREATE INDEX search_listings_arranged ON search_listings (shelf, sold_out, position, product, brand, band, price);
CREATE INDEX search_listings_newest ON search_listings (shelf, sold_out, created_at DESC, product DESC, brand, band, price);
CREATE INDEX search_listings_title ON search_listings (shelf, sold_out, title_key, product, brand, band, price);
CREATE INDEX search_listings_cheapest ON search_listings (shelf, sold_out, price, product, brand, band);
CREATE INDEX search_listings_dearest ON search_listings (shelf, sold_out, price DESC, product DESC, brand, band);
CREATE TABLE search_brands (
    brand BIGINT NOT NULL PRIMARY KEY,
    slug TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL
);
CREATE TABLE search_words (
    word TEXT COLLATE "C" NOT NULL,
    product BYTEA NOT NULL,
    weight BIGINT NOT NULL,
    PRIMARY KEY (word, product)
);
CREATE INDEX search_words_product ON search_words (product);
CREATE TABLE search_state (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);
