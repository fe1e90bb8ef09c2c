CREATE TABLE shipping_methods (
    id BYTEA NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C" NOT NULL,
    countries TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    price BIGINT NOT NULL CHECK (price >= 0),
    free_over BIGINT CHECK (free_over >= 0),
    tax_class TEXT COLLATE "C" NOT NULL,
    min_days BIGINT NOT NULL,
    max_days BIGINT NOT NULL,
    position BIGINT NOT NULL,
    active BOOLEAN NOT NULL
);
