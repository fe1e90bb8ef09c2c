CREATE TABLE pricing_price_lists (
    id BYTEA NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL
);
-- valid_from and valid_until are microseconds; valid_until 0 means for good.
CREATE TABLE pricing_prices (
    variant BYTEA NOT NULL,
    list BYTEA NOT NULL REFERENCES pricing_price_lists (id),
    currency TEXT COLLATE "C" NOT NULL,
    min_qty BIGINT NOT NULL CHECK (min_qty >= 1),
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    compare_at BIGINT CHECK (compare_at >= 0),
    PRIMARY KEY (variant, list, currency, min_qty, valid_from)
);
-- rate is in basis points: 1900 is 19 %.
CREATE TABLE pricing_tax_rates (
    tax_class TEXT COLLATE "C" NOT NULL,
    country TEXT COLLATE "C" NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    rate BIGINT NOT NULL CHECK (rate >= 0),
    name TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tax_class, country, valid_from)
);
