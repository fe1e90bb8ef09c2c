-- `countries` is a JSON list of ISO 3166 alpha-2 codes. A country belongs to one zone at most.
CREATE TABLE shipping_zones (
    id BYTEA NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    countries TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL
);
-- What a method costs in a zone, by weight in grams and goods in minor units; *_to is exclusive, NULL means no end.
CREATE TABLE shipping_rates (
    method BYTEA NOT NULL REFERENCES shipping_methods (id),
    position BIGINT NOT NULL,
    zone BYTEA NOT NULL REFERENCES shipping_zones (id),
    weight_from BIGINT NOT NULL CHECK (weight_from >= 0),
    weight_to BIGINT CHECK (weight_to > weight_from),
    goods_from BIGINT NOT NULL CHECK (goods_from >= 0),
    goods_to BIGINT CHECK (goods_to > goods_from),
    price BIGINT NOT NULL CHECK (price >= 0),
    PRIMARY KEY (method, position)
);
-- Whether the method has rates; without them it costs `price` in each of its `countries`.
ALTER TABLE shipping_methods ADD COLUMN rated BOOLEAN NOT NULL DEFAULT FALSE;
