-- Where we sell: currency, language, tax mode, price list. `countries` is a JSON list of ISO 3166 alpha-2 codes.
CREATE TABLE markets_markets (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    locale TEXT NOT NULL,
    tax_mode TEXT NOT NULL CHECK (tax_mode IN ('inclusive', 'exclusive')),
    country TEXT NOT NULL,
    countries TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    price_list BLOB NOT NULL,
    is_default BOOLEAN NOT NULL,
    position BIGINT NOT NULL
);
-- What a shopkeeper sets: the shop's name, its address for mail, and so on. Values are JSON.
CREATE TABLE markets_settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
