CREATE TABLE pricing_price_lists (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    currency TEXT NOT NULL
);
-- valid_from and valid_until are microseconds; valid_until 0 means for good.
CREATE TABLE pricing_prices (
    variant BLOB NOT NULL,
    list BLOB NOT NULL REFERENCES pricing_price_lists (id),
    currency TEXT NOT NULL,
    min_qty BIGINT NOT NULL CHECK (min_qty >= 1),
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    compare_at BIGINT CHECK (compare_at >= 0),
    PRIMARY KEY (variant, list, currency, min_qty, valid_from)
) WITHOUT ROWID;
-- rate is in basis points: 1900 is 19 %.
CREATE TABLE pricing_tax_rates (
    tax_class TEXT NOT NULL,
    country TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    rate BIGINT NOT NULL CHECK (rate >= 0),
    name TEXT NOT NULL,
    PRIMARY KEY (tax_class, country, valid_from)
) WITHOUT ROWID;
