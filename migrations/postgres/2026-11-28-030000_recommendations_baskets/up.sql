CREATE TABLE recommendations_baskets (
    basket BYTEA PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL,
    products BYTEA NOT NULL
);
CREATE INDEX recommendations_baskets_at ON recommendations_baskets (at, basket);
CREATE TABLE recommendations_views (
    product BYTEA NOT NULL,
    other BYTEA NOT NULL,
    day BIGINT NOT NULL,
    views BIGINT NOT NULL CHECK (views > 0),
    PRIMARY KEY (product, other, day)
);
CREATE INDEX recommendations_views_day ON recommendations_views (day);
CREATE TABLE recommendations_state (
    name TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL,
    last BYTEA NOT NULL
);
