CREATE TABLE recommendations_baskets (
    basket BLOB PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL,
    products BLOB NOT NULL
);
CREATE INDEX recommendations_baskets_at ON recommendations_baskets (at, basket);
CREATE TABLE recommendations_views (
    product BLOB NOT NULL,
    other BLOB NOT NULL,
    day BIGINT NOT NULL,
    views BIGINT NOT NULL CHECK (views > 0),
    PRIMARY KEY (product, other, day)
);
CREATE INDEX recommendations_views_day ON recommendations_views (day);
CREATE TABLE recommendations_state (
    name TEXT PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL,
    last BLOB NOT NULL
);
