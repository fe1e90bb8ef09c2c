-- Where we sell: currency, language, tax mode, price list. `countries` is a JSON list of ISO 3166 alpha-2 codes.
CREATE TABLE markets_markets (
    id BYTEA NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    locale TEXT COLLATE "C" NOT NULL,
    tax_mode TEXT COLLATE "C" NOT NULL CHECK (tax_mode IN ('inclusive', 'exclusive')),
    country TEXT COLLATE "C" NOT NULL,
    countries TEXT COLLATE "C" NOT NULL,
    time_zone TEXT COLLATE "C" NOT NULL,
    price_list BYTEA NOT NULL,
    is_default BOOLEAN NOT NULL,
    position BIGINT NOT NULL
);
-- What a shopkeeper sets: the shop's name, its address for mail, and so on. Values are JSON.
CREATE TABLE markets_settings (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL
);
